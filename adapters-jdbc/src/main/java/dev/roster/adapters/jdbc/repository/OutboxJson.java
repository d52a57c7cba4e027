package dev.roster.adapters.jdbc.repository;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.EmailChangedEmail;
import dev.roster.application.port.outbox.OutboxMessage.PasswordChangedEmail;
import dev.roster.application.port.outbox.OutboxMessage.PasswordResetEmail;
import dev.roster.application.port.outbox.OutboxMessage.PasswordResetRequest;
import dev.roster.application.port.outbox.OutboxMessage.ProfileUpdatedNotification;
import dev.roster.application.port.outbox.OutboxMessage.UserCacheInvalidation;
import dev.roster.application.port.outbox.OutboxMessage.VerificationEmail;
import dev.roster.application.port.outbox.OutboxMessage.VerificationRequest;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Converter between outbox messages and rows. Kinds and field names are part of the schema: rows of older versions must
 * stay readable, so this class may change only by additions.
 */
final class OutboxJson {

    private static final String VERIFICATION_EMAIL = "verification-email";
    private static final String VERIFICATION_REQUEST = "verification-request";
    private static final String RESET_EMAIL = "password-reset-email";
    private static final String RESET_REQUEST = "password-reset-request";
    private static final String PASSWORD_CHANGED_EMAIL = "password-changed-email";
    private static final String EMAIL_CHANGED_EMAIL = "address-changed-email";
    private static final String WELCOME = "welcome-notification";
    private static final String PROFILE_UPDATED = "profile-updated-notification";
    private static final String CACHE_REFRESH = "user-cache-refresh";

    private static final Map<String, Class<? extends OutboxMessage>> CLASSES = Map.of(
            VERIFICATION_EMAIL, VerificationEmail.class,
            VERIFICATION_REQUEST, VerificationRequest.class,
            RESET_EMAIL, PasswordResetEmail.class,
            RESET_REQUEST, PasswordResetRequest.class,
            PASSWORD_CHANGED_EMAIL, PasswordChangedEmail.class,
            EMAIL_CHANGED_EMAIL, EmailChangedEmail.class,
            WELCOME, WelcomeNotification.class,
            PROFILE_UPDATED, ProfileUpdatedNotification.class,
            CACHE_REFRESH, UserCacheInvalidation.class);

    /** The kinds that this version can read. All others are left to newer nodes. */
    static final Set<String> KINDS = CLASSES.keySet();

    /**
     * Escapes everything beyond ASCII, so that any Java string round-trips, including characters that databases reject.
     */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private OutboxJson() {}

    /**
     * A message as it is stored in a row.
     *
     * @param kind determines how the payload is read
     * @param payload a JSON object; may contain a secret
     */
    record Encoded(String kind, String payload) {
        @Override
        public String toString() {
            return "Encoded[" + kind + "]";
        }
    }

    /** Returns the name that the application uses for a kind; the kind itself if this version does not know it. */
    static String nameOf(String kind) {
        Class<? extends OutboxMessage> known = CLASSES.get(kind);
        return known == null ? kind : known.getSimpleName();
    }

    static Encoded encode(OutboxMessage message) {
        ObjectNode json = JSON.createObjectNode();
        if (message instanceof VerificationEmail mail) {
            return toEncoded(
                    VERIFICATION_EMAIL, mail(json, mail.to(), mail.name(), mail.token(), mail.tokenExpiresAt()));
        }
        if (message instanceof VerificationRequest request) {
            return toEncoded(VERIFICATION_REQUEST, json.put("to", request.to().value()));
        }
        if (message instanceof PasswordResetEmail mail) {
            return toEncoded(RESET_EMAIL, mail(json, mail.to(), mail.name(), mail.token(), mail.tokenExpiresAt()));
        }
        if (message instanceof PasswordResetRequest request) {
            json.put("to", request.to().value());
            return toEncoded(
                    RESET_REQUEST, json.put("from", request.clientAddress().value()));
        }
        if (message instanceof PasswordChangedEmail mail) {
            return toEncoded(PASSWORD_CHANGED_EMAIL, mail(json, mail.to(), mail.name()));
        }
        if (message instanceof EmailChangedEmail mail) {
            mail(json, mail.to(), mail.name());
            return toEncoded(
                    EMAIL_CHANGED_EMAIL, json.put("changedTo", mail.newEmail().value()));
        }
        if (message instanceof WelcomeNotification welcome) {
            return toEncoded(WELCOME, notification(json, welcome.userId(), welcome.name()));
        }
        if (message instanceof ProfileUpdatedNotification update) {
            return toEncoded(PROFILE_UPDATED, notification(json, update.userId(), update.name()));
        }
        if (message instanceof UserCacheInvalidation refresh) {
            json.put("userId", refresh.userId().value());
            json.put("version", refresh.version());
            json.put("deleted", refresh.deleted());
            return toEncoded(CACHE_REFRESH, json);
        }
        throw new IllegalArgumentException(
                "no outbox kind for " + message.getClass().getSimpleName());
    }

