package dev.roster.testkit.contract.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.roster.testkit.server.LocalHttpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Server that answers requests as a clause says, and records them. Listens on localhost. Safe for use by multiple
 * threads.
 */
public final class PlayedServer implements AutoCloseable {

    private final LocalHttpServer listener;
    private final List<ReceivedRequest> received = new ArrayList<>();
    private final Deque<Reaction> script = new ArrayDeque<>();

    /**
     * Starts the server.
     *
     * @param port the port; 0 for a free one
     * @throws IOException if the port is in use
     */
    public PlayedServer(int port) throws IOException {
        listener = new LocalHttpServer(port, "/", this::play);
    }

    /** Returns the base URL, without a slash at the end. */
    public URI baseUri() {
        return URI.create("http://localhost:" + listener.port());
    }

    /** Answers requests below a path in another way; they are not recorded. */
    public void serve(String path, HttpHandler handler) {
        listener.serve(path, handler);
    }

    /** Forgets all requests, and answers the next ones by these reactions. The last one is repeated. */
    synchronized void play(Reaction... reactions) {
        received.clear();
        script.clear();
        script.addAll(List.of(reactions));
    }

    /** Returns the requests since the last call of {@link #play}, in the order of their arrival. */
    synchronized List<ReceivedRequest> received() {
        return List.copyOf(received);
    }

    private void play(HttpExchange exchange) throws IOException {
        try (exchange) {
            long arrived = System.nanoTime();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            next(new ReceivedRequest(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI(),
                            exchange.getRequestHeaders(),
                            body,
                            arrived))
                    .answer(exchange);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Reaction next(ReceivedRequest request) {
        received.add(request);
        Reaction reaction = script.size() > 1 ? script.poll() : script.peek();
        return reaction == null ? Reaction.cut() : reaction;
    }

    @Override
    public void close() {
        listener.close();
    }
}
