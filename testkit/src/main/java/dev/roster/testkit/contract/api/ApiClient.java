package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Immutable HTTP client for the server under test. It checks the conventions on every response: a request id, the shape
 * of errors, and no internal details.
 */
final class ApiClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    static final Duration TIMEOUT = Duration.ofSeconds(30);
    static final List<String> INTERNAL_DETAILS = List.of(
            "Exception", "\tat ", "dev.roster", "java.", "org.jooq", "SELECT ", "select ", "INSERT ", "constraint");

    /** Shared by all clauses, because each instance has its own threads and connections. */
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    private final String base;
    private final Duration timeout;
    private final ApiListener listener;
    private final CreatedUsers createdUsers;
    private final Map<String, String> headers;

    private ApiClient(
            String base, Duration timeout, ApiListener listener, CreatedUsers made, Map<String, String> headers) {
        this.base = base;
        this.timeout = timeout;
        this.listener = listener;
        this.createdUsers = made;
        this.headers = headers;
    }

    /**
     * Returns a client of the server.
     *
     * @param base the base URL, with or without a path
     * @param timeout how long to wait for each response
     * @param listener receives every exchange
     * @param made records every created user
     */
    static ApiClient at(URI base, Duration timeout, ApiListener listener, CreatedUsers made) {
        return new ApiClient(base.toString().replaceFirst("/$", ""), timeout, listener, made, Map.of());
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    ApiClient withHeader(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ApiClient(base, timeout, listener, createdUsers, more);
    }

    ApiClient withToken(String token) {
        return withHeader("Authorization", "Bearer " + token);
    }

    /** Returns the account of a registration or login. */
    Account account(String password, Response session) {
        JsonNode user = session.body().path("user");
        String token = session.text("token");
        return new Account(
                user.path("id").asLong(), user.path("email").asText(), password, token, user, withToken(token));
    }

    /** Returns the path of a resource as the methods of this class accept it, below the path of the base URL. */
    String pathOf(URI resource) {
        String prefix = URI.create(base).getPath();
        assertThat(resource.getPath()).as("path of %s", resource).startsWith(prefix + "/");
        return resource.getPath().substring(prefix.length());
    }

    /** Returns the URL of a path. */
    URI uri(String path) {
        return URI.create(base + path);
    }

    Response get(String path) throws Exception {
        return send("GET", path);
    }

    /** Asserts that the path can be read, and returns the body. */
    JsonNode read(String path) throws Exception {
        return get(path).expectStatus(200).body();
    }

    /** Returns the items of all pages of a list, whose path has a query. */
    List<JsonNode> readPages(String list, int size, int total) throws Exception {
        List<JsonNode> joined = new ArrayList<>();
        for (int page = 1; page <= (total + size - 1) / size; page++) {
            joined.addAll(get(list + "&size=" + size + "&page=" + page).items());
        }
        return joined;
    }

    Response delete(String path) throws Exception {
        return send("DELETE", path);
    }

    Response post(String path, JsonNode body) throws Exception {
        return sendJson("POST", path, body.toString());
    }

    Response put(String path, JsonNode body) throws Exception {
        return sendJson("PUT", path, body.toString());
    }

    Response patch(String path, JsonNode body) throws Exception {
        return sendJson("PATCH", path, body.toString());
    }

    /** Sends a request without a body. */
    Response send(String method, String path) throws Exception {
        return send(method, path, null, null);
    }

    Response sendJson(String method, String path, String body) throws Exception {
        return send(method, path, "application/json", body);
    }

    /** Sends the first character of a body, runs a task, and then sends the rest. */
    Response sendSlowly(String method, String path, String body, Callable<?> between) throws Exception {
        BodyPublisher rest = BodyPublishers.ofString(body.substring(1));
        FutureTask<?> task = new FutureTask<>(between);
        // On another thread: the task sends requests itself, for which it needs those of the client.
        BodyPublisher late = BodyPublishers.fromPublisher(
                subscriber -> {
                    Runnable sending = () -> {
                        task.run();
                        rest.subscribe(subscriber);
                    };
                    new Thread(sending, "slow body").start();
                },
                rest.contentLength());
        BodyPublisher parts = BodyPublishers.concat(BodyPublishers.ofString(body.substring(0, 1)), late);
        Response answer = send(method, path, "application/json", body, parts);
        task.get();
        return answer;
    }

    Response send(String method, String path, @Nullable String contentType, @Nullable String body) throws Exception {
        BodyPublisher publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        return send(method, path, contentType, body, publisher);
    }

    private Response send(
            String method, String path, @Nullable String contentType, @Nullable String body, BodyPublisher publisher)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path)).timeout(timeout).method(method, publisher);
        headers.forEach(request::header);
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        HttpRequest sent = request.build();
        HttpResponse<String> response = HTTP.send(sent, BodyHandlers.ofString());
        Response answer = new Response(method + " " + path, response, parse(response.body()));
        ApiExchange exchange = new ApiExchange(
                method,
                path,
                sent.headers().map(),
                body,
                response.statusCode(),
                response.headers().map(),
                response.body());
        createdUsers.track(exchange, headers.get("Authorization"), parse(body == null ? "" : body), answer.body());
        listener.onExchange(exchange);
        answer.assertConventions(method);
        return answer;
    }

    private static JsonNode parse(String body) throws IOException {
        try {
            return body.isEmpty() ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    /**
     * Registered user.
     *
     * @param api sends the token of the user
     */
    record Account(long id, String email, String password, String token, JsonNode user, ApiClient api) {

        String path() {
            return "/users/" + id;
        }
    }
}
