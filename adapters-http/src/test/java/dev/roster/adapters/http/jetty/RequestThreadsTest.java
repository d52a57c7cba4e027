package dev.roster.adapters.http.jetty;

import static dev.roster.adapters.http.ErrorAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.http.errors.JettyErrorHandler;
import dev.roster.testkit.fuzz.RawHttpConnection;
import dev.roster.testkit.fuzz.RawHttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
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
            CompletableFuture<RawHttpResponse> first =
                    CompletableFuture.supplyAsync(() -> get(port, "/slow"), task -> new Thread(task, "test").start());
            assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();

            RawHttpResponse waitedTooLong = get(port, "/slow");
            RawHttpResponse health = get(port, "/health/live");
            mayFinish.countDown();

            assertError(waitedTooLong, 503, "Service unavailable");
            assertThat(waitedTooLong.header("Retry-After")).contains("1");
            assertThat(health.status()).isEqualTo(200);
            assertThat(first.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
            assertThat(get(port, "/slow").status()).isEqualTo(200);
        } finally {
            mayFinish.countDown();
            server.stop();
        }
    }

    private static RawHttpResponse get(int port, String path) {
        try {
            return RawHttpConnection.sendAndAwaitClose(
                    port, "GET " + path + " HTTP/1.1\nHost: x\nConnection: close\n\n");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
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
