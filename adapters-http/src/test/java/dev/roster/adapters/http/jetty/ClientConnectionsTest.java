package dev.roster.adapters.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.adapters.http.request.ClientAddresses;
import dev.roster.adapters.http.request.TrustedProxies;
import dev.roster.testkit.fuzz.RawHttpConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientConnectionsTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    private final AtomicLong nanos = new AtomicLong();

    @Test
    @Timeout(60)
    void replacesIdleConnectionOfSameClient() throws Exception {
        try (JettyServer server = start(new ClientLimits(2, 9), "");
                RawHttpConnection idle = server.connect();
                RawHttpConnection busy = server.connect()) {
            assertThat(idle.exchange(GET).status()).isEqualTo(200);
            busy.write("GET / HT");

            // A connection is idle shortly after its response.
            while (!isAnswered(server)) {
                Thread.onSpinWait();
            }

            assertClosed(idle);
            assertThat(busy.exchange("TP/1.1\r\nHost: x\r\n\r\n").status()).isEqualTo(200);
        }
    }

    @Test
    void closesConnectionBeyondLimitIfNoneIsIdle() throws Exception {
        JettyServer server = new JettyServer();
        ClientConnections connections = connections(server, new ClientLimits(1, 9), "");
        try (server) {
            server.start(new Ok());
            try (RawHttpConnection first = server.connect()) {
                first.write("GET / HT");
                awaitIncompleteHeader(connections);
                try (RawHttpConnection second = server.connect()) {
                    assertClosed(second);
                }
                assertThat(first.exchange("TP/1.1\r\nHost: x\r\n\r\n").status()).isEqualTo(200);
            }
        }
    }

    @Test
    void doesNotLimitTrustedProxy() throws Exception {
        try (JettyServer server = start(new ClientLimits(1, 9), "127.0.0.1");
                RawHttpConnection first = server.connect();
                RawHttpConnection second = server.connect()) {
            first.write("GET / HT");

            assertThat(second.exchange(GET).status()).isEqualTo(200);
        }
    }

    /** Given a client that sends a byte now and then. Then neither the bytes nor line breaks extend its time. */
    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nX: y", "\r\n\r\n\r\n\r\n\r\n\r\n"})
    void closesConnectionWhoseHeaderIsLate(String bytes) throws Exception {
        JettyServer server = new JettyServer();
        ClientConnections connections = connections(server, ClientLimits.DEFAULT, "");
        try (server;
                RawHttpConnection late = server.start(new Ok()).connect();
                RawHttpConnection idle = server.connect()) {
            assertThat(idle.exchange(GET).status()).isEqualTo(200);
            assertThat(late.exchange(GET).status()).isEqualTo(200);
            connections.closeLate();
            late.write(bytes.substring(0, 4));
            long began = System.nanoTime();
            while (connections.incompleteHeaders() == 0) {
                assertThat(System.nanoTime() - began)
                        .isLessThan(Duration.ofMinutes(1).toNanos());
                connections.closeLate();
            }

            nanos.addAndGet(ClientConnections.HEADER_TIMEOUT.toNanos() - 1);
            late.write(bytes.substring(4, 8));
            connections.closeLate();
            late.write(bytes.substring(8));
            nanos.addAndGet(1);
            connections.closeLate();

            assertClosed(late);
            assertThat(idle.exchange(GET).status()).isEqualTo(200);
        }
    }

    private JettyServer start(ClientLimits limits, String trusted) throws Exception {
        JettyServer server = new JettyServer();
        connections(server, limits, trusted);
        return server.start(new Ok());
    }

    private ClientConnections connections(JettyServer server, ClientLimits limits, String trusted) {
        ClientConnections connections = new ClientConnections(
                server.connector(), new ClientAddresses(TrustedProxies.parse(trusted)), limits, nanos::get);
        server.connector().addBean(connections);
        return connections;
    }

    private static void awaitIncompleteHeader(ClientConnections connections) {
        long began = System.nanoTime();
        while (connections.incompleteHeaders() == 0) {
            assertThat(System.nanoTime() - began)
                    .isLessThan(Duration.ofMinutes(1).toNanos());
            connections.closeLate();
        }
    }

    private static boolean isAnswered(JettyServer server) {
        try (RawHttpConnection connection = server.connect()) {
            return connection.exchange(GET).status() == 200;
        } catch (IOException closed) {
            return false;
        }
    }

    private static void assertClosed(RawHttpConnection connection) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> connection.read(false));
    }

    private static final class Ok extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            callback.succeeded();
            return true;
        }
    }
}
