package dev.roster.adapters.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roster.testkit.contract.api.ApiExchange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private static ApiExchange exchange(String method, String target, int status, String body) {
        return new ApiExchange(method, target, Map.of(), null, status, HEADERS, body);
    }

    private static void validate(ApiExchange exchange) {
        shared.onExchange(exchange);
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

        assertThatThrownBy(() -> validate(exchange("GET", "/posts/7", 200, POST.replace(right, wrong))))
                .as(difference)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("GET /posts/7, answered 200");
    }

    @Test
    void rejectsUnexpectedOrMissingBody() {
        assertThatThrownBy(() -> validate(exchange("GET", "/posts/7", 200, ""))).hasMessageContaining("no body");
        assertThatThrownBy(() -> validate(exchange("GET", "/posts/7", 304, POST)))
                .hasMessageContaining("no body");
        assertThatThrownBy(() -> validate(exchange("HEAD", "/posts/7", 200, POST)))
                .hasMessageContaining("no body");
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
        assertThatThrownBy(() -> validate(exchange(method, target, status, POST)))
                .hasMessageContaining("not documented");
    }

    @ParameterizedTest
    @CsvSource({"etag", "vary", "x-request-id", "cache-control"})
    void rejectsMissingHeader(String header) {
        Map<String, List<String>> headers = new HashMap<>(HEADERS);
        headers.remove(header);

        assertThatThrownBy(() -> validate(new ApiExchange("GET", "/posts/7", Map.of(), null, 200, headers, POST)))
                .hasMessageContainingAll("header ", "GET /posts/7");
    }

    @ParameterizedTest
    @CsvSource({"content-type, text/html", "content-type, application/problem+json", "etag, weak", "vary, Origin"})
    void rejectsWrongHeader(String header, String value) {
        Map<String, List<String>> headers = new HashMap<>(HEADERS);
        headers.put(header, List.of(value));

        assertThatThrownBy(() -> validate(new ApiExchange("GET", "/posts/7", Map.of(), null, 200, headers, POST)))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void rejectsOtherErrorShapeForUnknownPath() {
        String error = "{\"status\":404,\"error\":\"Not found\",\"detail\":\"None.\",\"requestId\":\"a\"}";

        assertThatCode(() -> validate(exchange("GET", "/colours", 404, error))).doesNotThrowAnyException();
        assertThatThrownBy(() -> validate(exchange("GET", "/colours", 404, "{\"message\":\"gone\"}")))
                .isInstanceOf(AssertionError.class);
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
