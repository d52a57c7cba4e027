package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.testkit.fuzz.RawHttpResponse;
import dev.roster.testkit.fuzz.request.ByteText;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A response to {@link ApiClient}, with its body as JSON. */
record Response(String request, HttpResponse<String> response, JsonNode body) {

    /**
     * Headers that may differ between otherwise equal responses; {@code Retry-After} depends on the time of the
     * request.
     */
    private static final Set<String> VARYING_HEADERS = Set.of("date", "x-request-id", "retry-after");

    int status() {
        return response.statusCode();
    }

    /** Returns all lines of a header joined by commas, which is equivalent (RFC 9110, section 5.2). */
    Optional<String> header(String name) {
        List<String> lines = response.headers().allValues(name);
        return lines.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", lines));
    }

    String text(String field) {
        return body.path(field).asText();
    }

    long number(String field) {
        return body.path(field).asLong();
    }

    String etag() {
        return header("ETag").orElseThrow();
    }

    /** Asserts the status. The failure message contains the whole response body. */
    Response expectStatus(int status) {
        assertThat(status())
                .as("status of %s with body %s", request, response.body())
                .isEqualTo(status);
        return this;
    }

    /** Asserts the status, and that there is no body. */
    Response expectEmpty(int status) {
        assertThat(expectStatus(status).response.body()).isEmpty();
        return this;
    }

    void expectError(int status, String error) {
        assertThat(expectStatus(status).text("error")).isEqualTo(error);
    }

    /** Asserts that the body contains these fields with these values, and maybe others. */
    Response expectFields(JsonNode fields) {
        fields.properties()
                .forEach(field -> assertThat(body.path(field.getKey()))
                        .as("%s in %s", field.getKey(), body)
                        .isEqualTo(field.getValue()));
        return this;
    }

    /** Asserts a 422 that names exactly these fields. */
    void expectInvalid(String... fields) {
        assertThat(invalidFields()).as("fields of %s", request).containsExactlyInAnyOrder(fields);
    }

    /** Asserts the total number and the items of a page, in order. */
    Response expectPage(long total, List<JsonNode> items) {
        assertThat(items()).isEqualTo(items);
        assertThat(number("total")).isEqualTo(total);
        return this;
    }

    /** Returns the items of a page or slice. */
    List<JsonNode> items() {
        expectStatus(200);
        assertThat(body.path("items").isArray()).as("items of %s", body).isTrue();
        List<JsonNode> items = new ArrayList<>();
        body.path("items").forEach(items::add);
        return items;
    }

    List<String> fields() {
        return body.properties().stream().map(Map.Entry::getKey).toList();
    }

    /** Asserts a 422 and returns the fields that it names. */
    List<String> invalidFields() {
        return expectStatus(422).body.path("detail").findValuesAsText("field");
    }

    /** Returns headers and body without the parts that differ between otherwise equal responses. */
    String comparableContent() {
        Map<String, List<String>> kept = new TreeMap<>(response.headers().map());
        kept.keySet().removeIf(name -> VARYING_HEADERS.contains(name.toLowerCase(Locale.ROOT)));
        JsonNode same = body instanceof ObjectNode object ? object.deepCopy().without("requestId") : body;
        return kept + "\n" + same;
    }

    void assertConventions(String method) {
        assertThat(header("X-Request-Id")).as("X-Request-Id of %s", request).isPresent();
        if (request.contains(" /auth/")) {
            assertThat(header("Cache-Control")).as("caching of %s", request).contains("no-store");
        }
        for (String secret : ApiClient.INTERNAL_DETAILS) {
            assertThat(response.body()).as("answer to %s", request).doesNotContain(secret);
        }
        if (status() >= 400 && !method.equals("HEAD")) {
            String bytes = ByteText.of(response.body().getBytes(StandardCharsets.UTF_8));
            RawHttpResponse error =
                    new RawHttpResponse(status(), response.headers().map(), bytes);
            assertThat(new RosterErrorShape().problem(error))
                    .as("error of %s: %s", request, body)
                    .isEmpty();
        }
    }
}
