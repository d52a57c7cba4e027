package dev.roster.adapters.http;

import static dev.roster.adapters.http.ErrorAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.roster.adapters.http.jetty.RequestListener;
import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import dev.roster.testkit.fuzz.RawHttpConnection;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RosterServerTest {

    /** One thread per task: the common pool has one thread on two processors, and these tasks wait for each other. */
    private static final Executor THREAD_EACH = task -> new Thread(task, "test").start();

    private static final String LIVE = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";

    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch mayFinish = new CountDownLatch(1);

    @Test
    void listensOnConfiguredAddress() throws Exception {
        try (TestServer server = TestServer.withSettings(HttpSettings.on("127.0.0.1", 0))) {
            assertThat(server.port()).isPositive();
            assertThat(server.baseUri()).isEqualTo(URI.create("http://127.0.0.1:" + server.port()));
            assertThat(server.get("/health/ready").body())
                    .isEqualTo("{\"status\":\"up\",\"parts\":{\"storage\":\"up\"}}");
        }
        try (TestServer everywhere = TestServer.withSettings(HttpSettings.on("0.0.0.0", 0))) {
            assertThat(everywhere.baseUri()).isEqualTo(URI.create("http://localhost:" + everywhere.port()));
            assertThat(everywhere.get("/health/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void reportsPortInUse() {
        try (TestServer first = TestServer.withSettings(HttpSettings.on("127.0.0.1", 0))) {
            HttpSettings taken = HttpSettings.on("127.0.0.1", first.port());

            assertThatExceptionOfType(ServerStartException.class)
                    .isThrownBy(() -> TestServer.withSettings(taken))
                    .withMessageContaining("127.0.0.1:" + first.port())
                    .withMessageContaining("in use");
        }
    }

    @Test
    void reportsUnknownHost() {
        assertThatExceptionOfType(ServerStartException.class)
                .isThrownBy(() -> TestServer.withSettings(HttpSettings.on("host.invalid", 0)))
                .withMessage("cannot listen on host.invalid:0: no such host");
    }

    @Test
    void rejectsInvalidSettings() {
        assertThatIllegalArgumentException().isThrownBy(() -> HttpSettings.on("127.0.0.1", 65_536));
        assertThatIllegalArgumentException().isThrownBy(() -> HttpSettings.on("127.0.0.1", -1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpSettings.on("127.0.0.1", 0).withStopTimeout(Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpSettings.on("127.0.0.1", 0).withKeepAliveTimeout(Duration.ofMillis(-1)));
    }

    /** Jetty caches header lines of a connection, and by default compares their values without case. */
    @Test
    void distinguishesTokensOfOneConnectionByCase() throws Exception {
        try (TestServer server = TestServer.start();
                RawHttpConnection connection = RawHttpConnection.open("127.0.0.1", server.port())) {
            String token = server.newUser().token();
            String request = "GET /users/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n";

            assertThat(connection.exchange(request.formatted(token)).status()).isEqualTo(200);
            assertThat(connection.exchange(request.formatted(token)).status()).isEqualTo(200);
            assertThat(connection
                            .exchange(request.formatted(token.toUpperCase(Locale.ROOT)))
                            .status())
                    .isEqualTo(401);
        }
    }

    /** Measures no time, so that it does not depend on the speed of the machine. */
    @Test
    void keepsIdleConnectionOpenUntilTimeout() throws Exception {
        HttpSettings settings = HttpSettings.on("127.0.0.1", 0);
        try (TestServer brief = TestServer.withSettings(settings.withKeepAliveTimeout(Duration.ofMillis(200)));
                TestServer patient = TestServer.withSettings(settings.withKeepAliveTimeout(Duration.ofMinutes(10)));
                RawHttpConnection closed = RawHttpConnection.open("127.0.0.1", brief.port());
                RawHttpConnection open = RawHttpConnection.open("127.0.0.1", patient.port())) {
            assertThat(open.exchange(LIVE).status()).isEqualTo(200);

            // Waits until the server closes the connection; fails after a minute.
            assertThatExceptionOfType(EOFException.class).isThrownBy(() -> closed.read(false));

            assertThat(open.exchange(LIVE).status()).isEqualTo(200);
        }
    }

    /** Given a connection that may be idle for a short time only. When a request takes longer. Then it is answered. */
    @Test
    void answersRequestsThatTakeLongerThanKeepAliveTimeout() throws Exception {
        AtomicInteger port = new AtomicInteger();
        Storage storage = StorageProxies.runningBefore(new InMemoryStorage(), () -> {
            // The request outlives a connection that was opened during the request and reached the timeout.
            try (RawHttpConnection idle = RawHttpConnection.open("127.0.0.1", port.get())) {
                assertThatExceptionOfType(EOFException.class).isThrownBy(() -> idle.read(false));
            }
        });
        HttpSettings settings = HttpSettings.on("127.0.0.1", 0).withKeepAliveTimeout(Duration.ofSeconds(2));
        try (TestServer server = TestServer.withSettings(settings, storage)) {
            port.set(server.port());

            assertThat(server.get("/users/1").statusCode()).isEqualTo(404);
        }
    }

    /** A server ignores the Host header if the target has an authority (RFC 9112, section 3.2.2). */
    @Test
    void acceptsTargetInAbsoluteFormWithOtherHost() throws Exception {
        try (TestServer server = TestServer.start();
                RawHttpConnection connection = RawHttpConnection.open("127.0.0.1", server.port())) {
            for (String target : List.of("http://a.example/health/live", "http://a.example:81/health/live")) {
                assertThat(connection
                                .exchange("GET " + target + " HTTP/1.1\r\nHost: b.example\r\n\r\n")
                                .status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void closeWaitsForRunningRequests() throws Exception {
        TestServer server = slow(Duration.ofSeconds(60));
        CompletableFuture<HttpResponse<String>> response = server.getAsync("/users/1");
        assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close, THREAD_EACH);
        awaitConnectionRefused(server.port());
        assertThat(closed).isNotDone();
        assertThat(response).isNotDone();
        mayFinish.countDown();

        assertError(response.get(60, TimeUnit.SECONDS), 404, "Not found");
        closed.get(60, TimeUnit.SECONDS);
        server.close();
    }

    @Test
    void closeWaitsAtMostStopTimeout() throws Exception {
        TestServer server = slow(Duration.ofMillis(500));
        try {
            CompletableFuture<HttpResponse<String>> response = server.getAsync("/users/1");
            assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();

            CompletableFuture.runAsync(server::close, THREAD_EACH).get(20, TimeUnit.SECONDS);

            assertThat(response).failsWithin(Duration.ofSeconds(60));
        } finally {
            mayFinish.countDown();
        }
    }

    /**
     * Given a client that has got its response and keeps the connection, while the server still completes the request.
     * When the server is closed. Then the connection does not delay the stop.
     */
    @Test
    void closesConnectionWhoseRequestEndsDuringStop() throws Exception {
        HttpSettings settings = HttpSettings.on("127.0.0.1", 0)
                .withStopTimeout(Duration.ofMinutes(10))
                .withRequestListener(new RequestListener() {
                    @Override
                    public void started() {}

                    @Override
                    public void completed(String method, String route, int status, long nanos) {
                        running.countDown();
                        try {
                            mayFinish.await();
                        } catch (InterruptedException interrupted) {
                            Thread.currentThread().interrupt();
                        }
                    }
                });
        TestServer server = TestServer.withSettings(settings);
        try (RawHttpConnection client = RawHttpConnection.open("127.0.0.1", server.port())) {
            assertThat(client.exchange(LIVE).status()).isEqualTo(200);
            assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();

            CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close, THREAD_EACH);
            awaitConnectionRefused(server.port());
            mayFinish.countDown();

            assertThat(closed).succeedsWithin(Duration.ofMinutes(1));
        }
    }

    @Test
    void runsRequestsOnVirtualThreadsIfAvailable() throws Exception {
        AtomicReference<Thread> thread = new AtomicReference<>();
        Storage storage = StorageProxies.runningBefore(new InMemoryStorage(), () -> thread.set(Thread.currentThread()));
        try (TestServer server = TestServer.withStorage(storage)) {
            server.get("/users/1");
        }
        boolean hasVirtual = Runtime.version().feature() >= 21;
        boolean isVirtual =
                hasVirtual && (boolean) Thread.class.getMethod("isVirtual").invoke(thread.get());

        assertThat(thread.get()).isNotNull();
        assertThat(isVirtual).isEqualTo(hasVirtual);
    }

    /** Starts a server whose requests block until {@code mayFinish}. */
    private TestServer slow(Duration stopTimeout) {
        Storage storage = StorageProxies.runningBefore(new InMemoryStorage(), () -> {
            running.countDown();
            mayFinish.await();
        });
        return TestServer.withSettings(HttpSettings.on("127.0.0.1", 0).withStopTimeout(stopTimeout), storage);
    }

    /** Waits until the port rejects connections. */
    private static void awaitConnectionRefused(int port) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < deadline) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
            } catch (IOException refused) {
                return;
            }
        }
        throw new AssertionError("the port still accepts connections");
    }
}
