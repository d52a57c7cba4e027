package dev.roster.adapters.http.errors;

import static dev.roster.adapters.http.ErrorAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.adapters.http.StorageProxies;
import dev.roster.adapters.http.TestServer;
import dev.roster.application.port.security.PasswordHasherBusyException;
import dev.roster.application.port.storage.CommitOutcomeUnknownException;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.port.storage.TransactionConflictException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Error responses for internal failures contain no internal details. */
class ServerErrorsTest {

    private static final String SECRET = "jdbc:secret://SELECT";

    @Test
    void mapsInfrastructureFailuresToUnavailable() throws Exception {
        assertUnavailable(responseTo(new StorageUnavailableException(SECRET)), "1");
        assertUnavailable(responseTo(new TransactionConflictException(SECRET)), "1");
        assertUnavailable(responseTo(new PasswordHasherBusyException(Duration.ofSeconds(2))), "2");
        assertUnavailable(responseTo(new PasswordHasherBusyException(Duration.ofSeconds(2, 1))), "3");
        assertUnavailable(responseTo(new PasswordHasherBusyException(Duration.ZERO)), "1");
    }

    @Test
    void reportsUnknownCommitOutcome() throws Exception {
        HttpResponse<String> response = responseTo(new CommitOutcomeUnknownException(SECRET, new IOException(SECRET)));

        JsonNode error = assertError(response, 503, "Outcome unknown");
        assertThat(response.headers().firstValue("Retry-After")).isEmpty();
        assertThat(error.path("detail").asText()).contains("may or may not be stored");
    }

    @Test
    void returnsInternalServerErrorForUnexpectedFailures() throws Exception {
        assertError(responseTo(new IllegalStateException(SECRET)), 500, "Internal server error");
        assertError(responseTo(new NullPointerException()), 500, "Internal server error");
        assertError(responseTo(new StackOverflowError(SECRET)), 500, "Internal server error");
        assertError(responseTo(new AssertionError(SECRET)), 500, "Internal server error");
    }

    private static JsonNode assertUnavailable(HttpResponse<String> response, String retryAfter) throws IOException {
        assertThat(response.headers().firstValue("Retry-After")).contains(retryAfter);
        return assertError(response, 503, "Service unavailable");
    }

    private static HttpResponse<String> responseTo(Throwable thrown) throws Exception {
        Storage failing = StorageProxies.failing(thrown);
        try (TestServer server = TestServer.withStorage(failing)) {
            HttpResponse<String> response = server.get("/users/1");
            assertThat(response.body()).doesNotContain("jdbc", "SELECT");
            return response;
        }
    }
}
