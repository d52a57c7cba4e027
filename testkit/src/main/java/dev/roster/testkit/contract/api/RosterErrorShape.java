package dev.roster.testkit.contract.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roster.testkit.fuzz.ErrorShape;
import dev.roster.testkit.fuzz.FuzzResponse;
import java.util.Optional;

/** The one shape of Roster's errors, for a fuzzer. */
public final class RosterErrorShape implements ErrorShape {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Optional<String> problem(FuzzResponse error) {
        for (String secret : ApiClient.INTERNAL_DETAILS) {
            if (error.text().contains(secret)) {
                return Optional.of("it shows " + secret);
            }
        }
        try {
            return error.mediaType().equals("application/json")
                    ? problemOfBody(error, JSON.readTree(error.text()))
                    : Optional.of("its type is " + error.mediaType());
        } catch (JsonProcessingException malformed) {
            return Optional.of("it is no JSON");
        }
    }

    private static Optional<String> problemOfBody(FuzzResponse error, JsonNode body) {
        // What readiness tells beside the four is its own.
        boolean otherSize = body.size() != 4 && !body.has("parts");
        if (otherSize || body.path("status").asInt() != error.status()) {
            return Optional.of("status or number of members differ");
        } else if (body.path("error").asText().isBlank()) {
            return Optional.of("it has no short text");
        } else if (!body.path("requestId")
                .asText()
                .equals(error.header("X-Request-Id").orElse(""))) {
            return Optional.of("its request id is not the one of the header");
        } else if (error.status() != 422) {
            return body.path("detail").asText().isBlank() ? Optional.of("it has no detail") : Optional.empty();
        }
        return problemOfDetail(body.path("detail"));
    }

    private static Optional<String> problemOfDetail(JsonNode faults) {
        if (!faults.isArray() || faults.isEmpty()) {
            return Optional.of("it names no faults");
        }
        for (JsonNode fault : faults) {
            boolean named = fault.path("field").isTextual()
                    && !fault.path("field").asText().isBlank();
            if (!named || fault.path("message").asText().isBlank() || fault.size() != 2) {
                return Optional.of("a fault without a field or a message");
            }
        }
        return Optional.empty();
    }
}