    /**
     * Converts a row to a message.
     *
     * @throws IllegalArgumentException if the payload does not match the kind; the message quotes none of it
     */
    static OutboxMessage decode(MessageId id, Instant createdAt, Encoded row) {
        try {
            JsonNode json = JSON.readTree(row.payload());
            return switch (row.kind()) {
                case VERIFICATION_EMAIL ->
                    new VerificationEmail(
                            id, createdAt, address(json, "to"), text(json, "name"), token(json), tokenExpiry(json));
                case VERIFICATION_REQUEST -> new VerificationRequest(id, createdAt, address(json, "to"));
                case RESET_EMAIL ->
                    new PasswordResetEmail(
                            id, createdAt, address(json, "to"), text(json, "name"), token(json), tokenExpiry(json));
                case RESET_REQUEST ->
                    new PasswordResetRequest(id, createdAt, address(json, "to"), new ClientAddress(text(json, "from")));
                case PASSWORD_CHANGED_EMAIL ->
                    new PasswordChangedEmail(id, createdAt, address(json, "to"), text(json, "name"));
                case EMAIL_CHANGED_EMAIL ->
                    new EmailChangedEmail(
                            id, createdAt, address(json, "to"), text(json, "name"), address(json, "changedTo"));
                case WELCOME -> new WelcomeNotification(id, createdAt, userId(json), text(json, "name"));
                case PROFILE_UPDATED -> new ProfileUpdatedNotification(id, createdAt, userId(json), text(json, "name"));
                case CACHE_REFRESH ->
                    new UserCacheInvalidation(
                            id,
                            createdAt,
                            userId(json),
                            json.required("version").longValue(),
                            json.required("deleted").booleanValue());
                default -> throw new IllegalArgumentException("unknown kind");
            };
        } catch (JsonProcessingException | RuntimeException unreadable) {
            throw withoutQuote(row.kind(), unreadable);
        }
    }

    private static IllegalArgumentException withoutQuote(String kind, Exception unreadable) {
        return new IllegalArgumentException(
                "unreadable " + kind + ": " + unreadable.getClass().getSimpleName());
    }

    private static ObjectNode mail(ObjectNode json, EmailAddress to, String name) {
        return json.put("to", to.value()).put("name", name);
    }

    private static ObjectNode mail(
            ObjectNode json, EmailAddress to, String name, OneTimeSecret token, Instant tokenExpiresAt) {
        return mail(json, to, name).put("token", token.value()).put("tokenExpiresAt", tokenExpiresAt.toString());
    }

    private static ObjectNode notification(ObjectNode json, UserId userId, String name) {
        return json.put("userId", userId.value()).put("name", name);
    }

    private static Encoded toEncoded(String kind, ObjectNode json) {
        try {
            return new Encoded(kind, JSON.writeValueAsString(json));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot write a tree of strings and numbers", impossible);
        }
    }

    private static String text(JsonNode json, String field) {
        return json.required(field).textValue();
    }

    private static EmailAddress address(JsonNode json, String field) {
        return new EmailAddress(text(json, field));
    }

    private static OneTimeSecret token(JsonNode json) {
        return new OneTimeSecret(text(json, "token"));
    }

    private static Instant tokenExpiry(JsonNode json) {
        return Instant.parse(text(json, "tokenExpiresAt"));
    }

    private static UserId userId(JsonNode json) {
        return new UserId(json.required("userId").longValue());
    }
}
