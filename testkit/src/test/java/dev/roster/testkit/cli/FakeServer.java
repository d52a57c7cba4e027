package dev.roster.testkit.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Server that accepts every registration, stores nothing, and rejects all other requests. */
final class FakeServer implements AutoCloseable {

    /** Path whose response never ends. */
    static final String ENDLESS = "/endless";

    static final String TOKEN = "opaque-0123456789-abcdef";

    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger users = new AtomicInteger();
    private final HttpServer server;

    FakeServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI baseUri() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/api");
    }

    int users() {
        return users.get();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("X-Request-Id", "1");
            exchange.getResponseHeaders().add("Cache-Control", "no-store");
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            if (exchange.getRequestURI().getPath().endsWith(ENDLESS)) {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().flush();
                closed.await();
            } else if (exchange.getRequestURI().getPath().equals("/api/auth/register")) {
                String user = "{\"id\":" + users.incrementAndGet() + ",\"email\":\"ann@example.com\",\"token\":\""
                        + TOKEN + "\",\"\u001b[31m\":1}";
                send(exchange, 201, user);
            } else {
                send(exchange, 403, "{\"status\":403,\"error\":\"Forbidden\",\"detail\":\"no\",\"requestId\":\"1\"}");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, exchange.getRequestMethod().equals("HEAD") ? -1 : bytes.length);
        if (!exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
