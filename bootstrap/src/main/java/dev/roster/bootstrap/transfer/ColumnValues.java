package dev.roster.bootstrap.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.adapters.jdbc.transfer.TransferTable.Column;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Values of columns in JSON. */
final class ColumnValues {

    private static final Set<String> SECRETS = Set.of("password_hash", "hash", "payload");

    private ColumnValues() {}

    /** Returns whether messages must not show the values of a column. */
    static boolean isSecret(String column) {
        return SECRETS.contains(column);
    }

    /** Returns the accepted values of a column, for messages. */
    static String accepted(Column column) {
        Class<?> type = column.type();
        if (!column.words().isEmpty()) {
            return "one of " + String.join(", ", column.words());
        }
        if (type == Long.class || type == Integer.class) {
            return "a whole number";
        }
        if (type == Boolean.class) {
            return "true or false";
        }
        if (type == Instant.class) {
            return "a time in UTC with at most six decimals, such as \"2023-01-01T00:00:00Z\"";
        }
        return type == UUID.class ? "a UUID" : "a text without NUL characters and unpaired surrogates";
    }

    /** Returns the value; empty if the column does not accept it. */
    static Optional<Object> parse(JsonNode node, Column column) {
        Class<?> type = column.type();
        if (type == Long.class) {
            return Optional.<Object>of(node.asLong()).filter(any -> node.isIntegralNumber() && node.canConvertToLong());
        }
        if (type == Integer.class) {
            return Optional.<Object>of(node.asInt()).filter(any -> node.isIntegralNumber() && node.canConvertToInt());
        }
        if (type == Boolean.class) {
            return Optional.<Object>of(node.asBoolean()).filter(any -> node.isBoolean());
        }
        String text = node.asText();
        if (!node.isTextual() || !isStorable(text)) {
            return Optional.empty();
        }
        try {
            if (type == Instant.class) {
                Instant time = Instant.parse(text);
                return Optional.<Object>of(time).filter(any -> time.equals(time.truncatedTo(ChronoUnit.MICROS)));
            }
            if (type == UUID.class) {
                return Optional.of(UUID.fromString(text));
            }
        } catch (DateTimeException | IllegalArgumentException malformed) {
            return Optional.empty();
        }
        return Optional.<Object>of(text)
                .filter(any -> column.words().isEmpty() || column.words().contains(text));
    }

    /** PostgreSQL stores no NUL, and UTF-8 has no unpaired surrogates. */
    private static boolean isStorable(String text) {
        return text.codePoints()
                .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }
}
