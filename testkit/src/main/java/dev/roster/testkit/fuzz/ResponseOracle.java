package dev.roster.testkit.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roster.testkit.fuzz.request.FuzzRequest;
import dev.roster.testkit.fuzz.request.FuzzRequest.Trait;
import dev.roster.testkit.fuzz.request.Operation;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether a response is a finding: a 5xx, no response, an undocumented status or media type, an error of
 * another shape, or malformed JSON.
 */
final class ResponseOracle {

    private static final String HTML = "text/html";
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /**
     * Statuses that are correct for any request, documented or not. The request is malformed (400), has a wrong method
     * (405), arrives too slowly (408) or has no length (411). Its body (413), target (414) or header (431) is too
     * large. Its type or encoding is unknown (415), or its expectation cannot be met (417).
     */
    private static final Set<Integer> PROTOCOL_STATUSES = Set.of(400, 405, 408, 411, 413, 414, 415, 417, 431);

    /**
     * Further statuses for other targets: not found (404), the response to OPTIONS (204), a redirect to the correct
     * path (301, 308).
     */
    private static final Set<Integer> OTHER_TARGET_STATUSES = Set.of(204, 301, 308, 404);

    private final List<Operation> operations;
    private final ErrorShape shape;

    ResponseOracle(List<Operation> operations, ErrorShape shape) {
        this.operations = operations;
        this.shape = shape;
    }

    Optional<String> problem(FuzzRequest request, RawHttpClient.Outcome outcome) {
        if (outcome.response().isPresent()) {
            return problemOfResponse(request, outcome.response().get());
        }
        boolean mayClose = request.has(Trait.INCOMPLETE) || request.has(Trait.LARGE);
        return mayClose && outcome.failure().startsWith("closed ") ? Optional.empty() : Optional.of(outcome.failure());
    }

    private Optional<String> problemOfResponse(FuzzRequest request, RawHttpResponse answer) {
        int status = answer.status();
        if (status >= 500 && !isAllowedServerError(request, status)) {
            return Optional.of("answered " + status);
        }
        if (!isExpected(request, status)) {
            return Optional.of("answered " + status + ", which is not documented");
        }
        if (request.has(Trait.HEAD)) {
            return Optional.empty();
        }
        return status >= 400 ? problemOfError(request, answer) : problemOfSuccess(request, answer);
    }

    private static boolean isAllowedServerError(FuzzRequest request, int status) {
        return status == 501 && request.has(Trait.UNKNOWN_CODING);
    }

    private boolean isExpected(FuzzRequest request, int status) {
        return PROTOCOL_STATUSES.contains(status)
                || status >= 500
                || candidates(request).stream().anyMatch(operation -> operation.documents(status))
                || (request.has(Trait.OTHER_OPERATION) && OTHER_TARGET_STATUSES.contains(status));
    }

    private Optional<String> problemOfError(FuzzRequest request, RawHttpResponse answer) {
        boolean documentedPage = candidates(request).stream()
                .anyMatch(operation -> operation.mediaTypes(answer.status()).contains(HTML));
        if (documentedPage && answer.mediaType().equals(HTML)) {
            return Optional.empty();
        }
        return shape.problem(answer).map(complaint -> "answered " + answer.status() + ": " + complaint);
    }

    private Optional<String> problemOfSuccess(FuzzRequest request, RawHttpResponse answer) {
        String type = answer.mediaType();
        if (answer.byteText().isEmpty()) {
            return Optional.empty();
        }
        if (candidates(request).stream()
                        .noneMatch(each -> each.mediaTypes(answer.status()).contains(type))
                && !request.has(Trait.OTHER_OPERATION)) {
            return Optional.of("answered " + answer.status() + " with a body of the undocumented type " + type);
        }
        if (type.endsWith("json")) {
            try {
                JSON.readTree(answer.text());
            } catch (JsonProcessingException malformed) {
                return Optional.of("answered " + answer.status() + " with a body that is not JSON");
            }
        }
        return Optional.empty();
    }

    /** Returns the operations that the request may have reached. */
    private List<Operation> candidates(FuzzRequest request) {
        return request.has(Trait.OTHER_OPERATION) ? operations : List.of(request.operation());
    }
}
