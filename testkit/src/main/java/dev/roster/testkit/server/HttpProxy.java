package dev.roster.testkit.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
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

/**
 * HTTP proxy that changes responses, or serves a server below a path. Tests use it to show that a contract detects a
 * faulty server, and that a server works below a path. Safe for use by
 * multiple threads.
 */
public final class HttpProxy implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Headers of a single connection, which are not forwarded. */
    private static final Set<String> HOP_BY_HOP_HEADERS = Set.of(
            "connection", "content-length", "host", "keep-alive", "transfer-encoding", "upgrade", "http2-settings");

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final LocalHttpServer listener;
    private final String server;
    private final String prefix;
    private final Change change;

    private HttpProxy(URI server, String prefix, Change change) throws IOException {
        this.server = server.toString().replaceFirst("/$", "");
        this.prefix = prefix;
        this.change = change;
        listener = new LocalHttpServer(0, prefix + "/", this::forward);
    }

    /**
     * Starts a proxy on a free port.
     *
     * @param server the server to which requests are forwarded
     * @param change the change applied to each response
     */
    public static HttpProxy inFrontOf(URI server, Change change) throws IOException {
        return new HttpProxy(server, "", change);
    }

    /**
     * Starts a proxy on a free port that serves the server below a path and changes nothing else.
     *
     * @param prefix the path without a trailing slash, such as {@code /roster}, which is removed from requests
     */
    public static HttpProxy servingBelow(String prefix, URI server) throws IOException {
        return new HttpProxy(server, prefix, (method, path, answer) -> answer);
    }

    /** Change of responses. */
    @FunctionalInterface
    public interface Change {

        /**
         * Returns the response to send to the client. Called for each response.
         *
         * @param method the method of the request
         * @param path the path of the request, without the query
         * @return the changed response, or {@code answer} itself to change nothing
         */
        Response apply(String method, String path, Response answer);
    }

    /**
     * HTTP response.
     *
     * @param headers the headers by name in lower case
     * @param body the body as Latin-1, which preserves every byte
     */
    public record Response(int status, Map<String, List<String>> headers, String body) {

        /** Returns a copy with another status. */
        public Response withStatus(int other) {
            return new Response(other, headers, body);
        }

        /** Returns a copy with another body. */
        public Response withBody(String other) {
            return new Response(status, headers, other);
        }

        /** Returns a copy without a header. */
        public Response without(String header) {
            Map<String, List<String>> fewer = new TreeMap<>(headers);
            fewer.remove(header.toLowerCase(Locale.ROOT));
            return new Response(status, fewer, body);
        }

        /** Returns a copy with a header, which replaces headers of the same name. */
        public Response with(String header, String value) {
            Map<String, List<String>> more = new TreeMap<>(headers);
            more.put(header.toLowerCase(Locale.ROOT), List.of(value));
            return new Response(status, more, body);
        }
    }

    /** Returns the base URI for clients. */
    public URI baseUri() {
        return URI.create("http://localhost:" + listener.port() + prefix);
    }

    @Override
    public void close() {
        listener.close();
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
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(server + exchange.getRequestURI().toString().substring(prefix.length())))
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
            // The length in a response to HEAD is forwarded, because there is no body to count.
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
