package dev.roster.application.outbox.codec;

import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.util.Map;

/** The parts of a stored message, as read. Rejects missing fields and values of other types. */
record StoredMessage(MessageId id, Instant createdAt, Map<String, Object> fields) {

    <T> T require(String field, Class<T> type) {
        return FlatJson.require(fields, field, type);
    }

    String text(String field) {
        return require(field, String.class);
    }

    EmailAddress email(String field) {
        return EmailAddress.stored(text(field));
    }

    OneTimeSecret token() {
        return new OneTimeSecret(text("token"));
    }

    Instant tokenExpiry() {
        return Instant.parse(text("tokenExpiresAt"));
    }

    UserId userId() {
        return new UserId(require("userId", Long.class));
    }

    @Override
    public String toString() {
        return "StoredMessage[" + id + "]";
    }
}
