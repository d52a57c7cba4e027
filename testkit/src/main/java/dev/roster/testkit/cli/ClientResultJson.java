package dev.roster.testkit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.cli.ClientTaskRoutes.RefusedException;
import dev.roster.testkit.contract.client.ClientResult;
import dev.roster.testkit.contract.client.ClientResult.ClientUser;
import dev.roster.testkit.contract.client.ClientResult.Outcome;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the result that a client in another process reports. A field that is missing or misspelled is an error. */
final class ClientResultJson {

    private static final Set<String> FIELDS =
            Set.of("number", "outcome", "users", "total", "fields", "retryAfterSeconds");

    private ClientResultJson() {}

    static ClientResult read(JsonNode json) throws RefusedException {
        Outcome outcome = outcome(json.path("outcome").asText());
        Set<String> unknown = new TreeSet<>();
        json.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(FIELDS);
        if (!unknown.isEmpty()) {
            throw refused("unknown fields: " + String.join(", ", unknown) + "; the fields of a result are "
                    + String.join(", ", new TreeSet<>(FIELDS)));
        }
        List<ClientUser> users = new ArrayList<>();
        for (JsonNode user : array(json, "users")) {
            users.add(user(user));
        }
        if (outcome == Outcome.USER && users.size() != 1) {
            throw refused("the outcome user requires one user in users, but there are " + users.size());
        }
        if (outcome == Outcome.PAGE && !json.path("total").isIntegralNumber()) {
            throw refused("the outcome page requires the integer total, but it was " + json.path("total"));
        }
        List<String> fields = new ArrayList<>();
        for (JsonNode field : array(json, "fields")) {
            fields.add(field.asText());
        }
        return new ClientResult(outcome, users, json.path("total").asLong(), fields, retryAfter(json));
    }

    private static Outcome outcome(String word) throws RefusedException {
        return Arrays.stream(Outcome.values())
                .filter(outcome -> word(outcome).equals(word))
                .findFirst()
                .orElseThrow(() -> refused("outcome was '" + word + "', but must be one of "
                        + String.join(
                                ", ",
                                Arrays.stream(Outcome.values())
                                        .map(ClientResultJson::word)
                                        .toList())));
    }

    private static String word(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static JsonNode array(JsonNode json, String name) throws RefusedException {
        JsonNode found = json.path(name);
        if (json.hasNonNull(name) && !found.isArray()) {
            throw refused(name + " must be an array, but was " + found);
        }
        return found;
    }

    private static Optional<Duration> retryAfter(JsonNode json) throws RefusedException {
        JsonNode seconds = json.path("retryAfterSeconds");
        if (json.hasNonNull("retryAfterSeconds") && !seconds.isIntegralNumber()) {
            throw refused("retryAfterSeconds must be an integer, but was " + seconds);
        }
        return seconds.isIntegralNumber() ? Optional.of(Duration.ofSeconds(seconds.longValue())) : Optional.empty();
    }

    private static ClientUser user(JsonNode json) throws RefusedException {
        JsonNode id = json.path("id");
        JsonNode email = json.path("email");
        if (!id.isIntegralNumber() || !id.canConvertToLong() || !(email.isTextual() || !json.hasNonNull("email"))) {
            throw refused("a user must have an id that is an integer, and an email that is a text if it is known, but"
                    + " was " + json);
        }
        return new ClientUser(
                id.longValue(),
                text(json, "name"),
                text(json, "bio"),
                Optional.ofNullable(email.textValue()),
                time(text(json, "createdAt")));
    }

    private static String text(JsonNode user, String name) throws RefusedException {
        if (!user.path(name).isTextual()) {
            throw refused("a user must have id, name, bio and createdAt, and email if it is known, but " + name
                    + " was " + user.path(name) + " in " + user);
        }
        return user.path(name).textValue();
    }

    private static Instant time(String text) throws RefusedException {
        try {
            return Instant.parse(text);
        } catch (DateTimeException malformed) {
            throw refused("createdAt must be a time in UTC such as 1999-12-31T23:59:59Z, but was '" + text + "'");
        }
    }

    private static RefusedException refused(String reason) {
        return new RefusedException(400, reason);
    }
}
