package dev.roster.adapters.http.routes;

import static dev.roster.adapters.http.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.adapters.http.StorageProxies;
import dev.roster.adapters.http.TestServer;
import dev.roster.adapters.http.TestUser;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.FastPasswordHasher;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks over HTTP that neither the content nor the cost of a response reveals whether an account exists. */
class AccountEnumerationTest {

    private static final FastPasswordHasher HASHER = new FastPasswordHasher();
    private static final AtomicInteger STORAGE_CALLS = new AtomicInteger();

    @RegisterExtension
    private static final TestServer SERVER = TestServer.withStorage(
            StorageProxies.runningBefore(new InMemoryStorage(), STORAGE_CALLS::incrementAndGet), HASHER);

    /** Email addresses of four accounts: verified, unverified, without password, and nonexistent. */
    private List<String> emails = List.of();

    @BeforeEach
    void register() throws Exception {
        TestUser user = SERVER.newUser();
        String verified = user.email();
        String token = SERVER.latestToken(Kind.VERIFICATION, verified);
        assertThat(SERVER.post("/auth/verify", "{\"token\":\"" + token + "\"}").statusCode())
                .isEqualTo(200);
        String passwordless = Unique.email();
        user.post("/users", "{\"name\":\"Bob\",\"email\":\"" + passwordless + "\"}");
        emails = List.of(verified, SERVER.newUser().email(), passwordless, Unique.email());
    }

    /** A response without date and request id, and its cost. */
    private record Observation(
            int status, Map<String, List<String>> headers, String body, int hashes, int storageCalls) {}

    private static Observation post(String path, String email) throws Exception {
        int hashes = HASHER.computations();
        int calls = STORAGE_CALLS.get();
        HttpResponse<String> response = SERVER.post(path, "{\"email\":\"" + email + "\",\"password\":\"wrong horse\"}");
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(response.headers().map());
        headers.keySet().removeAll(List.of("Date", "X-Request-Id"));
        String said = response.body().isEmpty()
                ? ""
                : ((ObjectNode) json(response)).without("requestId").toString();
        return new Observation(
                response.statusCode(), headers, said, HASHER.computations() - hashes, STORAGE_CALLS.get() - calls);
    }

    private static void assertIndistinguishable(List<Observation> seen, int status, int hashes) {
        assertThat(seen).hasSize(4);
        assertThat(seen.get(0).status()).isEqualTo(status);
        assertThat(seen.get(0).hashes()).isEqualTo(hashes);
        assertThat(seen).containsOnly(seen.get(0));
    }

    @ParameterizedTest
    @CsvSource({"/auth/login, 401, 1", "/auth/password-reset, 202, 0"})
    void responsesAreIndistinguishable(String path, int status, int hashes) throws Exception {
        List<Observation> seen = new ArrayList<>();
        for (String email : emails) {
            seen.add(post(path, email));
        }

        assertIndistinguishable(seen, status, hashes);
    }

    @Test
    void throttledLoginsAreIndistinguishable() throws Exception {
        List<Observation> first = new ArrayList<>();
        List<Observation> second = new ArrayList<>();
        for (String email : emails) {
            for (int i = 0; i < 5; i++) {
                assertThat(post("/auth/login", email).status()).isEqualTo(401);
            }
            first.add(post("/auth/login", email));
            second.add(post("/auth/login", email));
        }

        assertIndistinguishable(first, 429, 0);
        assertThat(first.get(0).headers())
                .containsEntry("Retry-After", List.of("1"))
                .doesNotContainKey("WWW-Authenticate");
        assertIndistinguishable(second, 429, 0);
    }
}
