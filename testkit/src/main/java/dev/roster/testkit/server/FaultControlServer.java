package dev.roster.testkit.server;

import static java.util.stream.Collectors.joining;

import com.sun.net.httpserver.HttpExchange;
import dev.roster.testkit.conformance.fault.FaultControl;
import dev.roster.testkit.conformance.fault.HttpFaultControl;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Offers a fault control, such as a {@link TcpProxy}, by HTTP on localhost, so that {@code roster-conformance.jar} and
 * other processes can use it. {@link HttpFaultControl} describes the requests. Safe for use by multiple threads; causes
 * one fault at a time.
 */
public final class FaultControlServer implements AutoCloseable {

    private static final Pattern MILLIS = Pattern.compile("(?:.*&)?millis=([0-9]{1,9})(?:&.*)?");

    private final FaultControl faults;
    private final LocalHttpServer listener;
    private final Map<String, Action> actions;

    /**
     * Starts the server.
     *
     * @param port the port; 0 for a free one
     * @throws IOException if the port is in use
     */
    public FaultControlServer(int port, FaultControl faults) throws IOException {
        this.faults = faults;
        actions = Map.of(
                "/cut", query -> faults.cut(),
                "/slow", query -> faults.slow(delay(query)),
                "/forward", query -> faults.forward(),
                "/stop", query -> faults.stop(),
                "/restart", query -> faults.restart());
        listener = new LocalHttpServer(port, "/", this::answer);
    }

    /** Returns the base URI for clients. */
    public URI baseUri() {
        return URI.create("http://localhost:" + listener.port());
    }

    @Override
    public void close() {
        listener.close();
    }

    private interface Action {
        void run(String query) throws Exception;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            Action action = actions.get(path);
            if (action == null && !path.equals("/")) {
                send(
                        exchange,
                        404,
                        "unknown path " + path + "; accepted are GET / and POST "
                                + String.join(
                                        ", ", actions.keySet().stream().sorted().toList()));
                return;
            }
            String method = action == null ? "GET" : "POST";
            if (!exchange.getRequestMethod().equals(method)) {
                exchange.getResponseHeaders().set("Allow", method);
                send(
                        exchange,
                        405,
                        path + " requires " + method + ", but the method was " + exchange.getRequestMethod());
            } else if (action == null) {
                LocalHttpServer.respond(
                        exchange,
                        200,
                        "application/json",
                        faults.kinds().stream()
                                .map(kind -> "\"" + HttpFaultControl.word(kind) + "\"")
                                .collect(joining(", ", "{\"faults\": [", "]}")));
            } else {
                run(exchange, action);
            }
        }
    }

    private synchronized void run(HttpExchange exchange, Action action) throws IOException {
        String path = exchange.getRequestURI().getPath();
        try {
            action.run(String.valueOf(exchange.getRequestURI().getRawQuery()));
            exchange.sendResponseHeaders(204, -1);
        } catch (BadRequestException bad) {
            send(exchange, 400, String.valueOf(bad.getMessage()));
        } catch (UnsupportedOperationException unsupported) {
            send(exchange, 501, "this fault control cannot do " + path);
        } catch (Exception failed) {
            send(exchange, 500, path + " failed: " + failed);
        }
    }

    private static Duration delay(String query) throws BadRequestException {
        Matcher millis = MILLIS.matcher(query);
        if (!millis.matches()) {
            throw new BadRequestException("/slow requires the delay in milliseconds, such as /slow?millis=60000, but "
                    + (query.equals("null") ? "there was no query" : "the query was '" + query + "'"));
        }
        return Duration.ofMillis(Long.parseLong(millis.group(1)));
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        LocalHttpServer.respond(exchange, status, "text/plain; charset=utf-8", text);
    }

    private static final class BadRequestException extends Exception {

        private static final long serialVersionUID = 1L;

        BadRequestException(String message) {
            super(message);
        }
    }
}
