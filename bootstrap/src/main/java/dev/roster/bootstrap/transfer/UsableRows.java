package dev.roster.bootstrap.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.bootstrap.argon2.Argon2PasswordHasher;
import dev.roster.domain.user.EmailAddress;
import java.util.Optional;

/** Checks values that each fit their column, but that Roster could not use: a login or a read would fail later. */
final class UsableRows {

    private UsableRows() {}

    /** Returns what a row must contain instead; empty if it can be used. */
    static Optional<String> fault(String table, JsonNode row) {
        return switch (table) {
            case "users" -> userFault(row);
            case "credentials" ->
                Argon2PasswordHasher.isHash(row.path("password_hash").asText())
                        ? Optional.empty()
                        : Optional.of("\"password_hash\" of credentials must be an Argon2id hash in PHC format");
            default -> Optional.empty();
        };
    }

    private static Optional<String> userFault(JsonNode row) {
        JsonNode email = row.path("email");
        Optional<EmailAddress> address = EmailAddress.parse(email.asText())
                .filter(parsed -> parsed.value().equals(email.asText()));
        if (address.isEmpty()) {
            return Optional.of("\"email\" of users must be an email address, but was " + email);
        }
        String key = address.get().key();
        return row.path("email_key").asText().equals(key)
                ? Optional.empty()
                : Optional.of("\"email_key\" of users must be \"" + key + "\", the key of its email address, but was "
                        + row.path("email_key"));
    }
}
