package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.fuzz.RawHttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Errors after which a client can and cannot tell whether repeating the request is safe. */
class RosterErrorShapeTest {

    @Test
    void acceptsUnambiguousUnavailability() {
        assertThat(new RosterErrorShape().problem(unavailable("Service unavailable", true)))
                .isEmpty();
        assertThat(new RosterErrorShape().problem(unavailable("Outcome unknown", false)))
                .isEmpty();
    }

    @Test
    void findsAmbiguousUnavailability() {
        assertThat(new RosterErrorShape().problem(unavailable("Service unavailable", false)))
                .isPresent();
        assertThat(new RosterErrorShape().problem(unavailable("Outcome unknown", true)))
                .isPresent();
    }

    private static RawHttpResponse unavailable(String error, boolean retryAfter) {
        Map<String, List<String>> headers = new HashMap<>();
        headers.put("content-type", List.of("application/json"));
        headers.put("x-request-id", List.of("1"));
        if (retryAfter) {
            headers.put("retry-after", List.of("1"));
        }
        String body = "{\"status\":503,\"error\":\"" + error + "\",\"detail\":\"Later.\",\"requestId\":\"1\"}";
        return new RawHttpResponse(503, headers, body);
    }
}
