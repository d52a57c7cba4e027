package dev.roster.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.contract.api.ApiExchange;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeftoverUsersTest {

    private final LeftoverUsers leftBehind = new LeftoverUsers();

    private void track(String method, String target, int status, String body) {
        leftBehind.track(new ApiExchange(method, target, Map.of(), null, status, Map.of(), body));
    }

    @Test
    void tracksUsersCreatedWithAnyStatus() {
        track("POST", "/auth/register", 201, "{\"id\":1}");
        track("POST", "/auth/register", 200, "{\"user\":{\"id\" : 2}}");
        track("POST", "/users", 202, "{\"id\":3}");
        track("POST", "/users", 409, "{\"id\":4}");
        track("GET", "/users", 200, "{\"items\":[{\"id\":5}]}");

        assertThat(leftBehind.users()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void removesDeletedUsers() {
        for (int id = 1; id <= 3; id++) {
            track("POST", "/users", 201, "{\"id\":" + id + "}");
        }
        track("DELETE", "/users/1", 204, "");
        track("DELETE", "/users/2", 404, "");
        track("DELETE", "/users/3", 403, "");

        assertThat(leftBehind.users()).containsExactly(3L);
    }
}
