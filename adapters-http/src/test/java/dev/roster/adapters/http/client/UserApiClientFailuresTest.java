package dev.roster.adapters.http.client;

import static dev.roster.adapters.http.client.MisbehavingServer.USER;
import static dev.roster.adapters.http.client.MisbehavingServer.respondingWith;
import static dev.roster.adapters.http.client.MisbehavingServer.response;
import static dev.roster.adapters.http.client.MisbehavingServer.stallingAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.account.TooManyAttemptsException;
import dev.roster.application.port.directory.DirectoryUnavailableException;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.PageRequest;
import dev.roster.domain.Violation;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.UserId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses that are invalid, unexpected, late or missing. */
class UserApiClientFailuresTest {

    private static final UserId ID = new UserId(1);
    private static final EmailAddress EMAIL = new EmailAddress("ann@example.com");
    /** A longer call than ten times this timeout counts as hanging. */
    private static final Duration SHORT = Duration.ofMillis(500);

    @Test
    void readsLargestIdAndIgnoresUnknownFields() throws IOException {
        String user = USER.replace("\"id\":1", "\"id\":9007199254740991,\"later\":\"an addition\"");
        try (MisbehavingServer server = respondingWith(200, user)) {
            assertThat(server.client().findById(ID)).hasValueSatisfying(found -> {
                assertThat(found.id()).isEqualTo(new UserId(UserId.MAX));
                assertThat(found.details().orElseThrow().verified()).isTrue();
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"id\":1",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 abc\r\n\r\n"
            })
    void rejectsMalformedHttp(String answer) throws IOException {
        try (MisbehavingServer server = respondingWith(answer)) {
            assertUnavailable(server.client()).withMessageContaining(" failed: ");
        }
    }

    @Test
    void rejectsTooLargeResponseAtOnce() throws IOException {
        String huge = "{\"id\":1,\"name\":\"" + "x".repeat(RetryingHttpClient.MAX_RESPONSE_SIZE) + "\"}";
        try (MisbehavingServer server = respondingWith(200, huge)) {
            assertUnavailable(server.client())
                    .withMessageContaining("larger than " + RetryingHttpClient.MAX_RESPONSE_SIZE + " bytes");
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "<html>", "{}", "{\"id\":1}", "{\"items\":[null],\"total\":1}"})
    void rejectsOtherBody(String body) throws IOException {
        assertNoUser(body);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "\"id\":1, \"id\":\"1\"",
                "\"id\":1, \"id\":1.0",
                "\"id\":1, \"id\":null",
                "\"id\":1, \"id\":9007199254740992",
                "\"id\":1, \"id\":99999999999999999999",
                "ann@example.com, nowhere",
                "\"Ann\", 7",
                "\"Ann\", null",
                "\"Ann\", true",
                "\"bio\":\"\", \"biography\":\"\"",
                "true, \"true\"",
                "true, 1",
                "2023-01-01T00:00:00Z, yesterday"
            })
    void rejectsMalformedUser(String right, String wrong) throws IOException {
        assertThat(USER).contains(right);

        assertNoUser(USER.replace(right, wrong));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 301, 400, 403, 404, 418, 500, 502, 504})
    void rejectsUnexpectedStatusAtOnce(int status) throws IOException {
        String body = status == 204 ? "" : "<html>not Roster</html>";
        try (MisbehavingServer server = respondingWith(status, body)) {
            assertUnavailable(server.client()).withMessageContaining(Integer.toString(status));
            assertThat(server.requests()).isEqualTo(1);
            assertThatExceptionOfType(DirectoryUnavailableException.class)
                    .isThrownBy(() -> server.client().create(EMAIL, "Ann"))
                    .withMessageContaining(Integer.toString(status));
        }
    }

    @Test
    void includesServerErrorInMessage() throws IOException {
        try (MisbehavingServer server =
                respondingWith(503, error(503, "Service unavailable", "\"The storage is\\naway.\""))) {
            assertUnavailable(server.client())
                    .withMessageContaining("503 Service unavailable: The storage is away. (request r-1)");
        }
    }

    @Test
    void readsRequestIdFromHeaderOfForeignResponse() throws IOException {
        try (MisbehavingServer server =
                respondingWith(response(502, "X-Request-Id: r-2\r\n", "<html>bad gateway</html>"))) {
            assertUnavailable(server.client())
                    .withMessageContaining("(request r-2)")
                    .havingCause()
                    .isInstanceOfSatisfying(UserApiException.class, told -> {
                        assertThat(told.status()).isEqualTo(502);
                        assertThat(told.error()).isEmpty();
                        assertThat(told.detail()).isEmpty();
                        assertThat(told.requestId()).contains("r-2");
                    });
        }
    }

