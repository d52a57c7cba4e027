package dev.roster.adapters.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roster.adapters.http.TestServer;
import dev.roster.application.port.directory.DirectoryUnavailableException;
import dev.roster.application.port.security.InvalidAccessTokenException;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.UserId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserApiClientTest {

    private static final UserId ID = new UserId(1);
    private static final String USER =
            "{\"id\":9007199254740991,\"email\":\"ann@example.com\",\"name\":\"Ann\",\"bio\":\"\","
                    + "\"verified\":true,\"createdAt\":\"2023-01-01T00:00:00Z\",\"updatedAt\":\"2023-01-01T00:00:00.000001Z\","
                    + "\"later\":\"additions are ignored\"}";

    /** Ten times the timeout: a longer call counts as hanging. */
    private static final Duration SHORT = Duration.ofMillis(500);

    private static final Duration HANGING = SHORT.multipliedBy(10);

    @Test
    void asksSupplierForTokenOfEachCall() throws Exception {
        try (TestServer server = TestServer.start()) {
            AtomicReference<String> token = new AtomicReference<>("expired");
            UserApiClient client = new UserApiClient(server.baseUri(), token::get, Duration.ofSeconds(60));

            assertThatExceptionOfType(InvalidAccessTokenException.class)
                    .isThrownBy(() -> client.findById(ID))
                    .withMessageContaining("Unauthorized")
                    .withMessageMatching(".*\\(request [0-9a-f-]{36}\\)");
            token.set(server.newUser().token());
            assertThat(client.findById(ID)).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nX-Evil: 1", "a\r\n\r\n", "\u0000"})
    void doesNotQuoteMalformedToken(String token) throws IOException {
        try (MisbehavingServer server = MisbehavingServer.respondingWith(200, USER)) {
            UserApiClient client = new UserApiClient(server.uri(), () -> token, SHORT);

            assertThatExceptionOfType(InvalidAccessTokenException.class)
                    .isThrownBy(() -> client.findById(ID))
                    .withNoCause()
                    .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain(token));
        }
    }

    @Test
    void keepsPathOfBaseUri() throws Exception {
        try (TestServer server = TestServer.start()) {
            String token = server.newUser().token();
            URI elsewhere = URI.create(server.baseUri() + "/nowhere");

            assertThatExceptionOfType(DirectoryUnavailableException.class)
                    .isThrownBy(() -> new UserApiClient(elsewhere, () -> token, Duration.ofSeconds(60))
                            .findAll(PageRequest.first()))
                    .withMessageContaining("404");
            URI slash = URI.create(server.baseUri() + "/");
            assertThat(new UserApiClient(slash, () -> token, Duration.ofSeconds(60)).findById(ID))
                    .isPresent();
        }
    }

    @Test
    void timesOutWithoutResponse() throws IOException {
        try (MisbehavingServer server = MisbehavingServer.stallingAfter("")) {
            assertTimesOut(server);
        }
    }

    @Test
    void timesOutOnEndlessBody() throws IOException {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: " + USER.length() + "\r\n\r\n";
        try (MisbehavingServer server = MisbehavingServer.stallingAfter(head + USER.substring(1))) {
            assertTimesOut(server);
        }
    }

    @Test
    void reportsUnreachableServer() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        UserApiClient client =
                new UserApiClient(URI.create("http://127.0.0.1:" + port), () -> "t", Duration.ofSeconds(60));

        assertUnavailable(client, " failed: ");
    }

    @Test
    void stopsWhenInterrupted() throws IOException {
        try (MisbehavingServer server = MisbehavingServer.stallingAfter("")) {
            UserApiClient client = new UserApiClient(server.uri(), () -> "t", Duration.ofSeconds(100));
            Thread.currentThread().interrupt();

            assertUnavailable(client, "interrupted");
            assertThat(Thread.interrupted()).as("interrupt flag").isTrue();
        }
    }

    @Test
    void rejectsInvalidUriAndTimeout() {
        for (String uri : new String[] {"ftp://example.com", "/users", "http:/users", "mailto:a@b.cd"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new UserApiClient(URI.create(uri), () -> "t", SHORT));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UserApiClient(URI.create("http://x"), () -> "t", Duration.ZERO));
    }

    @Test
    void propagatesExceptionOfTokenSupplier() {
        UserApiClient client = new UserApiClient(
                URI.create("http://127.0.0.1:1"),
                () -> {
                    throw new ArithmeticException("no token today");
                },
                SHORT);

        assertThatThrownBy(() -> client.findById(ID)).isExactlyInstanceOf(ArithmeticException.class);
    }

    private static void assertUnavailable(UserApiClient client, String message) {
        assertThatExceptionOfType(DirectoryUnavailableException.class)
                .isThrownBy(() -> client.findById(ID))
                .withMessageContaining(message);
    }

    private static void assertTimesOut(MisbehavingServer server) {
        long start = System.nanoTime();
        assertUnavailable(new UserApiClient(server.uri(), () -> "t", SHORT), "did not respond within PT0.5S");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(HANGING);
    }
}
