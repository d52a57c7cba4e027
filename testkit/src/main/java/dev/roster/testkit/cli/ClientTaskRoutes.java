package dev.roster.testkit.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.roster.testkit.cli.ClientTasks.OpenTask;
import dev.roster.testkit.contract.client.PlayedServer;
import dev.roster.testkit.server.LocalHttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;

/**
 * Routes below {@code /conformance} on the port of the played server, by which a driver takes tasks and reports
 * results. The test kit's README describes them.
 */
final class ClientTaskRoutes {

    static final String ROOT = "/conformance";
    static final String TASK = ROOT + "/task";
    static final String RESULT = ROOT + "/result";

    private static final String ENDED = "ended";

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final ClientTasks tasks;
    private final PrintStream out;

    private ClientTaskRoutes(ClientTasks tasks, PrintStream out) {
        this.tasks = tasks;
        this.out = out;
    }

    /**
     * Serves the tasks.
     *
     * @param out receives each refused result
     */
    static void serve(ClientTasks tasks, PlayedServer server, PrintStream out) {
        server.serve(ROOT, new ClientTaskRoutes(tasks, out)::answer);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                ObjectNode answer = route(exchange);
                send(exchange, 200, answer);
                if (answer.path("state").asText().equals(ENDED)) {
                    tasks.acknowledgeEnd();
                }
            } catch (RefusedException refused) {
                send(exchange, refused.status, JSON.createObjectNode().put("error", refused.getMessage()));
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private ObjectNode route(HttpExchange exchange) throws IOException, RefusedException, InterruptedException {
        String path = exchange.getRequestURI().getPath();
        switch (path) {
            case TASK -> {
                requireMethod(exchange, "GET");
                return task();
            }
            case RESULT -> {
                requireMethod(exchange, "POST");
                return report(exchange);
            }
            default ->
                throw new RefusedException(
                        404, "there is no " + path + "; there are GET " + TASK + " and POST " + RESULT);
        }
    }

    private ObjectNode task() throws InterruptedException {
        Optional<OpenTask> next = tasks.fetch();
        ObjectNode json = JSON.createObjectNode();
        if (next.isEmpty()) {
            return json.put("state", tasks.isEnded() ? ENDED : "wait");
        }
        OpenTask open = next.get();
        json.put("state", "open").put("number", open.number());
        json.put("server", open.task().server().toString())
                .put("operation", open.task().operation());
        json.set("arguments", JSON.valueToTree(open.task().arguments()));
        return json.put("accessToken", open.task().accessToken())
                .put("timeoutSeconds", open.task().timeout().toSeconds());
    }

    private ObjectNode report(HttpExchange exchange) throws IOException, RefusedException {
        Optional<OpenTask> open = tasks.fetched();
        try {
            JsonNode json = JSON.readTree(exchange.getRequestBody());
            if (open.isEmpty() || json.path("number").asInt() != open.get().number()) {
                throw new RefusedException(
                        400,
                        "no task " + json.path("number") + " is open; "
                                + open.map(task -> "the open one is " + task).orElse("none is"));
            }
            tasks.report(open.get(), ClientResultJson.read(json));
            return JSON.createObjectNode();
        } catch (JsonProcessingException malformed) {
            throw refused(open, "the result is not JSON: " + malformed.getOriginalMessage());
        } catch (RefusedException bad) {
            throw refused(open, String.valueOf(bad.getMessage()));
        }
    }

    private RefusedException refused(Optional<OpenTask> open, String reason) {
        open.ifPresent(task -> tasks.refuse(task, reason));
        out.println("refused  a result" + open.map(task -> " of " + task).orElse("") + ": " + reason);
        return new RefusedException(400, reason);
    }

    private static void requireMethod(HttpExchange exchange, String method) throws RefusedException {
        if (!exchange.getRequestMethod().equals(method)) {
            exchange.getResponseHeaders().set("Allow", method);
            throw new RefusedException(405, "use " + method + ", not " + exchange.getRequestMethod());
        }
    }

    private static void send(HttpExchange exchange, int status, ObjectNode json) throws IOException {
        LocalHttpServer.respond(exchange, status, "application/json", json.toString());
    }

    /** A request of the driver that cannot be understood. */
    static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        private final int status;

        RefusedException(int status, String message) {
            super(message);
            this.status = status;
        }
    }
}
