package dev.roster.adapters.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.roster.adapters.http.TestServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedOriginsTest {

    @Test
    void blankListAllowsNoOrigin() {
        assertThat(AllowedOrigins.parse(" ")).isSameAs(AllowedOrigins.NONE);
        assertThat(AllowedOrigins.NONE.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app.example.com",
                "https://app.example.com/",
                "https://app.example.com/path",
                "https://user@app.example.com",
                "https://*.example.com",
                "ftp://example.com",
                "https://",
                "https://example.com:",
                "https://example.com:123456",
                "https://example.com:65536",
                "https://example.com:443",
                "http://example.com:80",
                "https://a.example.com,",
                "https://a.example.com https://b.example.com",
                "*, https://a.example.com",
                "null",
            })
    void rejectsInvalidOriginNamingIt(String list) {
        String bad = list.endsWith(",") ? "\"\"" : list.startsWith("*,") ? "*" : "\"" + list + "\"";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AllowedOrigins.parse(list))
                .withMessageContaining(bad);
    }

    @Test
    void allowsListedOriginsIgnoringCase() throws Exception {
        try (TestServer server =
                TestServer.allowingOrigins(" HTTP://localhost:3000 ,https://App.example.com,http://[::1]:8081")) {
            for (String origin : List.of("http://localhost:3000", "https://app.example.com", "http://[::1]:8081")) {
                assertThat(allowed(server, origin)).containsExactly(origin);
            }
            for (String origin :
                    List.of("http://localhost", "http://app.example.com", "https://appxexample.com", "null")) {
                assertThat(allowed(server, origin)).isEmpty();
            }
        }
    }

    @Test
    void allowsAnyOriginForStar() throws Exception {
        try (TestServer server = TestServer.allowingOrigins("*")) {
            assertThat(allowed(server, "https://anybody.example.org")).containsExactly("https://anybody.example.org");
        }
    }

    private static List<String> allowed(TestServer server, String origin) throws Exception {
        return server.get("/posts", "Origin", origin).headers().allValues("Access-Control-Allow-Origin");
    }
}
