package dev.roster.testkit.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server with a fault: it passes requests on to another one and changes the answers, so that a test can show that a
 * contract notices. Safe for use by many threads.
 */
public final class HttpProxy implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Headers of one connection, which each side makes for itself. */
    private static final Set<String> HOP_BY_HOP_HEADERS = Set.of(
            "connection", "content-length", "host", "keep-alive", "transfer-encoding", "upgrade", "http2-settings");

    static {
        // Without it each answer with a body waits 40 ms for the client's acknowledgement of its headers.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final ExecutorService threads = Executors.newCachedThreadPool(HttpProxy::daemon);
    private final HttpServer listener;
    private final String server;
    private final Change change;

    private HttpProxy(URI server, Change change) throws IOException {
        this.server = server.toString().replaceFirst("/$", "");
        this.change = change;
        listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        listener.createContext("/", this::forward);
        listener.setExecutor(threads);
        listener.start();
    }

    /**
     * Listens on a free port.
     *
     * @param server to which requests go
     * @param change what becomes of the answers
     */
    public static HttpProxy inFrontOf(URI server, Change change) throws IOException {
        return new HttpProxy(server, change);
    }

    /** What becomes of an answer. */
    @FunctionalInterface
    public interface Change {

        /**
         * Called with each answer.
         *
         * @param method of the request
         * @param path of the request, without its query
         * @return what the client gets; the answer itself to leave it alone
         */
        Response apply(String method, String path, Response answer);
    }

    /**
     * An answer.
     *
     * @param headers by their names, in lower case
     * @param body as Latin-1, so that no byte of it is lost
     */
    public record Response(int status, Map<String, List<String>> headers, String body) {

        /** With another status. */
        public Response withStatus(int other) {
            return new Response(other, headers, body);
        }

        /** With another body. */
        public Response withBody(String other) {
            return new Response(status, headers, other);
        }

        /** Without a header, if it has it. */
        public Response without(String header) {
            Map<String, List<String>> fewer = new TreeMap<>(headers);
            fewer.remove(header.toLowerCase(Locale.ROOT));
            return new Response(status, fewer, body);
        }

        /** With a header, in place of those of its name. */
        public Response with(String header, String value) {
            Map<String, List<String>> more = new TreeMap<>(headers);
            more.put(header.toLowerCase(Locale.ROOT), List.of(value));
            return new Response(status, more, body);
        }
    }

    /** Where clients find it. */
    public URI baseUri() {
        return URI.create("http://localhost:" + listener.getAddress().getPort());
    }

    @Override
    public void close() {
        listener.stop(0);
        threads.shutdownNow();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "http proxy");
        thread.setDaemon(true);
        return thread;
    }

    private void forward(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            Response answer = fetch(exchange);
            send(exchange, change.apply(method, exchange.getRequestURI().getPath(), answer));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private Response fetch(HttpExchange exchange) throws IOException, InterruptedException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + exchange.getRequestURI()))
                .timeout(TIMEOUT)
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders()
                .forEach((name, values) -> values.stream()
                        .filter(value -> isForwarded(name))
                        .forEach(value -> request.header(name, value)));
        HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
        Map<String, List<String>> headers = new TreeMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        return new Response(response.statusCode(), headers, new String(response.body(), StandardCharsets.ISO_8859_1));
    }

    private static void send(HttpExchange exchange, Response answer) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        answer.headers().forEach((name, values) -> {
            // The length of what a HEAD leaves out is told; any other is counted again.
            if (isForwarded(name)
                    || (name.equals("content-length")
                            && exchange.getRequestMethod().equals("HEAD"))) {
                headers.put(name, new ArrayList<>(values));
            }
        });
        byte[] body = answer.body().getBytes(StandardCharsets.ISO_8859_1);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    private static boolean isForwarded(String header) {
        return !HOP_BY_HOP_HEADERS.contains(header.toLowerCase(Locale.ROOT));
    }
}
