package dev.roster.adapters.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.http.HttpSettings;
import dev.roster.adapters.http.TestServer;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import dev.roster.testkit.fuzz.RawHttpConnection;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestObserverTest {

    private final Recorder recorder = new Recorder();
    private final CountDownLatch proceed = new CountDownLatch(1);
    private final TestServer server = TestServer.withSettings(
            HttpSettings.on("127.0.0.1", 0).withRequestListener(recorder),
            new ForwardingStorage(new InMemoryStorage()) {
                @Override
                public void ping() {
                    awaitProceed();
                }
            });

    /** Records completed requests as lines such as {@code GET /users/{id} 404}. */
    private static final class Recorder implements RequestListener {
        private final Semaphore running = new Semaphore(0);
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        @Override
        public void started() {
            running.release();
        }

        @Override
        public void completed(String method, String route, int status, long nanos) {
            boolean wasStarted = running.tryAcquire();
            lines.add(method + " " + route + " " + status + (nanos > 0 && wasStarted ? "" : " not started"));
        }

        String next() throws InterruptedException {
            return String.valueOf(lines.poll(60, TimeUnit.SECONDS));
        }
    }

    @AfterEach
    void close() {
        proceed.countDown();
        server.close();
    }

    @Test
    void reportsRoutePatternMethodAndStatus() throws Exception {
        String token = server.newUser().token();
        assertThat(recorder.next()).isEqualTo("POST /auth/register 201");

        server.get("/users/123456");
        server.get("/users/me", TestServer.bearer(token));
        server.get("/posts?page=1&author=17");
        server.send("HEAD", "/posts", "");
        server.get("/posts", "Accept", "text/csv");

        assertThat(recorder.next()).isEqualTo("GET /users/{id} 404");
        assertThat(recorder.next()).isEqualTo("GET /users/me 200");
        assertThat(recorder.next()).isEqualTo("GET /posts 200");
        assertThat(recorder.next()).isEqualTo("HEAD /posts 200");
        assertThat(recorder.next()).isEqualTo("GET /posts 406");
    }

    @Test
    void reportsNothingThatClientsCanMakeUp() throws Exception {
        try (RawHttpConnection connection = RawHttpConnection.open("127.0.0.1", server.port())) {
            server.get("/nowhere/" + System.nanoTime());
            assertThat(recorder.next()).isEqualTo("GET UNMATCHED 404");

            server.send("DELETE", "/auth/login", "");
            assertThat(recorder.next()).isEqualTo("DELETE UNMATCHED 405");

            connection.exchange("BREW /posts HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(recorder.next()).startsWith("OTHER UNMATCHED 4");
        }
    }

    @Test
    void reportsMalformedRequests() throws Exception {
        try (RawHttpConnection connection = RawHttpConnection.open("127.0.0.1", server.port())) {
            connection.exchange("GET /posts HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n");

            assertThat(recorder.next()).isEqualTo("GET UNMATCHED 400");
        }
    }

    @Test
    void reportsStartBeforeEnd() throws Exception {
        var ready = server.getAsync("/health/ready");

        assertThat(recorder.running.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
        assertThat(recorder.lines).isEmpty();
        recorder.running.release();
        proceed.countDown();

        assertThat(ready.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(recorder.next()).isEqualTo("GET /health/ready 200");
    }

    @Test
    void reportsRequestOfVanishedClient() throws Exception {
        try (RawHttpConnection connection = RawHttpConnection.open("127.0.0.1", server.port())) {
            connection.write("GET /health/ready HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(recorder.running.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            recorder.running.release();
        }
        proceed.countDown();

        assertThat(recorder.next()).isEqualTo("GET /health/ready 200");
        assertThat(recorder.running.tryAcquire()).isFalse();
    }

    private void awaitProceed() {
        try {
            assertThat(proceed.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
