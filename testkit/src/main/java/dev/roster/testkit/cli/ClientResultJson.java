package dev.roster.testkit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.cli.ClientTasks.BadRequestException;
import dev.roster.testkit.contract.client.ClientResult;
import dev.roster.testkit.contract.client.ClientResult.ClientUser;
import dev.roster.testkit.contract.client.ClientResult.Outcome;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the result that a client in another process reports. */
final class ClientResultJson {

    private ClientResultJson() {}

    static ClientResult read(JsonNode json) throws BadRequestException {
        List<ClientUser> users = new ArrayList<>();
        for (JsonNode user : json.path("users")) {
            users.add(user(user));
        }
        List<String> fields = new ArrayList<>();
        json.path("fields").forEach(field -> fields.add(field.asText()));
        return new ClientResult(
                outcome(json.path("outcome").asText()),
                users,
                json.path("total").asLong(),
                fields);
    }

    private static Outcome outcome(String word) throws BadRequestException {
        return Arrays.stream(Outcome.values())
                .filter(outcome -> word(outcome).equals(word))
                .findFirst()
                .orElseThrow(() -> new BadRequestException("outcome must be one of "
                        + String.join(
                                ", ",
                                Arrays.stream(Outcome.values())
                                        .map(ClientResultJson::word)
                                        .toList())
                        + ", but was '" + word + "'"));
    }

    private static String word(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static ClientUser user(JsonNode json) throws BadRequestException {
        try {
            if (!json.required("id").canConvertToLong()) {
                throw new BadRequestException("the id of a user must be an integer, but was " + json.path("id"));
            }
            return new ClientUser(
                    json.required("id").longValue(),
                    json.required("name").asText(),
                    json.required("bio").asText(),
                    Optional.ofNullable(json.path("email").textValue()),
                    Instant.parse(json.required("createdAt").asText()));
        } catch (IllegalArgumentException | DateTimeException incomplete) {
            throw new BadRequestException("a user must have id, name, bio and createdAt, and email if it is known: "
                    + incomplete.getMessage());
        }
    }
}
