package dev.roster.testkit.faulty.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.testkit.contract.client.ClientResult;
import dev.roster.testkit.contract.client.ClientResult.ClientUser;
import dev.roster.testkit.contract.client.ClientResult.Outcome;
import dev.roster.testkit.contract.client.ClientTask;
import dev.roster.testkit.contract.client.ClientUnderTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A correct client of the operations on users, as small as the contract allows. Subclasses plant faults in its steps.
 */
class SimpleClient implements ClientUnderTest {

    static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final int MAX_ATTEMPTS = 3;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    @Override
    public ClientResult perform(ClientTask task) throws InterruptedException {
        HttpRequest request = request(task);
        try {
            return result(task, send(request, task.timeout()));
        } catch (IOException | IllegalArgumentException unusable) {
            return ClientResult.of(Outcome.UNAVAILABLE);
        }
    }

    HttpRequest request(ClientTask task) {
        ObjectNode body = JSON.createObjectNode();
        task.arguments().forEach((name, value) -> {
            if (value instanceof String text) {
                body.put(name, text);
            }
        });
        return switch (task.operation()) {
            case "listUsers" ->
                builder(task, "/users?page=" + task.number("page") + "&size=" + task.number("size"))
                        .build();
            case "createUser" ->
                builder(task, "/users")
                        .POST(BodyPublishers.ofString(json(body)))
                        .build();
            case "replaceUser" ->
                builder(task, "/users/" + task.number("id"))
                        .PUT(BodyPublishers.ofString(json(body)))
                        .build();
            case "deleteUser" ->
                builder(task, "/users/" + task.number("id")).DELETE().build();
            default -> builder(task, "/users/" + task.number("id")).build();
        };
    }

    String json(ObjectNode body) {
        return body.toString();
    }

    HttpRequest.Builder builder(ClientTask task, String path) {
        return HttpRequest.newBuilder(URI.create(task.server() + path))
                .header("Authorization", "Bearer " + task.accessToken())
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .header("User-Agent", "simple-client/1.0")
                .timeout(task.timeout());
    }

    /** Sends a request, and repeats a read that may succeed then. */
    HttpResponse<String> send(HttpRequest request, Duration timeout) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            boolean last = attempt >= maxAttempts() || !mayRepeat(request);
            try {
                HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
                Duration wait = retryAfter(response);
                if (last || !isTemporary(response) || wait.compareTo(timeout) > 0) {
                    return response;
                }
                Thread.sleep(wait.toMillis());
            } catch (IOException lost) {
                if (last || lost instanceof HttpTimeoutException) {
                    throw lost;
                }
            }
        }
    }

    int maxAttempts() {
        return MAX_ATTEMPTS;
    }

    boolean mayRepeat(HttpRequest request) {
        return request.method().equals("GET");
    }

    boolean isTemporary(HttpResponse<String> response) {
        return response.statusCode() == 503;
    }

    Duration retryAfter(HttpResponse<String> response) {
        return Duration.ofSeconds(
                response.headers().firstValueAsLong("Retry-After").orElse(0));
    }

    ClientResult result(ClientTask task, HttpResponse<String> response) throws IOException {
        return switch (response.statusCode()) {
            case 200, 201 ->
                task.operation().equals("listUsers") ? page(read(response)) : ClientResult.user(user(read(response)));
            case 204 -> ClientResult.of(Outcome.DELETED);
            case 400 ->
                read(response).path("error").asText().equals("email already exists")
                        ? ClientResult.of(Outcome.EMAIL_TAKEN)
                        : ClientResult.of(Outcome.INVALID);
            case 401 -> ClientResult.of(Outcome.UNAUTHENTICATED);
            case 403 -> ClientResult.of(Outcome.FORBIDDEN);
            case 404 ->
                ClientResult.of(read(response).path("status").asInt() == 404 ? Outcome.NOT_FOUND : Outcome.UNAVAILABLE);
            case 422 -> {
                List<String> fields = new ArrayList<>();
                read(response)
                        .path("detail")
                        .forEach(detail -> fields.add(detail.path("field").asText()));
                yield ClientResult.invalid(fields);
            }
            case 429 -> ClientResult.tooManyRequests(retryAfter(response));
            default -> ClientResult.of(Outcome.UNAVAILABLE);
        };
    }

    JsonNode read(HttpResponse<String> response) throws JsonProcessingException {
        return JSON.readTree(response.body());
    }

    private ClientResult page(JsonNode page) {
        List<ClientUser> users = new ArrayList<>();
        page.required("items").forEach(item -> users.add(user(item)));
        return ClientResult.page(users, page.required("total").longValue());
    }

    ClientUser user(JsonNode json) {
        if (!json.required("id").isIntegralNumber()) {
            throw new IllegalArgumentException("the id is no number");
        }
        return new ClientUser(
                json.required("id").longValue(),
                json.required("name").textValue(),
                json.required("bio").textValue(),
                Optional.ofNullable(json.path("email").textValue()),
                Instant.parse(json.required("createdAt").textValue()));
    }
}
