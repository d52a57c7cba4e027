package dev.roster.adapters.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocationsTest {

    @ParameterizedTest
    @ValueSource(strings = {"/users", "/users/", "/auth/register", "/posts/7/comments", "/posts/7/comments/"})
    void pointsToTargetWithAndWithoutPrefix(String requested) {
        String location = Locations.relative(requested, "/users/2");

        assertThat(location).endsWith("/users/2");
        for (String prefix : new String[] {"", "/roster", "/apps/roster"}) {
            URI sent = URI.create("https://example.com" + prefix + requested);
            assertThat(sent.resolve(location)).hasToString("https://example.com" + prefix + "/users/2");
        }
    }
}
