package dev.roster.adapters.http.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.adapters.http.TestServer;
import dev.roster.adapters.http.TestUser;
import dev.roster.adapters.http.openapi.OpenApiDocument.Operation;
import dev.roster.adapters.http.request.RequestBody;
import dev.roster.testkit.contract.api.ApiExchange;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Provokes every documented status that requests built from the OpenAPI document alone can provoke. */
final class OpenApiSweep {

    private static final String NO_SUCH_ID = "9007199254740991";
    private static final String BAD_TOKEN = "no.such.token";
    private static final String TOO_LARGE = " ".repeat(RequestBody.MAX_SIZE + 1);

    private final TestServer server;
    private final OpenApiDocument document;
    private final OpenApiResponseValidator answers;

    private String token = "";
    private long user;
    private long post;
    private long comment;

    OpenApiSweep(TestServer server, OpenApiDocument document, OpenApiResponseValidator answers) {
        this.server = server;
        this.document = document;
        this.answers = answers;
    }

    /** Provokes each error status of each operation. Existing data is not changed. */
    void provokeErrors() throws Exception {
        createData();
        String stranger = server.newUser().token();
        for (Operation operation : document.operations()) {
            String path = pathOf(operation);
            for (String status : operation.statuses()) {
                switch (status) {
                    case "304" -> send(operation, path, token, "", "If-None-Match", "*");
                    case "400" -> sendMalformed(operation, path);
                    case "401" -> sendUnauthorized(operation, path);
                    case "403" -> {
                        // Without an id, it says that registration is closed.
                        if (operation.path().contains("{id}")) {
                            send(operation, path, stranger, example(operation));
                        }
                    }
                    case "404" ->
                        send(operation, operation.path().replace("{id}", NO_SUCH_ID), token, example(operation));
                    case "406" -> send(operation, path, token, example(operation), "Accept", "application/xml");
                    case "412" -> send(operation, path, token, example(operation), "If-Match", "\"never\"");
                    case "413" -> send(operation, path, token, TOO_LARGE);
                    case "415" -> sendAs("text/plain", operation, path, token, "{}");
                    case "422" -> sendInvalid(operation, path);
                    default -> {
                        // The clauses cover successes. Other errors need a broken server.
                    }
                }
            }
        }
    }

    /** Creates accounts on a server with closed registration. */
    void provokeRegistrationClosed(String token) throws Exception {
        for (Operation operation : document.operations()) {
            if (operation.statuses().contains("403") && !operation.path().contains("{id}")) {
                send(operation, operation.path(), token, example(operation));
            }
        }
    }

    /** Calls every operation with a documented 503 while the storage is unavailable. */
    void provokeUnavailable(Runnable breakStorage) throws Exception {
        createData();
        breakStorage.run();
        for (Operation operation : document.operations()) {
            if (operation.statuses().contains("503")) {
                String query = operation.isPage() && operation.method().equals("GET") ? "?token=x" : "";
                send(operation, pathOf(operation) + query, token, example(operation));
            }
        }
    }

    /** Requests the account pages and the API documents. */
    void requestPages() throws Exception {
        String email = server.newUser().email();
        send("POST", "/auth/password-reset", "{\"email\":\"" + email + "\"}", "Content-Type", TestServer.JSON);
        String verification = server.latestToken(Kind.VERIFICATION, email);
        String reset = server.latestToken(Kind.PASSWORD_RESET, email);
        send("GET", "/docs", "");
        send("GET", "/openapi.json", "");
        send("GET", "/verify-email?token=" + verification, "");
        send("GET", "/reset-password?token=" + reset, "");
        send("POST", "/verify-email", "email=nobody", "Content-Type", RequestBody.FORM);
        send("POST", "/verify-email", "token=" + verification, "Content-Type", RequestBody.FORM);
        send("POST", "/reset-password", "token=" + reset + "&password=long+enough", "Content-Type", RequestBody.FORM);
    }

    /** Sends wrong passwords until a login returns 429, then calls the other operations that check a password. */
    void provokeTooManyAttempts() throws Exception {
        TestUser owner = server.newUser();
        String[] headers = {"Authorization", "Bearer " + owner.token(), "Content-Type", TestServer.JSON};
        String login = "{\"email\":\"" + owner.email() + "\",\"password\":\"wrong horse\"}";
        while (send("POST", "/auth/login", login, headers).statusCode() != 429) {
            // Repeats until the limit is reached.
        }
        String user = "{\"name\":\"Ann\",\"email\":\"" + Unique.email() + "\",\"password\":\"12345678\"}";
        send("PUT", owner.path(), user, headers);
        send("POST", "/auth/password", "{\"current\":\"12345678\",\"password\":\"long enough\"}", headers);
    }

