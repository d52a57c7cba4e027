package dev.roster.testkit.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.roster.testkit.contract.client.ClientResult;
import dev.roster.testkit.contract.client.ClientTask;
import dev.roster.testkit.contract.client.ClientUnderTest;
import dev.roster.testkit.contract.client.PlayedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Client in another process: it asks for tasks at {@code /conformance/task} and reports results to
 * {@code /conformance/result}, on the port of the played server. The test kit's README describes both. Safe for use by
 * multiple threads; one task is open at a time.
 */
final class ClientTasks implements ClientUnderTest {

    /** How long a request for a task waits; then the client asks again. */
    private static final Duration POLL = Duration.ofSeconds(20);

    private static final Duration STEP = Duration.ofMillis(100);

    /** How long the program waits at its end for a last request of the client. */
    private static final Duration END = Duration.ofSeconds(2);

    /** How long the client may take for one task, ten times its timeout at least. */
    private static final Duration RESULT_TIMEOUT = Duration.ofSeconds(50);

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** A task that the client has not reported yet. */
    private record OpenTask(int number, ClientTask task) {}

    private final SynchronousQueue<OpenTask> waiting = new SynchronousQueue<>();
    private final SynchronousQueue<ClientResult> results = new SynchronousQueue<>();
    private final CountDownLatch connected = new CountDownLatch(1);
    private volatile @Nullable OpenTask open;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch told = new CountDownLatch(1);
    private int tasks;

    /** Serves the tasks of a played server. */
    void serveAt(PlayedServer server) {
        server.serve("/conformance/task", exchange -> {
            answer(exchange, this::nextTask);
            if (isEnded()) {
                told.countDown();
            }
        });
        server.serve("/conformance/result", exchange -> answer(exchange, this::report));
    }

    /** Waits until the client asks for its first task. */
    boolean awaitClient(Duration limit) throws InterruptedException {
        return connected.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Tells the client that no task is left, and waits a moment until it has asked. */
    void end() throws InterruptedException {
        ended.countDown();
        told.await(END.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized ClientResult perform(ClientTask task) throws InterruptedException {
        OpenTask next = new OpenTask(++tasks, task);
        if (!waiting.offer(next, RESULT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the client did not ask for task " + tasks + " within " + RESULT_TIMEOUT);
        }
        ClientResult result = results.poll(RESULT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        open = null;
        if (result == null) {
            throw new AssertionError("the client reported no result of " + task + " within " + RESULT_TIMEOUT);
        }
        return result;
    }

    private String nextTask(HttpExchange exchange) throws BadRequestException, InterruptedException {
        requireMethod(exchange, "GET");
        connected.countDown();
        OpenTask next = waitForTask();
        ObjectNode json = JSON.createObjectNode();
        if (next == null) {
            return json.put("state", isEnded() ? "ended" : "wait").toString();
        }
        open = next;
        json.put("state", "open").put("number", next.number());
        json.put("server", next.task().server().toString())
                .put("operation", next.task().operation());
        json.set("arguments", JSON.valueToTree(next.task().arguments()));
        return json.put("accessToken", next.task().accessToken())
                .put("timeoutSeconds", next.task().timeout().toSeconds())
                .toString();
    }

    private @Nullable OpenTask waitForTask() throws InterruptedException {
        long deadline = System.nanoTime() + POLL.toNanos();
        OpenTask next = null;
        while (next == null && !isEnded() && System.nanoTime() < deadline) {
            next = waiting.poll(STEP.toMillis(), TimeUnit.MILLISECONDS);
        }
        return next;
    }

    private boolean isEnded() {
        return ended.getCount() == 0;
    }

    private String report(HttpExchange exchange) throws IOException, BadRequestException, InterruptedException {
        requireMethod(exchange, "POST");
        JsonNode json;
        try {
            json = JSON.readTree(exchange.getRequestBody());
        } catch (JsonProcessingException malformed) {
            throw new BadRequestException("the result is not JSON: " + malformed.getOriginalMessage());
        }
        OpenTask reported = open;
        if (reported == null || json.path("number").asInt() != reported.number()) {
            throw new BadRequestException("no task " + json.path("number") + " is open");
        }
        if (!results.offer(ClientResultJson.read(json), POLL.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new BadRequestException("the result came too late");
        }
        return "{}";
    }

    private static void requireMethod(HttpExchange exchange, String method) throws BadRequestException {
        if (!exchange.getRequestMethod().equals(method)) {
            throw new BadRequestException("use " + method + ", not " + exchange.getRequestMethod());
        }
    }

    /** Answer to a request of the client. */
    private interface Answer {
        String to(HttpExchange exchange) throws IOException, BadRequestException, InterruptedException;
    }

    private static void answer(HttpExchange exchange, Answer answer) throws IOException {
        try (exchange) {
            try {
                send(exchange, 200, answer.to(exchange));
            } catch (BadRequestException bad) {
                send(
                        exchange,
                        400,
                        JSON.createObjectNode().put("error", bad.getMessage()).toString());
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** A request of the client that cannot be understood. */
    static final class BadRequestException extends Exception {

        private static final long serialVersionUID = 1L;

        BadRequestException(String message) {
            super(message);
        }
    }
}
