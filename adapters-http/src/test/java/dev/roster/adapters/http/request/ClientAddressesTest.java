package dev.roster.adapters.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.http.HttpSettings;
import dev.roster.adapters.http.TestServer;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressesTest {

    private static final ClientAddresses BEHIND =
            new ClientAddresses(TrustedProxies.parse("10.0.0.0/8, 127.0.0.1, ::1"));

    /** A semicolon separates the lines of the header. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.7             | 1.2.3.4                          | 203.0.113.7",
                "127.0.0.1               | ''                               | 127.0.0.1",
                "127.0.0.1               | 203.0.113.7                      | 203.0.113.7",
                "127.0.0.1               | 1.2.3.4, 203.0.113.7             | 203.0.113.7",
                "127.0.0.1               | 1.2.3.4, 203.0.113.7, 10.1.1.1   | 203.0.113.7",
                "127.0.0.1               | 1.2.3.4;203.0.113.7;10.1.1.1     | 203.0.113.7",
                "127.0.0.1               | 10.2.2.2, 10.1.1.1               | 10.2.2.2",
                "127.0.0.1               | 203.0.113.7, , 10.1.1.1 ,        | 203.0.113.7",
                "127.0.0.1               | 203.0.113.7:4711                 | 203.0.113.7",
                "127.0.0.1               | 2001:db8::1                      | 2001:db8:0:0:0:0:0:1",
                "127.0.0.1               | [2001:DB8::1]                    | 2001:db8:0:0:0:0:0:1",
                "127.0.0.1               | [2001:db8::1]:4711               | 2001:db8:0:0:0:0:0:1",
                "127.0.0.1               | fe80::1%eth0                     | fe80:0:0:0:0:0:0:1",
                "127.0.0.1               | ::ffff:203.0.113.7               | 203.0.113.7",
                "127.0.0.1               | 203.0.113.7, ::ffff:10.1.1.1     | 203.0.113.7",
                "[0:0:0:0:0:0:0:1]       | 203.0.113.7                      | 203.0.113.7",
                "[2001:db8:0:0:0:0:0:1]  | 203.0.113.7                      | 2001:db8:0:0:0:0:0:1",
                "[fe80:0:0:0:0:0:0:1%2]  | 203.0.113.7                      | fe80:0:0:0:0:0:0:1",
                "0:0:0:0:0:0:0:1         | 203.0.113.7                      | 203.0.113.7",
                "::ffff:127.0.0.1        | 203.0.113.7                      | 203.0.113.7",
            })
    void returnsLastUntrustedAddress(String peer, String forwarded, String expected) {
        List<String> lines = Stream.of(forwarded.split(";", -1)).toList();

        assertThat(BEHIND.of(peer, lines)).isEqualTo(new ClientAddress(expected));
        assertThat(new ClientAddresses(TrustedProxies.NONE).of(peer, lines))
                .as("without proxies")
                .isEqualTo(new ClientAddresses(TrustedProxies.NONE).of(peer, List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unknown",
                "_hidden",
                "localhost",
                "client.example.com",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.4:",
                "1.2.3.4:x",
                "1.2.3.4 5.6.7.8",
                "\"1.2.3.4\"",
                "[1.2.3.4]",
                "[::1",
                "[]",
                "::1]",
                ":::1",
                "%",
                "for=1.2.3.4",
                "<script>",
            })
    void stopsAtMalformedEntry(String garbage) {
        assertThat(BEHIND.of("127.0.0.1", List.of(garbage))).isEqualTo(new ClientAddress("127.0.0.1"));
        assertThat(BEHIND.of("127.0.0.1", List.of("1.2.3.4, " + garbage + ", 10.1.1.1")))
                .isEqualTo(new ClientAddress("10.1.1.1"));
        assertThat(BEHIND.of("127.0.0.1", List.of(garbage + ", 1.2.3.4"))).isEqualTo(new ClientAddress("1.2.3.4"));
    }

    @Test
    void returnsUnknownWithoutPeer() {
        assertThat(BEHIND.of("", List.of("1.2.3.4"))).isEqualTo(ClientAddress.UNKNOWN);
        assertThat(BEHIND.of("a socket", List.of("1.2.3.4"))).isEqualTo(ClientAddress.UNKNOWN);
    }

    @Test
    void passesClientAddressToServices() throws Exception {
        InMemoryStorage storage = new InMemoryStorage();
        HttpSettings settings = HttpSettings.on("127.0.0.1", 0).withTrustedProxies(TrustedProxies.parse("127.0.0.0/8"));
        try (TestServer server = TestServer.withSettings(settings, storage)) {
            String[] from = {"X-Forwarded-For", "203.0.113.7, 127.0.0.2"};
            String address = "\"email\":\"ann@example.com\"";
            String registration = "{" + address + ",\"password\":\"12345678\",\"name\":\"Ann\"}";
            String token = TestServer.json(server.post("/auth/register", registration, from))
                    .path("token")
                    .asText();
            String[] caller = {"X-Forwarded-For", "203.0.113.7", "Authorization", "Bearer " + token};
            server.post("/auth/login", "{" + address + ",\"password\":\"wrong\"}", from);
            server.post("/auth/password-reset", "{" + address + "}", from);
            server.post("/auth/password", "{\"current\":\"12345678\",\"password\":\"87654321\"}", caller);
            String login = server.post("/auth/login", "{" + address + ",\"password\":\"87654321\"}", from)
                    .body();
            // Delivers the queued reset request.
            server.latestToken(Kind.VERIFICATION, "ann@example.com");

            assertThat(login).contains("access_token");
            assertThat(storage.auditLog().findLatest(100))
                    .extracting(AuditEvent::type)
                    .containsExactlyInAnyOrder(
                            AuditEvent.Type.REGISTERED,
                            AuditEvent.Type.SIGN_IN_FAILED,
                            AuditEvent.Type.RESET_REQUESTED,
                            AuditEvent.Type.PASSWORD_CHANGED,
                            AuditEvent.Type.SIGNED_IN);
            assertThat(storage.auditLog().findLatest(100))
                    .extracting(AuditEvent::clientAddress)
                    .containsOnly(new ClientAddress("203.0.113.7"));
        }
    }
}
