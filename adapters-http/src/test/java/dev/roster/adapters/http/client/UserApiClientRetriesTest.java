package dev.roster.adapters.http.client;

import static dev.roster.adapters.http.client.MisbehavingServer.respondingWith;
import static dev.roster.adapters.http.client.MisbehavingServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.port.directory.DirectoryUnavailableException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserUpdate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserApiClientRetriesTest {

    private static final UserId ID = new UserId(1);
    private static final EmailAddress EMAIL = new EmailAddress("ann@example.com");
    private static final String FOUND_RESPONSE = response(200, "", MisbehavingServer.USER);

    /** After an empty response, the JDK's client retries reading requests by itself. */
    private static final String CONNECTION_CLOSED = "";

    private static final String TRUNCATED_RESPONSE = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{";
    private static final String BUSY_RESPONSE = response(503, "", "busy");

    @Test
    void retriesReadsAfterBusyOrLostConnection() throws IOException {
        for (String first : List.of(CONNECTION_CLOSED, TRUNCATED_RESPONSE, BUSY_RESPONSE, busyFor("0"))) {
            try (MisbehavingServer server = respondingWith(first, first, FOUND_RESPONSE)) {
                assertThat(server.client().findById(ID)).isPresent();
                assertThat(server.requests()).isEqualTo(3);
            }
        }
    }

    @Test
    void readsAtMostThreeTimes() throws IOException {
        for (String answer : List.of(TRUNCATED_RESPONSE, BUSY_RESPONSE)) {
            try (MisbehavingServer server = respondingWith(answer)) {
                assertUnavailable(() -> server.client().findById(ID));
                assertThat(server.requests()).isEqualTo(RetryingHttpClient.MAX_ATTEMPTS);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"61", "999999999", "Wed, 21 Oct 2099 07:28:00 GMT"})
    void doesNotRetryBeforeRetryAfter(String retryAfter) throws IOException {
        try (MisbehavingServer server = respondingWith(busyFor(retryAfter), FOUND_RESPONSE)) {
            assertUnavailable(() -> server.client().findById(ID));
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void retriesChangesIfServerChangedNothing() throws IOException {
        String unchanged = error("Retry-After: 0\r\n", "Service unavailable");
        try (MisbehavingServer server = respondingWith(unchanged, unchanged, response(204, "", ""))) {
            assertThat(server.client().delete(ID)).isTrue();
            assertThat(server.requests()).isEqualTo(3);
        }
    }

    @Test
    void doesNotRetryChangesWithUnknownOutcome() throws IOException {
        for (String unknown : List.of(
                error("", "Outcome unknown"),
                error("Retry-After: 0\r\n", "Outcome unknown"),
                error("", "Service unavailable"))) {
            try (MisbehavingServer server = respondingWith(unknown)) {
                assertUnavailable(() -> server.client().create(EMAIL, "Ann"));
                assertUnavailable(() -> server.client().delete(ID));
                assertThat(server.requests()).isEqualTo(2);
            }
        }
    }

    private static String error(String headers, String error) {
        String body = "{\"status\":503,\"error\":\"" + error + "\",\"detail\":\"Later.\",\"requestId\":\"1\"}";
        return response(503, headers, body);
    }

    @Test
    void neverRetriesChanges() throws IOException {
        for (String answer : List.of(CONNECTION_CLOSED, TRUNCATED_RESPONSE, BUSY_RESPONSE, busyFor("0"))) {
            try (MisbehavingServer server = respondingWith(answer)) {
                assertUnavailable(() -> server.client().create(EMAIL, "Ann"));
                assertUnavailable(() -> server.client().update(ID, new UserUpdate(EMAIL, "Ann", "")));
                assertUnavailable(() -> server.client().delete(ID));
                assertUnavailable(() -> server.client().logIn("ann@example.com", "12345678"));
                assertThat(server.requests()).isEqualTo(4);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "DELETE"})
    void retriesFailedConnectionForEveryMethod(String method) throws IOException {
        try (MisbehavingServer server = respondingWith(FOUND_RESPONSE)) {
            AtomicInteger attempts = new AtomicInteger();
            HttpClient wayBlockedOnce =
                    HttpClient.newBuilder().proxy(unreachableOnce(attempts)).build();
            HttpRequest request = HttpRequest.newBuilder(server.uri())
                    .method(method, BodyPublishers.noBody())
                    .build();

            assertThat(new RetryingHttpClient(wayBlockedOnce, Duration.ofSeconds(60))
                            .send(request)
                            .status())
                    .isEqualTo(200);
            assertThat(attempts).hasValue(2);
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    /** Returns a selector that sends the first attempt to an unreachable proxy and the others directly. */
    private static ProxySelector unreachableOnce(AtomicInteger attempts) throws IOException {
        InetSocketAddress nowhere;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort());
        }
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(attempts.getAndIncrement() == 0 ? new Proxy(Proxy.Type.HTTP, nowhere) : Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {
                // expected
            }
        };
    }

    private static String busyFor(String retryAfter) {
        return response(503, "Retry-After: " + retryAfter + "\r\n", "busy");
    }

    private static void assertUnavailable(ThrowingCallable call) {
        assertThatExceptionOfType(DirectoryUnavailableException.class).isThrownBy(call);
    }
}
