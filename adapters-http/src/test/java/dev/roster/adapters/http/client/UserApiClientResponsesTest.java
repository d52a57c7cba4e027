package dev.roster.adapters.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.port.directory.DirectoryUnavailableException;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.PageRequest;
import dev.roster.domain.Violation;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.UserId;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserApiClientResponsesTest {

    private static final UserId ID = new UserId(1);
    private static final EmailAddress EMAIL = new EmailAddress("ann@example.com");
    private static final String USER =
            "{\"id\":9007199254740991,\"email\":\"ann@example.com\",\"name\":\"Ann\",\"bio\":\"\","
                    + "\"verified\":true,\"createdAt\":\"2023-01-01T00:00:00Z\",\"updatedAt\":\"2023-01-01T00:00:00.000001Z\","
                    + "\"later\":\"additions are ignored\"}";

    @Test
    void readsLargestId() throws IOException {
        try (MisbehavingServer server = MisbehavingServer.respondingWith(200, USER)) {
            assertThat(client(server).findById(ID)).hasValueSatisfying(user -> {
                assertThat(user.id().value()).isEqualTo((1L << 53) - 1);
                assertThat(user.verified()).isTrue();
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
        try (MisbehavingServer server = MisbehavingServer.respondingWith(answer)) {
            assertUnavailable(client(server), " failed: ");
        }
    }

    @Test
    void rejectsTooLargeResponse() throws IOException {
        String huge = "{\"id\":1,\"name\":\"" + "x".repeat(RetryingHttpClient.MAX_RESPONSE_SIZE) + "\"}";
        try (MisbehavingServer server = MisbehavingServer.respondingWith(200, huge)) {
            assertUnavailable(client(server), "larger than " + RetryingHttpClient.MAX_RESPONSE_SIZE + " bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "<html>",
                "{}",
                "{\"id\":1}",
                "{\"id\":\"1\",\"email\":\"a@b.cd\",\"name\":\"n\",\"bio\":\"\",\"verified\":true,\"createdAt\":\"2023-01-01T00:00:00Z\",\"updatedAt\":\"2023-01-01T00:00:00Z\"}",
                "{\"id\":9007199254740992,\"email\":\"a@b.cd\",\"name\":\"n\",\"bio\":\"\",\"verified\":true,\"createdAt\":\"2023-01-01T00:00:00Z\",\"updatedAt\":\"2023-01-01T00:00:00Z\"}",
                "{\"id\":1,\"email\":\"nowhere\",\"name\":\"n\",\"bio\":\"\",\"verified\":true,\"createdAt\":\"2023-01-01T00:00:00Z\",\"updatedAt\":\"2023-01-01T00:00:00Z\"}",
                "{\"id\":1,\"email\":\"a@b.cd\",\"name\":7,\"bio\":\"\",\"verified\":true,\"createdAt\":\"2023-01-01T00:00:00Z\",\"updatedAt\":\"2023-01-01T00:00:00Z\"}",
                "{\"id\":1,\"email\":\"a@b.cd\",\"name\":\"n\",\"bio\":\"\",\"verified\":\"yes\",\"createdAt\":\"2023-01-01T00:00:00Z\",\"updatedAt\":\"2023-01-01T00:00:00Z\"}",
                "{\"id\":1,\"email\":\"a@b.cd\",\"name\":\"n\",\"bio\":\"\",\"verified\":true,\"createdAt\":\"yesterday\",\"updatedAt\":\"2023-01-01T00:00:00Z\"}"
            })
    void rejectsMalformedUser(String body) throws IOException {
        try (MisbehavingServer server = MisbehavingServer.respondingWith(200, body)) {
            assertUnavailable(client(server), "but the body is not a user");
            assertThatExceptionOfType(DirectoryUnavailableException.class)
                    .isThrownBy(() -> client(server).findAll(PageRequest.first()))
                    .withMessageContaining("but the body is not a page of users");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 301, 403, 404, 418, 500, 502, 503})
    void rejectsUnexpectedStatus(int status) throws IOException {
        String body = status == 204 ? "" : "<html>not Roster</html>";
        try (MisbehavingServer server = MisbehavingServer.respondingWith(status, body)) {
            assertUnavailable(client(server), Integer.toString(status));
            assertThatExceptionOfType(DirectoryUnavailableException.class)
                    .isThrownBy(() -> client(server).create(EMAIL, "Ann"))
                    .withMessageContaining(Integer.toString(status));
        }
    }

    @Test
    void includesServerErrorInMessage() throws IOException {
        String body =
                "{\"status\":503,\"error\":\"Service unavailable\",\"detail\":\"The storage is\\naway.\",\"requestId\":\"r-1\"}";
        try (MisbehavingServer server = MisbehavingServer.respondingWith(503, body)) {
            assertUnavailable(client(server), "503 Service unavailable: The storage is away. (request r-1)");
        }
    }

    @Test
    void mapsApiErrorsToExceptions() throws IOException {
        try (MisbehavingServer server = MisbehavingServer.respondingWith(
                400, "{\"status\":400,\"error\":\"email already exists\",\"detail\":\"x\",\"requestId\":\"r\"}")) {
            assertThatExceptionOfType(EmailAlreadyExistsException.class)
                    .isThrownBy(() -> client(server).create(EMAIL, "Ann"));
        }
        try (MisbehavingServer server = MisbehavingServer.respondingWith(
                400, "{\"status\":400,\"error\":\"Malformed JSON\",\"detail\":\"x\",\"requestId\":\"r\"}")) {
            assertThatExceptionOfType(DirectoryUnavailableException.class)
                    .isThrownBy(() -> client(server).create(EMAIL, "Ann"))
                    .withMessageContaining("Malformed JSON");
        }
        try (MisbehavingServer server = MisbehavingServer.respondingWith(
                422,
                "{\"status\":422,\"error\":\"Validation failed\",\"detail\":[{\"field\":\"name\",\"message\":\"no\"},"
                        + "{\"field\":\"email\",\"message\":\"nor this\"}],\"requestId\":\"r\"}")) {
            assertThatExceptionOfType(InvalidValueException.class)
                    .isThrownBy(() -> client(server).create(EMAIL, "Ann"))
                    .satisfies(refusal -> assertThat(refusal.violations())
                            .containsExactly(new Violation("name", "no"), new Violation("email", "nor this")));
        }
        try (MisbehavingServer server = MisbehavingServer.respondingWith(
                422, "{\"status\":422,\"error\":\"Validation failed\",\"detail\":[],\"requestId\":\"r\"}")) {
            assertThatExceptionOfType(DirectoryUnavailableException.class)
                    .isThrownBy(() -> client(server).create(EMAIL, "Ann"));
        }
    }

    private static UserApiClient client(MisbehavingServer server) {
        return new UserApiClient(server.uri(), () -> "token", Duration.ofSeconds(60));
    }

    private static void assertUnavailable(UserApiClient client, String message) {
        assertThatExceptionOfType(DirectoryUnavailableException.class)
                .isThrownBy(() -> client.findById(ID))
                .withMessageContaining(message);
    }
}
