package dev.roster.adapters.http.jetty;

import static dev.roster.adapters.http.ErrorAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.http.request.ClientAddresses;
import dev.roster.adapters.http.request.TrustedProxies;
import dev.roster.testkit.fuzz.RawHttpConnection;
import dev.roster.testkit.fuzz.RawHttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

class ClientRequestsTest {

    private final BlockingQueue<Callback> running = new LinkedBlockingQueue<>();
    private final Semaphore decided = new Semaphore(0);

    /** Given a client with one running and three waiting requests. Then a fifth is rejected, and others are answered. */
    @Test
    void limitsRequestsOfOneClient() throws Exception {
        try (JettyServer server = start()) {
            List<RawHttpConnection> sent = new ArrayList<>();
            List<RawHttpResponse> rejected = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                RawHttpConnection connection = server.connect();
                connection.write(get("/", "192.0.2.1"));
                sent.add(connection);
            }
            // A request that arrives after the first one has ended would find a free place.
            assertThat(decided.tryAcquire(5, 1, TimeUnit.MINUTES)).isTrue();
            Callback first = next();

            try (RawHttpConnection other = server.connect();
                    RawHttpConnection proxy = server.connect();
                    RawHttpConnection health = server.connect()) {
                other.write(get("/", "192.0.2.2"));
                next().succeeded();
                assertThat(other.read(false).status()).isEqualTo(200);
                proxy.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                next().succeeded();
                assertThat(proxy.read(false).status()).isEqualTo(200);
                health.write(get("/health/live", "192.0.2.1"));
                next().succeeded();
                assertThat(health.read(false).status()).isEqualTo(200);
            }
            assertThat(running).isEmpty();
            first.succeeded();
            for (int i = 0; i < 3; i++) {
                next().succeeded();
            }

            for (RawHttpConnection connection : sent) {
                RawHttpResponse response = connection.read(false);
                if (response.status() != 200) {
                    rejected.add(response);
                }
                connection.close();
            }
            assertThat(rejected).hasSize(1);
            assertError(rejected.get(0), 429, "Too many requests");
            assertThat(rejected.get(0).header("Retry-After")).contains("1");
        }
    }

    @Test
    void freesPlaceOfEndedRequest() throws Exception {
        try (JettyServer server = start();
                RawHttpConnection connection = server.connect()) {
            for (int i = 0; i < 10; i++) {
                connection.write(get("/", "192.0.2.1"));
                next().succeeded();
                assertThat(connection.read(false).status()).isEqualTo(200);
            }
        }
    }

    private JettyServer start() throws Exception {
        ClientAddresses clients = new ClientAddresses(TrustedProxies.parse("127.0.0.1"));
        return new JettyServer()
                .start(new Held(), new ClientRequests(clients, new ClientLimits(99, 1)), new Counting());
    }

    private static String get(String path, String client) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: " + client + "\r\n\r\n";
    }

    private Callback next() throws InterruptedException {
        Callback next = running.poll(1, TimeUnit.MINUTES);
        assertThat(next).as("running request").isNotNull();
        return next;
    }

    /** Counts the requests that run, wait or were rejected. */
    private final class Counting extends Handler.Wrapper {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            boolean handled = super.handle(request, response, callback);
            decided.release();
            return handled;
        }
    }

    /** Keeps requests running until the test ends them. */
    private final class Held extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            running.add(callback);
            return true;
        }
    }
}
