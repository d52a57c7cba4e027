package dev.roster.adapters.http.routes;

import static dev.roster.adapters.http.TestServer.bearer;
import static dev.roster.adapters.http.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.adapters.http.StorageProxies;
import dev.roster.adapters.http.TestServer;
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

/** Nobody learns who has an account from what an answer says, nor from what it costs. */
class AccountEnumerationTest {

    private static final FastPasswordHasher HASHER = new FastPasswordHasher();
    private static final AtomicInteger STORAGE_CALLS = new AtomicInteger();

    @RegisterExtension
    private static final TestServer SERVER =
            TestServer.over(StorageProxies.storage(new InMemoryStorage(), STORAGE_CALLS::incrementAndGet), HASHER);

    /** Known and verified, known and not, without password, and unknown. */
    private List<String> addresses = List.of();

    @BeforeEach
    void register() throws Exception {
        String verified = newAddress();
        String token = SERVER.latestToken(Kind.VERIFICATION, verified);
        assertThat(SERVER.post("/auth/verify", "{\"token\":\"" + token + "\"}").statusCode())
                .isEqualTo(200);
        String passwordless = Unique.email();
        SERVER.post("/users", "{\"name\":\"Bob\",\"email\":\"" + passwordless + "\"}", bearer(SERVER.newToken()));
        addresses = List.of(verified, newAddress(), passwordless, Unique.email());
    }

    private static String newAddress() throws Exception {
        return SERVER.newUser().path("email").asText();
    }

    /** What came back, but for the date and the id of the request, and what it cost. */
    private record Seen(int status, Map<String, List<String>> headers, String body, int hashes, int storageCalls) {}

    private static Seen post(String path, String body) throws Exception {
        int hashes = HASHER.computations();
        int calls = STORAGE_CALLS.get();
        HttpResponse<String> response = SERVER.post(path, body);
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(response.headers().map());
        headers.keySet().removeAll(List.of("Date", "X-Request-Id"));
        String said = response.body().isEmpty()
                ? ""
                : ((ObjectNode) json(response)).without("requestId").toString();
        return new Seen(
                response.statusCode(), headers, said, HASHER.computations() - hashes, STORAGE_CALLS.get() - calls);
    }

    private static Seen logIn(String email) throws Exception {
        return post("/auth/login", "{\"email\":\"" + email + "\",\"password\":\"wrong horse\"}");
    }

    private static void assertAlike(List<Seen> seen, int status, int hashes) {
        assertThat(seen).hasSize(4);
        assertThat(seen.get(0).status()).isEqualTo(status);
        assertThat(seen.get(0).hashes()).isEqualTo(hashes);
        assertThat(seen).containsOnly(seen.get(0));
    }

    @Test
    void failedLoginsAreAlike() throws Exception {
        List<Seen> seen = new ArrayList<>();
        for (String email : addresses) {
            seen.add(logIn(email));
        }

        assertAlike(seen, 401, 1);
    }

    @Test
    void throttledLoginsAreAlike() throws Exception {
        List<Seen> first = new ArrayList<>();
        List<Seen> second = new ArrayList<>();
        for (String email : addresses) {
            for (int i = 0; i < 5; i++) {
                assertThat(logIn(email).status()).isEqualTo(401);
            }
            first.add(logIn(email));
            second.add(logIn(email));
        }

        assertAlike(first, 429, 0);
        assertThat(first.get(0).headers()).containsEntry("Retry-After", List.of("1"));
        assertAlike(second, 429, 0);
    }

    @Test
    void requestsOfAResetAreAlike() throws Exception {
        List<Seen> seen = new ArrayList<>();
        for (String email : addresses) {
            seen.add(post("/auth/password-reset", "{\"email\":\"" + email + "\"}"));
        }

        assertAlike(seen, 202, 0);
    }
}
