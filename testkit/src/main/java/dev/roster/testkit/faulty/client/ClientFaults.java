package dev.roster.testkit.faulty.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.contract.client.ClientResult;
import dev.roster.testkit.contract.client.ClientResult.ClientUser;
import dev.roster.testkit.contract.client.ClientResult.Outcome;
import dev.roster.testkit.contract.client.ClientTask;
import dev.roster.testkit.contract.client.ClientUnderTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Planted faults of clients of the API, all seen in real clients. Each is planted in a correct client. */
public enum ClientFaults implements PlantedFault {
    @Fault("Reads ids as floating-point numbers with rounding.")
    ID_ROUNDED("client.user-read-exactly"),
    @Fault("Reads times with milliseconds.")
    TIME_TRUNCATED("client.user-read-exactly"),
    @Fault("Trims texts.")
    BIO_TRIMMED("client.user-read-exactly"),
    @Fault("Rejects answers with fields that it does not know.")
    UNKNOWN_FIELD_REJECTED("client.unknown-fields-ignored"),
    @Fault("Requires an email address in each answer.")
    EMAIL_REQUIRED("client.public-profile-read"),
    @Fault("Counts pages from zero.")
    PAGES_FROM_ZERO("client.page-read"),
    @Fault("Returns the number of users on the page as the total.")
    TOTAL_OF_PAGE("client.page-read"),
    @Fault("Builds JSON by joining texts without escapes.")
    JSON_CONCATENATED("client.user-created"),
    @Fault("Leaves out empty values, so that they are not changed.")
    EMPTY_OMITTED("client.user-replaced"),
    @Fault("Sends fields that are not part of a replacement.")
    EXTRA_FIELD_SENT("client.user-replaced"),
    @Fault("Sends the body of a replacement as text.")
    TYPE_FORGOTTEN("client.user-replaced"),
    @Fault("Expects JSON in each successful answer.")
    BODY_EXPECTED("client.user-deleted"),
    @Fault("Sends the token in the query, where logs show it.")
    TOKEN_IN_QUERY("client.token-sent-in-header"),
    @Fault("Forgets the token for one kind of call.")
    TOKEN_FORGOTTEN("client.token-sent-in-header"),
    @Fault("Sends the token in a cookie too.")
    TOKEN_EVERYWHERE("client.token-sent-in-header"),
    @Fault("Searches for fields in the text instead of reading JSON.")
    JSON_SEARCHED("client.json-forms-equal"),
    @Fault("Sends an empty User-Agent.")
    ANONYMOUS("client.user-agent-sent"),
    @Fault("Sends the User-Agent of its HTTP library.")
    LIBRARY_NAMED("client.user-agent-sent"),
    @Fault("Reports a missing user as an unavailable server.")
    MISSING_AS_UNAVAILABLE("client.missing-user-reported"),
    @Fault("Reports only the first rejected field.")
    FIRST_FIELD_ONLY("client.rejected-fields-reported"),
    @Fault("Reports a taken email address as an invalid value.")
    TAKEN_AS_INVALID("client.taken-email-reported"),
    @Fault("Repeats a call with a token that was not accepted.")
    REJECTED_TOKEN_REPEATED("client.rejected-token-reported"),
    @Fault("Reports what is forbidden as missing.")
    FORBIDDEN_AS_MISSING("client.forbidden-reported"),
    @Fault("Repeats a call that was rejected as one too many.")
    TOO_MANY_REPEATED("client.too-many-requests-respected", "client.short-wait-kept"),
    @Fault("Does not report how long the caller has to wait.")
    WAIT_NOT_TOLD("client.too-many-requests-respected", "client.short-wait-kept"),
    @Fault("Reports a call that was one too many as an unavailable server.")
    TOO_MANY_AS_UNAVAILABLE("client.too-many-requests-respected"),
    @Fault("Repeats at once, whatever Retry-After says.")
    RETRY_AFTER_IGNORED("client.retry-after-respected"),
    @Fault("Repeats at once if Retry-After is longer than the timeout.")
    LONG_WAIT_IGNORED("client.retry-after-respected"),
    @Fault("Repeats at once if Retry-After is a date.")
    DATE_IGNORED("client.retry-after-respected"),
    @Fault("Never repeats a call.")
    NEVER_REPEATS("client.safe-read-repeated"),
    @Fault("Repeats a call a hundred times.")
    REPEATS_FOREVER("client.repetitions-bounded"),
    @Fault("Repeats a creation whose answer was lost.")
    WRITE_REPEATED("client.uncertain-write-not-repeated"),
    @Fault("Repeats a replacement whose answer was lost, as if nobody else changed the user.")
    REPLACEMENT_REPEATED("client.uncertain-write-not-repeated"),
    @Fault("Repeats a deletion whose answer was lost.")
    DELETION_REPEATED("client.uncertain-write-not-repeated"),
    @Fault("Repeats a change after a 503 that does not promise that nothing was changed.")
    UNAVAILABLE_WRITE_REPEATED("client.uncertain-write-not-repeated"),
    @Fault(
            "Reports a change whose answer was lost as an error, so the caller does not learn that it may have been made.")
    UNCERTAIN_AS_ERROR("client.uncertain-write-not-repeated"),
    @Fault("Makes up values that an answer lacks.")
    MISSING_FIELDS_MADE_UP("client.unreadable-answer-reported"),
    @Fault("Takes each 404 as a missing user, also that of a proxy.")
    EACH_NOT_FOUND_TRUSTED("client.foreign-not-found-reported"),
    @Fault("Throws an unexpected exception when the server does not answer.")
    SILENCE_AS_CRASH("client.silence-bounded"),
    @Fault("Follows redirects to other servers with the token.")
    TOKEN_FOLLOWS_REDIRECT("client.token-kept-from-other-servers"),
    @Fault("Remains unusable after a lost connection.")
    BROKEN_FOR_GOOD("client.recovers");

