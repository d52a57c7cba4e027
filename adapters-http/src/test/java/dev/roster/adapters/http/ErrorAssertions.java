package dev.roster.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roster.testkit.fuzz.RawHttpResponse;
import java.io.IOException;
import java.net.http.HttpResponse;

/** Assertions that hold for every error response. */
public final class ErrorAssertions {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ErrorAssertions() {}

    public static JsonNode assertError(HttpResponse<String> response, int status, String error) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        String contentType = response.headers().firstValue("Content-Type").orElse("");
        String requestId = response.headers().firstValue("X-Request-Id").orElse("");
        return assertError(response.body(), contentType, requestId, status, error);
    }

    public static JsonNode assertError(RawHttpResponse response, int status, String error) throws IOException {
        assertThat(response.status()).as(response.text()).isEqualTo(status);
        String contentType = response.header("Content-Type").orElse("");
        String requestId = response.header("X-Request-Id").orElse("");
        return assertError(response.text(), contentType, requestId, status, error);
    }

    private static JsonNode assertError(String body, String contentType, String requestId, int status, String error)
            throws IOException {
        assertThat(contentType).isEqualTo("application/json");
        JsonNode json = MAPPER.readTree(body);
        assertThat(json.fieldNames()).toIterable().containsExactly("status", "error", "detail", "requestId");
        assertThat(json.path("status").asInt()).isEqualTo(status);
        assertThat(json.path("error").asText()).isEqualTo(error);
        assertThat(json.path("requestId").asText()).isNotEmpty().isEqualTo(requestId);
        assertThat(body).doesNotContain("Exception", "java.", "jetty", "javalin", "\\tat ");
        if (status == 422) {
            assertThat(json.path("detail").findValuesAsText("message")).isNotEmpty();
        } else {
            assertThat(json.path("detail").asText()).isNotEmpty();
        }
        return json;
    }

    /** Asserts a 422 that names exactly these fields, in order. */
    public static void assertInvalid(HttpResponse<String> response, String... fields) throws IOException {
        JsonNode error = assertError(response, 422, "Validation failed");
        assertThat(error.path("detail").findValuesAsText("field")).containsExactly(fields);
    }
}
