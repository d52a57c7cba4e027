package dev.roster.adapters.http.jetty;

import static dev.roster.adapters.http.ErrorAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.http.errors.JettyErrorHandler;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

class RequestThreadsTest {

    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch mayFinish = new CountDownLatch(1);

    @Test
    void rejectsExcessRequestsButAnswersHealth() throws Exception {
        Server server = new Server(RequestThreads.pool());
        ServerConnector connector = new ServerConnector(server);
        server.addConnector(connector);
        server.setErrorHandler(new JettyErrorHandler());
        server.setHandler(new Waiting());
        server.insertHandler(RequestThreads.limit(1, 1, Duration.ofMillis(200)));
        server.start();
        try {
            int port = connector.getLocalPort();
            CompletableFuture<HttpResponse<String>> first = get(port, "/slow");
            assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();

            HttpResponse<String> waitedTooLong = get(port, "/slow").get(60, TimeUnit.SECONDS);
            HttpResponse<String> health = get(port, "/health/live").get(60, TimeUnit.SECONDS);
            mayFinish.countDown();

            assertError(waitedTooLong, 503, "Service unavailable");
            assertThat(waitedTooLong.headers().firstValue("Retry-After")).contains("1");
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(first.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            assertThat(get(port, "/slow").get(60, TimeUnit.SECONDS).statusCode())
                    .isEqualTo(200);
        } finally {
            mayFinish.countDown();
            server.stop();
        }
    }

    private static CompletableFuture<HttpResponse<String>> get(int port, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .build();
        return HttpClient.newHttpClient().sendAsync(request, BodyHandlers.ofString());
    }

    /** Responds to health checks at once, and to all other requests after {@code mayFinish}. */
    private final class Waiting extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            if (!Request.getPathInContext(request).startsWith("/health/")) {
                running.countDown();
                mayFinish.await();
            }
            callback.succeeded();
            return true;
        }
    }
}
