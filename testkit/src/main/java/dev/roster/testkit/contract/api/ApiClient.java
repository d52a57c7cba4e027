package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.testkit.fuzz.RawHttpResponse;
import dev.roster.testkit.fuzz.request.ByteText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Immutable HTTP client for the server under test. It checks the conventions on every response: a request id, the shape
 * of errors, and no internal details.
 */
final class ApiClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    static final List<String> INTERNAL_DETAILS = List.of(
            "Exception", "\tat ", "dev.roster", "java.", "org.jooq", "SELECT ", "select ", "INSERT ", "constraint");

    /**
     * Headers that may differ between otherwise equal responses; {@code Retry-After} depends on the time of the
     * request.
     */
    private static final Set<String> PER_RESPONSE_HEADERS = Set.of("date", "x-request-id", "retry-after");

    /** Shared by all clauses, because each instance has its own threads and connections. */
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    private final String base;
    private final ApiListener listener;
    private final CreatedUsers createdUsers;
    private final Map<String, String> headers;

    private ApiClient(String base, ApiListener listener, CreatedUsers made, Map<String, String> headers) {
        this.base = base;
        this.listener = listener;
        this.createdUsers = made;
        this.headers = headers;
    }

    /**
     * Returns a client of the server.
     *
     * @param base the base URL, with or without a path
     * @param listener receives every exchange
     * @param made records every created user
     */
    static ApiClient at(URI base, ApiListener listener, CreatedUsers made) {
        return new ApiClient(base.toString().replaceFirst("/$", ""), listener, made, Map.of());
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    ApiClient withHeader(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ApiClient(base, listener, createdUsers, more);
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

    Response send(String method, String path, @Nullable String contentType, @Nullable String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(TIMEOUT)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
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

    record Response(String request, HttpResponse<String> response, JsonNode body) {

        int status() {
            return response.statusCode();
        }

        /** Returns all lines of a header joined by commas, which is equivalent (RFC 9110, section 5.2). */
        Optional<String> header(String name) {
            List<String> lines = response.headers().allValues(name);
            return lines.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", lines));
        }

        String text(String field) {
            return body.path(field).asText();
        }

        long number(String field) {
            return body.path(field).asLong();
        }

        String etag() {
            return header("ETag").orElseThrow();
        }

        /** Asserts the status. The failure message contains the whole response body. */
        Response expectStatus(int status) {
            assertThat(status())
                    .as("status of %s with body %s", request, response.body())
                    .isEqualTo(status);
            return this;
        }

        /** Asserts the status, and that there is no body. */
        Response expectEmpty(int status) {
            assertThat(expectStatus(status).response.body()).isEmpty();
            return this;
        }

        void expectError(int status, String error) {
            assertThat(expectStatus(status).text("error")).isEqualTo(error);
        }

        /** Asserts that the body contains these fields with these values, and maybe others. */
        Response expectFields(JsonNode fields) {
            fields.properties()
                    .forEach(field -> assertThat(body.path(field.getKey()))
                            .as("%s in %s", field.getKey(), body)
                            .isEqualTo(field.getValue()));
            return this;
        }

        /** Asserts a 422 that names exactly these fields. */
        void expectInvalid(String... fields) {
            assertThat(invalidFields()).as("fields of %s", request).containsExactlyInAnyOrder(fields);
        }

        /** Asserts the total number and the items of a page, in order. */
        Response expectPage(long total, List<JsonNode> items) {
            assertThat(items()).isEqualTo(items);
            assertThat(number("total")).isEqualTo(total);
            return this;
        }

        /** Returns the items of a page or slice. */
        List<JsonNode> items() {
            expectStatus(200);
            assertThat(body.path("items").isArray()).as("items of %s", body).isTrue();
            List<JsonNode> items = new ArrayList<>();
            body.path("items").forEach(items::add);
            return items;
        }

        List<String> fields() {
            return body.properties().stream().map(Map.Entry::getKey).toList();
        }

        /** Asserts a 422 and returns the fields that it names. */
        List<String> invalidFields() {
            return expectStatus(422).body.path("detail").findValuesAsText("field");
        }

        /** Returns headers and body without the parts that differ between otherwise equal responses. */
        String comparableContent() {
            Map<String, List<String>> kept = new TreeMap<>(response.headers().map());
            kept.keySet().removeIf(name -> PER_RESPONSE_HEADERS.contains(name.toLowerCase(Locale.ROOT)));
            JsonNode same =
                    body instanceof ObjectNode object ? object.deepCopy().without("requestId") : body;
            return kept + "\n" + same;
        }

        private void assertConventions(String method) {
            assertThat(header("X-Request-Id")).as("X-Request-Id of %s", request).isPresent();
            if (request.contains(" /auth/")) {
                assertThat(header("Cache-Control")).as("caching of %s", request).contains("no-store");
            }
            for (String secret : INTERNAL_DETAILS) {
                assertThat(response.body()).as("answer to %s", request).doesNotContain(secret);
            }
            if (status() >= 400 && !method.equals("HEAD")) {
                String bytes = ByteText.of(response.body().getBytes(StandardCharsets.UTF_8));
                RawHttpResponse error =
                        new RawHttpResponse(status(), response.headers().map(), bytes);
                assertThat(new RosterErrorShape().problem(error))
                        .as("error of %s: %s", request, body)
                        .isEmpty();
            }
        }
    }
}
