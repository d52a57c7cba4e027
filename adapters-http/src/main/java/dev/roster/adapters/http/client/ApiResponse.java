package dev.roster.adapters.http.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.roster.application.port.directory.DirectoryUnavailableException;
import dev.roster.application.port.directory.UserDirectory.DirectoryUser;
import dev.roster.application.port.security.AccessToken;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.Violation;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.UserId;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Response of the API.
 *
 * @param body the JSON; a missing node if the body is not JSON
 */
record ApiResponse(int status, JsonNode body, HttpHeaders headers) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Maximum length of a server's text in messages, because messages go to logs. */
    private static final int MAX_QUOTED_LENGTH = 200;

    static ApiResponse of(HttpResponse<byte[]> response) {
        return new ApiResponse(response.statusCode(), parse(response.body()), response.headers());
    }

    /** Writes the body of a request as JSON. */
    static byte[] toJson(Map<String, String> fields) {
        try {
            return MAPPER.writeValueAsBytes(fields);
        } catch (JsonProcessingException impossible) {
            // Without the cause: its message may quote a password.
            throw new IllegalStateException("the fields cannot be written as JSON");
        }
    }

    /** Returns whether this is Roster's own error with that status, not one of a proxy. */
    boolean isError(int expected) {
        return status == expected
                && body.path("status").asInt() == expected
                && body.path("error").isTextual();
    }

    /** Returns the short text of an error. */
    String error() {
        return body.path("error").asText();
    }

    /** Returns the error, the detail and the request id in one line, for logs. */
    String description() {
        String detail = body.path("detail").isTextual() ? body.path("detail").asText() : "";
        String requestId = requestId();
        return abbreviate(error() + (detail.isEmpty() ? "" : ": " + detail))
                + (requestId.isEmpty() ? "" : " (request " + requestId + ")");
    }

    /** Returns the error as an exception. */
    UserApiException toException() {
        String detail = detail();
        return new UserApiException(
                status, abbreviate(error()), abbreviate(detail), requestId(), status + " " + description());
    }

    private String detail() {
        return body.path("detail").isArray()
                ? readViolations().stream().map(Violation::toString).collect(Collectors.joining("; "))
                : body.path("detail").asText("");
    }

    private String requestId() {
        return abbreviate(
                body.path("requestId").asText(headers.firstValue("X-Request-Id").orElse("")));
    }

    /** Returns {@code Retry-After}, if it is a number of seconds. */
    Optional<Duration> retryAfter() {
        return headers.firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,9}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }

    /** Returns whether there is a {@code Retry-After}, including one with a date. */
    boolean hasRetryAfter() {
        return headers.firstValue("Retry-After").isPresent();
    }

    /** Returns the violations of a 422. */
    List<Violation> violations() {
        List<Violation> found = readViolations();
        if (found.isEmpty()) {
            throw unexpectedBody("violations");
        }
        return found;
    }

    private List<Violation> readViolations() {
        List<Violation> found = new ArrayList<>();
        body.path("detail")
                .forEach(fault -> found.add(new Violation(
                        fault.path("field").asText(), fault.path("message").asText())));
        return found;
    }

    /**
     * Returns this response if it has the expected status.
     *
     * @throws DirectoryUnavailableException if it has another status
     */
    ApiResponse requireStatus(int expected) {
        if (status != expected) {
            throw new DirectoryUnavailableException(
                    "the directory responded " + status + " " + description(), toException());
        }
        return this;
    }

    /** Parses the body as a user. */
    DirectoryUser user() {
        return readOrThrow("a user", () -> user(body));
    }

    /** Parses the body as a login. */
    UserApiLogin login() {
        return readOrThrow(
                "a login",
                () -> new UserApiLogin(
                        user(required(body, "user")),
                        new AccessToken(text(body, "access_token"), Duration.ofSeconds(number(body, "expires_in")))));
    }

    /** Parses the body as a page of users. */
    Page<DirectoryUser> page(PageRequest request) {
        return readOrThrow("a page of users", () -> {
            List<DirectoryUser> users = new ArrayList<>();
            required(body, "items").forEach(item -> users.add(user(item)));
            return new Page<>(users, number(body, "total"), request);
        });
    }

    private <T> T readOrThrow(String expected, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (DateTimeException | IllegalArgumentException | InvalidValueException unreadable) {
            throw unexpectedBody(expected);
        }
    }

    private DirectoryUnavailableException unexpectedBody(String expected) {
        return new DirectoryUnavailableException(
                "the directory responded " + status + ", but the body is not " + expected, toException());
    }

    private static DirectoryUser user(JsonNode json) {
        return new DirectoryUser(
                new UserId(number(json, "id")),
                new EmailAddress(text(json, "email")),
                text(json, "name"),
                text(json, "bio"),
                flag(json, "verified"),
                Instant.parse(text(json, "createdAt")),
                Instant.parse(text(json, "updatedAt")));
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = required(json, field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(field);
        }
        return value.textValue();
    }

    private static boolean flag(JsonNode json, String field) {
        JsonNode value = required(json, field);
        if (!value.isBoolean()) {
            throw new IllegalArgumentException(field);
        }
        return value.booleanValue();
    }

    private static long number(JsonNode json, String field) {
        JsonNode value = required(json, field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException(field);
        }
        return value.longValue();
    }

    private static JsonNode required(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            throw new IllegalArgumentException(field);
        }
        return value;
    }

    private static JsonNode parse(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (IOException noJson) {
            return MissingNode.getInstance();
        }
    }

    /** Replaces control characters and truncates the text, so that no server can flood or forge log lines. */
    private static String abbreviate(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= MAX_QUOTED_LENGTH ? line : line.substring(0, MAX_QUOTED_LENGTH) + "…";
    }
}
