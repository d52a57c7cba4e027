package dev.roster.adapters.http.jetty;

import static dev.roster.adapters.http.ErrorAssertions.assertError;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.http.request.ClientAddresses;
import dev.roster.adapters.http.request.ReceivedBody;
import dev.roster.adapters.http.request.TrustedProxies;
import dev.roster.testkit.fuzz.RawHttpConnection;
import dev.roster.testkit.fuzz.RawHttpResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

class RequestBodiesTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final BodyDeadline PATIENT = new BodyDeadline(Duration.ofHours(1), 1, Duration.ofHours(1));
    private static final ClientAddresses CLIENTS = new ClientAddresses(TrustedProxies.parse("127.0.0.2"));
    private static final long ENOUGH = 1 << 20;

    private static String post(int length) {
        return "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n";
    }

    @Test
    void answersOthersWhileBodiesAreIncomplete() throws Exception {
        RequestBodies bodies = new RequestBodies(CLIENTS, ClientLimits.DEFAULT, PATIENT, ENOUGH);
        try (JettyServer server = start(bodies)) {
            List<RawHttpConnection> slow = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                slow.add(server.connect());
                slow.get(i).write(post(2) + "a");
            }
            awaitIncomplete(bodies, 20);

            try (RawHttpConnection other = server.connect()) {
                assertThat(other.exchange(GET).text()).isEqualTo("0 bytes, failure 0");
                assertThat(other.exchange(post(3) + "abc").text()).isEqualTo("3 bytes, failure 0");
            }
            for (RawHttpConnection connection : slow) {
                assertThat(connection.exchange("b").text()).isEqualTo("2 bytes, failure 0");
                connection.close();
            }
            assertThat(bodies.incompleteRequests()).isZero();
        }
    }

    @Test
    void endsBodyThatIsTooSlow() throws Exception {
        BodyDeadline brief = new BodyDeadline(Duration.ofMillis(50), 1_000_000, Duration.ofMillis(100));
        try (JettyServer server = start(new RequestBodies(CLIENTS, ClientLimits.OFF, brief, ENOUGH));
                RawHttpConnection slow = server.connect();
                RawHttpConnection other = server.connect()) {
            slow.write(post(2) + "a");

            assertThat(slow.read(false).text()).isEqualTo("0 bytes, failure 408");
            assertThat(other.exchange(post(1) + "a").text()).isEqualTo("1 bytes, failure 0");
        }
    }

    @Test
    void furtherBodyDisplacesThatWithFewestBytes() throws Exception {
        String most = "a".repeat(1_000);
        RequestBodies bodies = new RequestBodies(CLIENTS, new ClientLimits(9, 2), PATIENT, ENOUGH);
        try (JettyServer server = start(bodies);
                RawHttpConnection first = server.connect();
                RawHttpConnection second = server.connect();
                RawHttpConnection third = server.connect()) {
            first.write(post(1_001) + most);
            awaitIncomplete(bodies, 1);
            second.write(post(4) + "a");
            awaitIncomplete(bodies, 2);
            third.write(post(1_001) + most);

            RawHttpResponse displaced = second.read(false);

            assertError(displaced, 429, "Too many requests");
            assertThat(displaced.header("Retry-After")).contains("1");
            assertThat(first.exchange("a").text()).isEqualTo("1001 bytes, failure 0");
            assertThat(third.exchange("a").text()).isEqualTo("1001 bytes, failure 0");
        }
    }

    @Test
    void boundsBytesOfOneClientAndOfAll() throws Exception {
        RequestBodies bodies = new RequestBodies(CLIENTS, ClientLimits.DEFAULT, PATIENT, 4_000);
        try (JettyServer server = start(bodies);
                RawHttpConnection first = server.connect();
                RawHttpConnection second = server.connect();
                RawHttpConnection third = server.connect()) {
            first.write(post(990) + "a".repeat(989));
            awaitIncomplete(bodies, 1);

            RawHttpResponse rejected = second.exchange(post(20) + "a".repeat(20));

            assertError(rejected, 503, "Service unavailable");
            assertThat(rejected.header("Retry-After")).contains("1");
            assertThat(third.exchange(post(1) + "a").text()).isEqualTo("1 bytes, failure 0");
            assertThat(first.exchange("a").text()).isEqualTo("990 bytes, failure 0");
            awaitAccepted(server, post(900) + "a".repeat(900));
        }
    }

    @Test
    void discardsTooLargeBody() throws Exception {
        try (JettyServer server = start(new RequestBodies(CLIENTS, ClientLimits.DEFAULT));
                RawHttpConnection connection = server.connect()) {
            assertThat(connection.exchange(post(2 << 20) + "a".repeat(2 << 20)).text())
                    .isEqualTo("0 bytes, failure 413");
            assertThat(connection.exchange(post(99_999_999)).text()).isEqualTo("0 bytes, failure 413");
        }
    }

    /** Waits until the bytes of requests that have ended are free again, shortly after their responses. */
    private static void awaitAccepted(JettyServer server, String request) throws IOException {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        int status;
        do {
            assertThat(System.nanoTime()).isLessThan(deadline);
            try (RawHttpConnection connection = server.connect()) {
                status = connection.exchange(request).status();
            }
        } while (status == 503);
        assertThat(status).isEqualTo(200);
    }

    /** Starts a server that runs one request at a time. */
    private static JettyServer start(RequestBodies bodies) throws Exception {
        return new JettyServer().start(new Counting(), RequestThreads.limit(1, 9, Duration.ofMinutes(1)), bodies);
    }

    private static void awaitIncomplete(RequestBodies bodies, int number) {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (bodies.incompleteRequests() != number) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /** Responds with what was received. */
    private static final class Counting extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            ReceivedBody body = request.getAttribute(ReceivedBody.class.getName()) instanceof ReceivedBody received
                    ? received
                    : ReceivedBody.of(new byte[0]);
            String text = body.bytes().length + " bytes, failure " + body.failure();
            response.write(true, ByteBuffer.wrap(text.getBytes(US_ASCII)), callback);
            return true;
        }
    }
}
