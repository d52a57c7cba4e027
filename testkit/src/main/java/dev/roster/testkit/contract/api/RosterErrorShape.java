package dev.roster.testkit.contract.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roster.testkit.fuzz.ErrorShape;
import dev.roster.testkit.fuzz.RawHttpResponse;
import java.util.Optional;

/** Checks that errors have the JSON shape that all errors of Roster share. */
public final class RosterErrorShape implements ErrorShape {

    private static final String OUTCOME_UNKNOWN = "Outcome unknown";

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Optional<String> problem(RawHttpResponse error) {
        for (String secret : ApiClient.INTERNAL_DETAILS) {
            if (error.text().contains(secret)) {
                return Optional.of("the body contains " + secret);
            }
        }
        try {
            return error.mediaType().equals("application/json")
                    ? problemOfBody(error, JSON.readTree(error.text()))
                    : Optional.of("the content type is " + error.mediaType());
        } catch (JsonProcessingException malformed) {
            return Optional.of("the body is not JSON");
        }
    }

    private static Optional<String> problemOfBody(RawHttpResponse error, JsonNode body) {
        // Readiness errors have additional fields.
        boolean otherSize = body.size() != 4 && !body.has("parts");
        if (otherSize || body.path("status").asInt() != error.status()) {
            return Optional.of("the status in the body or the number of fields is wrong");
        } else if (body.path("error").asText().isBlank()) {
            return Optional.of("field error is blank");
        } else if (!body.path("requestId")
                .asText()
                .equals(error.header("X-Request-Id").orElse(""))) {
            return Optional.of("requestId differs from the header X-Request-Id");
        } else if (error.status() == 503 && !isUnambiguous(error, body)) {
            return Optional.of(
                    "a 503 must either have Retry-After, if nothing was changed, or the error " + OUTCOME_UNKNOWN);
        } else if (error.status() != 422) {
            return body.path("detail").asText().isBlank() ? Optional.of("field detail is blank") : Optional.empty();
        }
        return problemOfDetail(body.path("detail"));
    }

    /** Returns whether exactly one of the two kinds of 503 is meant. Clients repeat a request after one of them only. */
    private static boolean isUnambiguous(RawHttpResponse error, JsonNode body) {
        boolean unknown = body.path("error").asText().equals(OUTCOME_UNKNOWN);
        return unknown != error.header("Retry-After").isPresent();
    }

    private static Optional<String> problemOfDetail(JsonNode faults) {
        if (!faults.isArray() || faults.isEmpty()) {
            return Optional.of("field detail must be a non-empty array");
        }
        for (JsonNode fault : faults) {
            boolean named = fault.path("field").isTextual()
                    && !fault.path("field").asText().isBlank();
            if (!named || fault.path("message").asText().isBlank() || fault.size() != 2) {
                return Optional.of("an entry of detail must have exactly field and message");
            }
        }
        return Optional.empty();
    }
}