    /** Repeats each request that is limited for one client until it is rejected. */
    void exceedLimitsOfOneClient() throws Exception {
        String email = server.newUser().email();
        Map<String, String> requests = Map.of(
                "/auth/register", "{\"email\":\"" + email + "\",\"password\":\"long enough\",\"name\":\"Ann\"}",
                "/auth/password-reset", "{\"email\":\"no address\"}",
                "/auth/password-reset/confirm", "{\"token\":\"made up\",\"password\":\"long enough\"}",
                "/auth/verify", "{\"token\":\"made up\"}");
        for (Map.Entry<String, String> each : requests.entrySet()) {
            while (send("POST", each.getKey(), each.getValue(), "Content-Type", TestServer.JSON)
                            .statusCode()
                    != 429) {
                // Repeats until the limit is reached.
            }
        }
    }

    HttpResponse<String> send(String method, String target, String body, String... headers) throws Exception {
        HttpResponse<String> response = server.send(method, target, body, headers);
        answers.onExchange(new ApiExchange(
                method,
                target,
                Map.of(),
                body,
                response.statusCode(),
                response.headers().map(),
                response.body()));
        return response;
    }

    private void createData() throws Exception {
        TestUser owner = server.newUser();
        token = owner.token();
        user = owner.id();
        String draft = "{\"title\":\"T\",\"content\":\"C\",\"published\":true}";
        post = TestServer.json(owner.post("/posts", draft)).path("id").asLong();
        comment = TestServer.json(owner.post("/posts/" + post + "/comments", "{\"content\":\"C\"}"))
                .path("id")
                .asLong();
    }

    private String pathOf(Operation operation) {
        long id =
                operation.path().startsWith("/users") ? user : operation.path().startsWith("/posts") ? post : comment;
        return operation.path().replace("{id}", Long.toString(id));
    }

    private void sendMalformed(Operation operation, String path) throws Exception {
        if (operation.bodyTypes().anyMatch(TestServer.JSON::equals)) {
            send(operation, path, token, "{");
        }
        if (operation.isPage()) {
            send(operation, path, "", operation.method().equals("POST") ? "token=used&password=long+enough" : "");
        } else if (operation.node().path("parameters").toString().contains("IfMatch")) {
            send(operation, path, token, example(operation), "If-Match", "malformed");
        }
    }

    private void sendUnauthorized(Operation operation, String path) throws Exception {
        if (operation.acceptsToken()) {
            send(operation, path, BAD_TOKEN, example(operation));
        }
        if (operation.requiresToken() || !operation.acceptsToken()) {
            send(operation, path, "", example(operation));
        }
    }

    private void sendInvalid(Operation operation, String path) throws Exception {
        if (operation.isPage()) {
            send(operation, path, "", "token=x&password=short");
        } else if (operation.bodyTypes().findAny().isPresent()) {
            send(operation, path, token, "[]");
        } else {
            send(operation, path + "?page=0", token, "");
        }
    }

    /** Returns the example body in the document, changed so that it is unique. */
    private String example(Operation operation) {
        String type = operation.bodyTypes().findFirst().orElse("");
        JsonNode example =
                operation.node().at("/requestBody/content").path(type).path("example");
        if (type.isEmpty() || type.equals(TestServer.JSON)) {
            return type.isEmpty() ? "" : example.toString();
        }
        List<String> fields = new ArrayList<>();
        example.properties()
                .forEach(field -> fields.add(
                        field.getKey() + "=" + field.getValue().asText().replace(' ', '+')));
        return String.join("&", fields);
    }

    private void send(Operation operation, String target, String bearer, String body, String... headers)
            throws Exception {
        sendAs(operation.bodyTypes().findFirst().orElse(""), operation, target, bearer, body, headers);
    }

    private void sendAs(String type, Operation operation, String target, String bearer, String body, String... headers)
            throws Exception {
        List<String> all = new ArrayList<>(List.of(headers));
        if (operation.acceptsToken() && !bearer.isEmpty()) {
            all.addAll(List.of(TestServer.bearer(bearer)));
        }
        if (!type.isEmpty()) {
            all.addAll(List.of("Content-Type", type));
        }
        send(operation.method(), target, body, all.toArray(String[]::new));
    }
}
