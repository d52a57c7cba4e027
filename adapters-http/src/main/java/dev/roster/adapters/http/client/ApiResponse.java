package dev.roster.adapters.http.client;

import static com.fasterxml.jackson.databind.cfg.CoercionAction.Fail;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.roster.adapters.http.routes.UserJson;
import dev.roster.application.port.directory.DirectoryUnavailableException;
import dev.roster.application.port.directory.UserDirectory.DirectoryUser;
import dev.roster.application.port.security.AccessToken;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.Violation;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Response of the API. The body is a missing node if it is not JSON. */
record ApiResponse(int status, JsonNode body, HttpHeaders headers) {

    /** Ignores additional fields. Rejects a missing field, {@code null}, and a value of another type. */
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, Fail)
                            .setCoercion(CoercionInputShape.Float, Fail)
                            .setCoercion(CoercionInputShape.Boolean, Fail))
            .build();

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

    /**
     * Returns whether this is a 503 of Roster itself that promises that nothing was changed. A 503 without
     * {@code Retry-After}, or from a proxy, promises nothing.
     */
    boolean changedNothing() {
        return isError(503) && error().equals("Service unavailable") && hasRetryAfter();
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

    /** Parses the body as a user with all fields. */
    DirectoryUser user() {
        return read("a user", UserJson.class, UserJson::toDirectoryUser);
    }

    /** Parses the body as a user, with all fields or as a public profile. */
    DirectoryUser visibleUser() {
        return read("a user", JsonNode.class, ApiResponse::toVisibleUser);
    }

    private static DirectoryUser toVisibleUser(JsonNode user) {
        try {
            return user.has("email")
                    ? MAPPER.treeToValue(user, UserJson.class).toDirectoryUser()
                    : MAPPER.treeToValue(user, UserJson.Public.class).toDirectoryUser();
        } catch (JsonProcessingException unreadable) {
            throw new IllegalArgumentException(unreadable);
        }
    }

    /** Parses the body as a login. */
    UserApiLogin login() {
        return read(
                "a login",
                Login.class,
                login -> new UserApiLogin(
                        login.user().toDirectoryUser(),
                        new AccessToken(login.token(), Duration.ofSeconds(login.expiresIn()))));
    }

    /** Parses the body as a page of users. */
    Page<DirectoryUser> page(PageRequest request) {
        return read(
                "a page of users",
                UserPage.class,
                page -> new Page<>(
                        page.items().stream().map(ApiResponse::toVisibleUser).toList(), page.total(), request));
    }

    private <J, T> T read(String expected, Class<J> type, Function<J, T> conversion) {
        try {
            return conversion.apply(MAPPER.treeToValue(body, type));
        } catch (JsonProcessingException | RuntimeException unreadable) {
            throw unexpectedBody(expected);
        }
    }

    private record Login(
            UserJson user,
            @JsonProperty("access_token") String token,
            @JsonProperty("expires_in") long expiresIn) {}

    private record UserPage(List<JsonNode> items, long total) {}

    private DirectoryUnavailableException unexpectedBody(String expected) {
        return new DirectoryUnavailableException(
                "the directory responded " + status + ", but the body is not " + expected, toException());
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
