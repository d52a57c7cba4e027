package dev.roster.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpProxyTest {

    private HttpServer server;
    private URI base;

    /** Starts a server that responds with the request it received. */
    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                String told = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().get("X-Colour") + " "
                        + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                byte[] body = told.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("X-Kept", "yes");
                exchange.getResponseHeaders().add("X-Dropped", "no");
                boolean head = exchange.getRequestMethod().equals("HEAD");
                if (head) {
                    exchange.getResponseHeaders().add("Content-Length", "7");
                }
                exchange.sendResponseHeaders(200, head ? -1 : body.length);
                if (!head) {
                    exchange.getResponseBody().write(body);
                }
            }
        });
        server.start();
        base = URI.create("http://localhost:" + server.getAddress().getPort() + "/api/");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static HttpResponse<String> send(HttpProxy proxy, String method, String target, String body)
            throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(proxy.baseUri() + target))
                                .header("X-Colour", "red")
                                .header("X-Colour", "blue")
                                .method(
                                        method,
                                        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
    }

    @Test
    void forwardsUnchangedResponses() throws Exception {
        try (HttpProxy proxy = HttpProxy.inFrontOf(base, (method, path, answer) -> answer)) {
            HttpResponse<String> answer = send(proxy, "PATCH", "/users/1?x=%C3%A4", "Zoë 😀");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("PATCH /api/users/1?x=%C3%A4 [red, blue] Zoë 😀");
            assertThat(answer.headers().firstValue("X-Kept")).contains("yes");
            HttpResponse<String> head = send(proxy, "HEAD", "/users/1", "");
            assertThat(head.body()).isEmpty();
            assertThat(head.headers().firstValue("Content-Length")).contains("7");
        }
    }

    @Test
    void changesResponses() throws Exception {
        try (HttpProxy proxy = HttpProxy.inFrontOf(
                base,
                (method, path, answer) -> method.equals("GET") && path.equals("/users")
                        ? answer.withStatus(418)
                                .without("X-Dropped")
                                .with("X-Made", "up")
                                .withBody(answer.body().replace("GET", "GOT"))
                        : answer)) {
            HttpResponse<String> changed = send(proxy, "GET", "/users?a=b", "");

            assertThat(changed.statusCode()).isEqualTo(418);
            assertThat(changed.body()).startsWith("GOT ");
            assertThat(changed.headers().map()).containsKeys("x-kept", "x-made").doesNotContainKey("x-dropped");
            assertThat(send(proxy, "POST", "/users", "x").statusCode()).isEqualTo(200);
        }
    }
}
