package dev.roster.adapters.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roster.testkit.contract.api.ApiExchange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that the validator detects each kind of difference between response and document. */
class OpenApiResponseValidatorTest {

    private static final String POST = "{\"id\":7,\"title\":\"T\",\"content\":\"\",\"published\":true,\"authorId\":1,"
            + "\"createdAt\":\"2023-01-01T00:00:00Z\",\"updatedAt\":\"2023-01-01T00:00:00Z\"}";
    private static final Map<String, List<String>> HEADERS = Map.of(
            "content-type", List.of("application/json"),
            "cache-control", List.of("no-cache"),
            "etag", List.of("\"1-a-f\""),
            "vary", List.of("Origin", "Authorization"),
            "x-request-id", List.of("a"));

    private static OpenApiDocument document;

    /** Shared, because creating a validator is slow. */
    private static OpenApiResponseValidator shared;

    @BeforeAll
    static void readDocument() throws Exception {
        document = OpenApiDocument.served();
        shared = new OpenApiResponseValidator(document);
    }

    /** Returns an exchange without {@code Content-Type} if the response has no body. */
    private static ApiExchange exchange(String method, String target, int status, String body) {
        Map<String, List<String>> headers = new HashMap<>(HEADERS);
        if (body.isEmpty()) {
            headers.remove("content-type");
        }
        return new ApiExchange(method, target, Map.of(), null, status, headers, body);
    }

    private static AbstractThrowableAssert<?, ?> assertRejected(ApiExchange exchange) {
        return assertThatThrownBy(() -> shared.onExchange(exchange)).isInstanceOf(AssertionError.class);
    }

    @Test
    void acceptsDocumentedResponses() {
        OpenApiResponseValidator answers = new OpenApiResponseValidator(document);

        assertThatCode(() -> {
                    answers.onExchange(exchange("GET", "/posts/7", 200, POST));
                    answers.onExchange(exchange("HEAD", "/posts/7", 200, ""));
                    answers.onExchange(exchange("GET", "/posts/7", 304, ""));
                    answers.onExchange(exchange("GET", "/posts?after=", 200, "{\"items\":[],\"next\":null}"));
                })
                .doesNotThrowAnyException();
        assertThat(answers.missingStatuses()).contains("getPost 404").doesNotContain("getPost 200", "getPost 304");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "an unknown field        | \"id\":7             | \"id\":7,\"colour\":\"red\"",
                "a renamed field         | \"title\"            | \"heading\"",
                "a field that is missing | \"title\":\"T\",     | ``",
                "another type            | \"id\":7             | \"id\":\"7\"",
                "null                    | \"title\":\"T\"      | \"title\":null",
                "a value out of range    | \"id\":7             | \"id\":0",
                "a text too short        | \"title\":\"T\"      | \"title\":\"\"",
                "no instant              | 2023-01-01T00:00:00Z | yesterday",
                "no JSON                 | {                    | <",
            })
    void rejectsWrongBody(String difference, String right, String wrong) {
        assertThat(POST).contains(right);

        assertRejected(exchange("GET", "/posts/7", 200, POST.replace(right, wrong)))
                .as(difference)
                .hasMessageContaining("GET /posts/7, answered 200");
    }

    @Test
    void rejectsUnexpectedOrMissingBody() {
        assertRejected(exchange("GET", "/posts/7", 200, "")).hasMessageContaining("no body");
        assertRejected(exchange("GET", "/posts/7", 304, POST)).hasMessageContaining("no body");
        assertRejected(exchange("HEAD", "/posts/7", 200, POST)).hasMessageContaining("no body");
        assertRejected(new ApiExchange("GET", "/posts/7", Map.of(), null, 304, HEADERS, ""))
                .hasMessageContaining("type of the empty body");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /posts/7, 402",
        "GET, /posts/7, 201",
        "GET, /posts/7, 502",
        "GET, /colours, 200",
        "PUT, /posts, 200"
    })
    void rejectsUndocumentedStatus(String method, String target, int status) {
        assertRejected(exchange(method, target, status, POST)).hasMessageContaining("not documented");
    }

    @ParameterizedTest
    @CsvSource({
        "etag,",
        "vary,",
        "x-request-id,",
        "cache-control,",
        "content-type, text/html",
        "content-type, application/problem+json",
        "etag, weak",
        "vary, Origin"
    })
    void rejectsMissingOrWrongHeader(String header, @Nullable String value) {
        Map<String, List<String>> headers = new HashMap<>(HEADERS);
        headers.put(header, value == null ? List.of() : List.of(value));

        assertRejected(new ApiExchange("GET", "/posts/7", Map.of(), null, 200, headers, POST))
                .hasMessageContaining("GET /posts/7");
    }

    @Test
    void rejectsOtherErrorShapeForUnknownPath() {
        String error = "{\"status\":404,\"error\":\"Not found\",\"detail\":\"None.\",\"requestId\":\"a\"}";

        assertThatCode(() -> shared.onExchange(exchange("GET", "/colours", 404, error)))
                .doesNotThrowAnyException();
        assertRejected(exchange("GET", "/colours", 404, "{\"message\":\"gone\"}"));
    }

    /** Given a wrong document. When the server's response is right. Then the difference is detected as well. */
    @Test
    void detectsDifferenceInDocument() throws Exception {
        OpenApiDocument planted = OpenApiDocument.of(document.json().replace("\"authorId\"", "\"writerId\""));

        assertThatThrownBy(
                        () -> new OpenApiResponseValidator(planted).onExchange(exchange("GET", "/posts/7", 200, POST)))
                .hasMessageContaining("writerId");
    }
}