    private static final Set<String> KNOWN_FIELDS =
            Set.of("id", "name", "bio", "email", "verified", "createdAt", "updatedAt");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    ClientFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    /** Returns a correct client. */
    public static ClientUnderTest sound() {
        return new SimpleClient();
    }

    /** Returns a client with this fault. */
    public ClientUnderTest faulty() {
        return new Faulty();
    }

    private final class Faulty extends SimpleClient {

        private boolean broken;

        private boolean is(ClientFaults fault) {
            return ClientFaults.this == fault;
        }

        @Override
        public ClientResult perform(ClientTask task) throws InterruptedException {
            ClientResult result = super.perform(task);
            broken |= is(BROKEN_FOR_GOOD) && result.outcome() == Outcome.UNAVAILABLE;
            if (broken) {
                return ClientResult.of(Outcome.UNAVAILABLE);
            }
            if (is(UNCERTAIN_AS_ERROR) && !task.operation().matches("getUser|listUsers")) {
                return result.outcome() == Outcome.UNAVAILABLE ? ClientResult.of(Outcome.ERROR) : result;
            }
            if (is(TOTAL_OF_PAGE) && result.outcome() == Outcome.PAGE) {
                return ClientResult.page(result.users(), result.users().size());
            }
            return result;
        }

        @Override
        String json(ObjectNode body) {
            if (is(JSON_CONCATENATED)) {
                return "{\"email\":\"" + body.path("email").asText() + "\",\"name\":\""
                        + body.path("name").asText() + "\"}";
            }
            if (is(EMPTY_OMITTED)) {
                body.properties().removeIf(field -> field.getValue().asText().isEmpty());
            }
            if (is(EXTRA_FIELD_SENT) && body.has("bio")) {
                body.put("role", "admin");
            }
            return super.json(body);
        }

        @Override
        HttpRequest.Builder builder(ClientTask task, String path) {
            String changed = switch (ClientFaults.this) {
                case PAGES_FROM_ZERO -> path.replace("page=3", "page=2");
                case TOKEN_IN_QUERY -> path + "?access_token=" + task.accessToken();
                default -> path;
            };
            HttpRequest.Builder builder = super.builder(task, changed);
            if (is(TOKEN_FORGOTTEN) && task.operation().equals("deleteUser")) {
                builder.setHeader("Authorization", "Basic eA==");
            }
            if (is(TYPE_FORGOTTEN) && task.operation().equals("replaceUser")) {
                builder.setHeader("Content-Type", "text/plain");
            }
            return switch (ClientFaults.this) {
                case TOKEN_EVERYWHERE -> builder.setHeader("Cookie", "token=" + task.accessToken());
                case ANONYMOUS -> builder.setHeader("User-Agent", "");
                case LIBRARY_NAMED -> builder.setHeader("User-Agent", "Java-http-client/17.0.15");
                default -> builder;
            };
        }

        @Override
        HttpResponse<String> send(HttpRequest request, Duration timeout) throws IOException, InterruptedException {
            HttpResponse<String> response;
            try {
                response = super.send(request, timeout);
            } catch (HttpTimeoutException silent) {
                if (is(SILENCE_AS_CRASH)) {
                    throw new IllegalStateException(silent);
                }
                throw silent;
            }
            if (is(UNAVAILABLE_WRITE_REPEATED) && response.statusCode() == 503 && !mayRepeat(request)) {
                return super.send(request, timeout);
            }
            if (is(TOKEN_FOLLOWS_REDIRECT) && response.statusCode() / 100 == 3) {
                URI elsewhere =
                        URI.create(response.headers().firstValue("Location").orElseThrow());
                return super.send(
                        HttpRequest.newBuilder(elsewhere)
                                .header(
                                        "Authorization",
                                        request.headers()
                                                .firstValue("Authorization")
                                                .orElseThrow())
                                .build(),
                        timeout);
            }
            return response;
        }

