package dev.roster.adapters.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request.Method;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport.Message;
import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.adapters.http.openapi.OpenApiDocument.Operation;
import dev.roster.testkit.contract.api.ApiExchange;
import dev.roster.testkit.contract.api.ApiListener;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/** Validates responses against an OpenAPI document and records which operations and statuses were seen. */
final class OpenApiResponseValidator implements ApiListener {

    /** Operation whose default response describes errors that occur before any operation is reached. */
    private static final String NO_OPERATION = "/health/live";

    private static final Set<Integer> STATUSES_WITHOUT_OPERATION = Set.of(400, 404, 405, 406);
    private static final Set<Integer> DEFAULT_STATUSES = Set.of(408, 414, 431, 500, 505);

    private final OpenApiDocument document;
    private final OpenApiInteractionValidator validator;
    private final Set<String> seen = new ConcurrentSkipListSet<>();

    OpenApiResponseValidator(OpenApiDocument document) {
        this.document = document;
        this.validator = OpenApiInteractionValidator.createForInlineApiSpecification(document.json())
                .withBasePathOverride("")
                .build();
    }

    @Override
    public void onExchange(ApiExchange exchange) {
        String path = exchange.path();
        boolean head = exchange.method().equals("HEAD");
        Optional<Operation> operation = document.operation(head ? "GET" : exchange.method(), path);
        if (operation.isEmpty()) {
            requireRejected(exchange);
        } else {
            requireDocumented(exchange, operation.get(), head);
            seen.add(operation.get().id() + " " + exchange.status());
        }
    }

    /** Returns the documented statuses that were not seen. */
    Set<String> missingStatuses() {
        Set<String> unseen = new TreeSet<>();
        for (Operation operation : document.operations()) {
            operation.statuses().forEach(status -> unseen.add(operation.id() + " " + status));
        }
        unseen.removeAll(seen);
        return unseen;
    }

    /** Validates the response to an undocumented path or method. */
    private void requireRejected(ApiExchange exchange) {
        if (exchange.method().equals("OPTIONS") && exchange.status() < 300) {
            assertThat(exchange.responseBody()).as("body of %s", exchange).isEmpty();
            return;
        }
        assertThat(STATUSES_WITHOUT_OPERATION)
                .as("%s is not documented", exchange)
                .contains(exchange.status());
        if (!exchange.method().equals("HEAD")) {
            requireValid(exchange, Method.GET, NO_OPERATION);
        }
    }

    private void requireDocumented(ApiExchange exchange, Operation operation, boolean head) {
        JsonNode responses = operation.node().path("responses");
        String status = Integer.toString(exchange.status());
        boolean documented = responses.has(status);
        assertThat(documented || DEFAULT_STATUSES.contains(exchange.status()))
                .as("%s of %s is not documented", exchange, operation.id())
                .isTrue();
        JsonNode response = document.resolve(responses.path(documented ? status : "default"));
        requireHeaders(exchange, response);
        boolean hasContent = response.has("content") && !head;
        assertThat(exchange.responseBody().isEmpty())
                .as("no body of %s", exchange)
                .isNotEqualTo(hasContent);
        if (!response.has("content")) {
            assertThat(header(exchange, "Content-Type"))
                    .as("type of the empty body of %s", exchange)
                    .isEmpty();
        }
        if (hasContent) {
            requireContentType(exchange, response);
            requireValid(exchange, Method.valueOf(operation.method()), operation.path());
            requireDocumentedError(exchange, response);
        }
    }

    /** Requires the {@code error} text to occur in an example, because programs compare it. */
    private void requireDocumentedError(ApiExchange exchange, JsonNode response) {
        Set<String> documented = new TreeSet<>();
        response.at("/content/application~1json/examples")
                .forEach(example -> documented.add(
                        document.resolve(example).at("/value/error").asText()));
        if (exchange.status() >= 400 && !documented.isEmpty()) {
            assertThat(OpenApiDocument.parse(exchange.responseBody())
                            .path("error")
                            .asText())
                    .as("error of %s", exchange)
                    .isIn(documented);
        }
    }

    private void requireHeaders(ApiExchange exchange, JsonNode response) {
        for (Map.Entry<String, JsonNode> header : response.path("headers").properties()) {
            if (document.resolve(header.getValue()).path("required").asBoolean()) {
                assertThat(header(exchange, header.getKey()))
                        .as("header %s of %s", header.getKey(), exchange)
                        .isPresent();
            }
        }
    }

    private static void requireContentType(ApiExchange exchange, JsonNode response) {
        String type = header(exchange, "Content-Type").orElse("none").split(";", 2)[0];
        assertThat(response.path("content").has(type))
                .as("%s of %s is documented", type, exchange)
                .isTrue();
    }

    private void requireValid(ApiExchange exchange, Method method, String path) {
        SimpleResponse.Builder response =
                new SimpleResponse.Builder(exchange.status()).withBody(exchange.responseBody());
        // Header lines with the same name form one list (RFC 9110, section 5.3).
        exchange.responseHeaders().forEach((name, lines) -> response.withHeader(name, String.join(", ", lines)));
        List<String> faults = validator.validateResponse(path, method, response.build()).getMessages().stream()
                .map(Message::getMessage)
                .toList();
        assertThat(faults).as("violations in %s", exchange).isEmpty();
    }

    private static Optional<String> header(ApiExchange exchange, String name) {
        return exchange.responseHeaders().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .flatMap(header -> header.getValue().stream())
                .findFirst();
    }
}