    @Test
    void mapsApiErrorsToExceptions() throws IOException {
        String invalid = "[{\"field\":\"name\",\"message\":\"no\"},{\"field\":\"email\",\"message\":\"nor this\"}]";
        assertCreationFails(400, error(400, "email already exists", "\"x\""), EmailAlreadyExistsException.class);
        assertCreationFails(400, error(400, "Malformed JSON", "\"x\""), DirectoryUnavailableException.class)
                .withMessageContaining("Malformed JSON");
        assertCreationFails(422, error(422, "Validation failed", invalid), InvalidValueException.class)
                .satisfies(refusal -> assertThat(refusal.violations())
                        .containsExactly(new Violation("name", "no"), new Violation("email", "nor this")));
        assertCreationFails(422, error(422, "Validation failed", "[]"), DirectoryUnavailableException.class);
    }

    @ParameterizedTest
    @CsvSource({"'Retry-After: 7\r\n', 7", "'', 1"})
    void reportsRetryAfter(String header, int seconds) throws IOException {
        String answer = response(429, header, error(429, "Too many attempts", "\"x\""));
        try (MisbehavingServer server = respondingWith(answer)) {
            assertThatExceptionOfType(TooManyAttemptsException.class)
                    .isThrownBy(() -> server.client().logIn("ann@example.com", "12345678"))
                    .satisfies(refusal -> assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(seconds)));
        }
        try (MisbehavingServer server = respondingWith(answer)) {
            assertThatExceptionOfType(TooManyAttemptsException.class)
                    .isThrownBy(() -> server.client().findById(ID))
                    .satisfies(refusal -> assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(seconds)));
        }
    }

    @Test
    void timesOutWithoutCompleteResponse() throws IOException {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: " + USER.length() + "\r\n\r\n";
        for (String answer : new String[] {"", head + USER.substring(1)}) {
            try (MisbehavingServer server = stallingAfter(answer)) {
                long start = System.nanoTime();

                assertUnavailable(new UserApiClient(server.uri(), () -> "t", SHORT))
                        .withMessageContaining("did not respond within PT0.5S");
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT.multipliedBy(10));
            }
        }
    }

    @Test
    void reportsUnreachableServer() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }

        URI nowhere = URI.create("http://127.0.0.1:" + port);
        assertUnavailable(new UserApiClient(nowhere, () -> "token", Duration.ofSeconds(60)))
                .withMessageContaining(" failed: ");
    }

    @Test
    void stopsWhenInterrupted() throws IOException {
        try (MisbehavingServer server = stallingAfter("")) {
            Thread.currentThread().interrupt();

            assertUnavailable(server.client()).withMessageContaining("interrupted");
            assertThat(Thread.interrupted()).as("interrupt flag").isTrue();
        }
    }

    private static String error(int status, String error, String detail) {
        return "{\"status\":" + status + ",\"error\":\"" + error + "\",\"detail\":" + detail
                + ",\"requestId\":\"r-1\"}";
    }

    private static ThrowableAssertAlternative<DirectoryUnavailableException> assertUnavailable(UserApiClient client) {
        return assertThatExceptionOfType(DirectoryUnavailableException.class).isThrownBy(() -> client.findById(ID));
    }

    private static void assertNoUser(String body) throws IOException {
        String page = body.startsWith("{\"id\"") ? "{\"items\":[" + body + "],\"total\":1}" : body;
        try (MisbehavingServer user = respondingWith(200, body);
                MisbehavingServer users = respondingWith(200, page)) {
            assertUnavailable(user.client()).withMessageContaining("but the body is not a user");
            assertThatExceptionOfType(DirectoryUnavailableException.class)
                    .isThrownBy(() -> users.client().findAll(PageRequest.first()))
                    .withMessageContaining("but the body is not a page of users");
        }
    }

    private static <X extends Exception> ThrowableAssertAlternative<X> assertCreationFails(
            int status, String body, Class<X> expected) throws IOException {
        try (MisbehavingServer server = respondingWith(status, body)) {
            return assertThatExceptionOfType(expected)
                    .isThrownBy(() -> server.client().create(EMAIL, "Ann"));
        }
    }
}
