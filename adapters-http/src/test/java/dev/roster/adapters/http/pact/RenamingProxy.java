package dev.roster.adapters.http.pact;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** In front of a server, as if a field had been renamed in its answers. */
final class RenamingProxy implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI server;
    private final String from;
    private final String to;
    private final HttpServer proxy;

    RenamingProxy(URI server, String from, String to) throws IOException {
        this.server = server;
        this.from = "\"" + from + "\":";
        this.to = "\"" + to + "\":";
        proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", this::pass);
        proxy.start();
    }

    URI baseUri() {
        return URI.create("http://127.0.0.1:" + proxy.getAddress().getPort());
    }

    private void pass(HttpExchange exchange) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(exchange.getRequestURI()))
                .method(
                        exchange.getRequestMethod(),
                        BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        for (String passedOn : List.of("Authorization", "Content-Type", "Accept")) {
            List<String> values = exchange.getRequestHeaders().getOrDefault(passedOn, List.of());
            values.forEach(value -> request.header(passedOn, value));
        }
        try {
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            answer.headers().map().forEach((name, values) -> {
                if (!name.equalsIgnoreCase("Content-Length")) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            byte[] body = answer.body().replace(from, to).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.statusCode(), body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    @Override
    public void close() {
        proxy.stop(0);
    }
}
