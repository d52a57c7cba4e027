import client.ApiClient;
import client.ApiException;
import client.api.UsersApi;
import client.model.NewUser;
import client.model.UserReplacement;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/**
 * Lets the conformance program judge a client generated from the OpenAPI document: asks for tasks, calls the client,
 * and reports what it returned or threw. Run by check-openapi.sh.
 */
final class GeneratedClientDriver {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private GeneratedClientDriver() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        URI base = URI.create(args[0] + "/conformance/");
        while (true) {
            JsonNode task = send(HttpRequest.newBuilder(base.resolve("task")));
            if (task.path("state").asText().equals("ended")) {
                return;
            }
            if (task.path("state").asText().equals("open")) {
                ObjectNode result = JSON.createObjectNode();
                result.set("number", task.path("number"));
                perform(task, result);
                JsonNode answer = send(HttpRequest.newBuilder(base.resolve("result"))
                        .POST(BodyPublishers.ofString(result.toString())));
                if (answer.has("error")) {
                    throw new IOException("rejected result " + result + ": " + answer);
                }
            }
        }
    }

    private static JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
        return JSON.readTree(response.body());
    }

    private static void perform(JsonNode task, ObjectNode result) {
        ApiClient client = new ApiClient();
        client.updateBaseUri(task.path("server").asText());
        client.setReadTimeout(Duration.ofSeconds(task.path("timeoutSeconds").asLong()));
        client.setRequestInterceptor(
                request -> request.header("Authorization", "Bearer " + task.path("accessToken").asText()));
        try {
            call(new UsersApi(client), task.path("operation").asText(), task.path("arguments"), result);
        } catch (ApiException failed) {
            reportFailure(failed, result);
        } catch (RuntimeException unexpected) {
            result.put("outcome", "error");
        }
    }

    private static void call(UsersApi users, String operation, JsonNode arguments, ObjectNode result)
            throws ApiException {
        long id = arguments.path("id").asLong();
        JsonNode returned;
        switch (operation) {
            case "getUser" -> returned = json(users.getUser(id, null, null));
            case "listUsers" ->
                returned = json(users.listUsers(
                        arguments.path("page").asInt(), arguments.path("size").asInt()));
            case "createUser" ->
                returned = json(users.createUser(new NewUser()
                        .email(arguments.path("email").asText())
                        .name(arguments.path("name").asText())));
            case "replaceUser" ->
                returned = json(users.replaceUser(
                        id,
                        new UserReplacement()
                                .email(arguments.path("email").asText())
                                .name(arguments.path("name").asText())
                                .bio(arguments.path("bio").asText()),
                        null,
                        null));
            case "deleteUser" -> {
                users.deleteUser(id, null, null);
                result.put("outcome", "deleted");
                return;
            }
            default -> throw new IllegalArgumentException(operation);
        }
        ArrayNode found = result.putArray("users");
        if (operation.equals("listUsers")) {
            result.put("outcome", "page").set("total", returned.path("total"));
            returned.path("items").forEach(found::add);
        } else {
            boolean complete = returned.path("id").isIntegralNumber() && returned.path("name").isTextual();
            result.put("outcome", complete ? "user" : "error");
            found.addAll(complete ? List.of(returned) : List.of());
        }
    }

    /** Returns what the client read from an answer, by its own mapper. */
    private static JsonNode json(Object returned) {
        return ApiClient.createDefaultObjectMapper().valueToTree(returned);
    }

    private static void reportFailure(ApiException failed, ObjectNode result) {
        switch (failed.getCode()) {
            case 400 ->
                result.put("outcome", failed.getMessage().contains("email already exists") ? "email-taken" : "invalid");
            case 401 -> result.put("outcome", "unauthenticated");
            case 403 -> result.put("outcome", "forbidden");
            case 404 -> result.put("outcome", "not-found");
            case 422 -> {
                ArrayNode fields = result.put("outcome", "invalid").putArray("fields");
                try {
                    JSON.readTree(failed.getResponseBody()).path("detail").forEach(each -> fields.add(each.path("field")));
                } catch (IOException unreadable) {
                    result.put("outcome", "error");
                }
            }
            case 429 -> {
                result.put("outcome", "too-many-requests");
                failed.getResponseHeaders()
                        .firstValueAsLong("Retry-After")
                        .ifPresent(seconds -> result.put("retryAfterSeconds", seconds));
            }
            default -> result.put("outcome", "unavailable");
        }
    }
}