        @Override
        int maxAttempts() {
            return switch (ClientFaults.this) {
                case NEVER_REPEATS -> 1;
                case REPEATS_FOREVER -> 100;
                default -> super.maxAttempts();
            };
        }

        @Override
        boolean mayRepeat(HttpRequest request) {
            return switch (ClientFaults.this) {
                case WRITE_REPEATED -> true;
                case REPLACEMENT_REPEATED -> request.method().matches("GET|PUT");
                case DELETION_REPEATED -> request.method().matches("GET|DELETE");
                default -> super.mayRepeat(request);
            };
        }

        @Override
        boolean isTemporary(HttpResponse<String> response) {
            return super.isTemporary(response)
                    || (is(REJECTED_TOKEN_REPEATED) && response.statusCode() == 401)
                    || (is(TOO_MANY_REPEATED) && response.statusCode() == 429);
        }

        @Override
        Duration retryAfter(HttpResponse<String> response) {
            boolean isDate = response.headers()
                    .firstValue("Retry-After")
                    .filter(value -> value.endsWith("GMT"))
                    .isPresent();
            boolean isIgnored = is(RETRY_AFTER_IGNORED) || is(TOO_MANY_REPEATED) || (is(DATE_IGNORED) && isDate);
            Duration wait = isIgnored ? Duration.ZERO : super.retryAfter(response);
            boolean isLong = response.statusCode() == 503 && wait.toSeconds() > 3;
            return is(LONG_WAIT_IGNORED) && isLong ? Duration.ZERO : wait;
        }

        @Override
        ClientResult result(ClientTask task, HttpResponse<String> response) throws IOException {
            if (is(EACH_NOT_FOUND_TRUSTED) && response.statusCode() == 404) {
                return ClientResult.of(Outcome.NOT_FOUND);
            }
            ClientResult sound = super.result(task, response);
            return switch (ClientFaults.this) {
                case MISSING_AS_UNAVAILABLE ->
                    sound.outcome() == Outcome.NOT_FOUND ? ClientResult.of(Outcome.UNAVAILABLE) : sound;
                case FIRST_FIELD_ONLY ->
                    sound.outcome() == Outcome.INVALID
                            ? ClientResult.invalid(sound.fields().subList(0, 1))
                            : sound;
                case WAIT_NOT_TOLD ->
                    sound.retryAfter().isPresent() ? ClientResult.of(Outcome.TOO_MANY_REQUESTS) : sound;
                case TOO_MANY_AS_UNAVAILABLE ->
                    sound.retryAfter().isPresent() ? ClientResult.of(Outcome.UNAVAILABLE) : sound;
                case TAKEN_AS_INVALID ->
                    sound.outcome() == Outcome.EMAIL_TAKEN ? ClientResult.of(Outcome.INVALID) : sound;
                case FORBIDDEN_AS_MISSING ->
                    sound.outcome() == Outcome.FORBIDDEN ? ClientResult.of(Outcome.NOT_FOUND) : sound;
                case BODY_EXPECTED -> response.body().isEmpty() ? ClientResult.of(Outcome.UNAVAILABLE) : sound;
                default -> sound;
            };
        }

        @Override
        JsonNode read(HttpResponse<String> response) throws JsonProcessingException {
            JsonNode json = super.read(response);
            if (is(UNKNOWN_FIELD_REJECTED) && json.has("name")) {
                json.fieldNames().forEachRemaining(name -> {
                    if (!KNOWN_FIELDS.contains(name)) {
                        throw new IllegalArgumentException("unknown field " + name);
                    }
                });
            }
            if (is(JSON_SEARCHED) && !response.body().contains("\"name\":")) {
                throw new IllegalArgumentException("no name");
            }
            return json;
        }

        @Override
        ClientUser user(JsonNode json) {
            if (is(MISSING_FIELDS_MADE_UP) && !json.has("name")) {
                return new ClientUser(0, "", "", Optional.empty(), Instant.EPOCH);
            }
            ClientUser user = super.user(json);
            if (is(EMAIL_REQUIRED) && user.email().isEmpty()) {
                throw new IllegalArgumentException("no email");
            }
            return new ClientUser(
                    is(ID_ROUNDED) ? (long) (float) user.id() : user.id(),
                    user.name(),
                    is(BIO_TRIMMED) ? user.bio().strip() : user.bio(),
                    user.email(),
                    is(TIME_TRUNCATED) ? user.createdAt().truncatedTo(ChronoUnit.MILLIS) : user.createdAt());
        }
    }
}
