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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Converter between outbox messages and rows. Kinds and field names are part of the schema: rows of older versions must
 * stay readable, so this class may change only by additions.
 */
final class OutboxJson {

    private static final List<Format<?>> FORMATS = List.of(
            new Format<>(
                    "verification-email",
                    VerificationEmail.class,
                    (mail, json) -> mail(json, mail.to(), mail.name(), mail.token(), mail.tokenExpiresAt()),
                    row -> new VerificationEmail(
                            row.id, row.createdAt, row.email("to"), row.text("name"), row.token(), row.tokenExpiry())),
            new Format<>(
                    "verification-request",
                    VerificationRequest.class,
                    (request, json) -> json.put("to", request.to().value()),
                    row -> new VerificationRequest(row.id, row.createdAt, row.email("to"))),
            new Format<>(
                    "password-reset-email",
                    PasswordResetEmail.class,
                    (mail, json) -> mail(json, mail.to(), mail.name(), mail.token(), mail.tokenExpiresAt()),
                    row -> new PasswordResetEmail(
                            row.id, row.createdAt, row.email("to"), row.text("name"), row.token(), row.tokenExpiry())),
            new Format<>(
                    "password-reset-request",
                    PasswordResetRequest.class,
                    (request, json) -> json.put("to", request.to().value())
                            .put("from", request.clientAddress().value()),
                    row -> new PasswordResetRequest(
                            row.id, row.createdAt, row.email("to"), new ClientAddress(row.text("from")))),
            new Format<>(
                    "password-changed-email",
                    PasswordChangedEmail.class,
                    (mail, json) -> mail(json, mail.to(), mail.name()),
                    row -> new PasswordChangedEmail(row.id, row.createdAt, row.email("to"), row.text("name"))),
            new Format<>(
                    "address-changed-email",
                    EmailChangedEmail.class,
                    (mail, json) -> mail(json, mail.to(), mail.name())
                            .put("changedTo", mail.newEmail().value()),
                    row -> new EmailChangedEmail(
                            row.id, row.createdAt, row.email("to"), row.text("name"), row.email("changedTo"))),
            new Format<>(
                    "welcome-notification",
                    WelcomeNotification.class,
                    (welcome, json) -> notification(json, welcome.userId(), welcome.name()),
                    row -> new WelcomeNotification(row.id, row.createdAt, row.userId(), row.text("name"))),
            new Format<>(
                    "profile-updated-notification",
                    ProfileUpdatedNotification.class,
                    (update, json) -> notification(json, update.userId(), update.name()),
                    row -> new ProfileUpdatedNotification(row.id, row.createdAt, row.userId(), row.text("name"))),
            new Format<>(
                    "user-cache-refresh",
                    UserCacheInvalidation.class,
                    (refresh, json) -> json.put("userId", refresh.userId().value())
                            .put("version", refresh.version())
                            .put("deleted", refresh.deleted()),
                    row -> new UserCacheInvalidation(
                            row.id,
                            row.createdAt,
                            row.userId(),
                            row.json.required("version").longValue(),
                            row.json.required("deleted").booleanValue())));

    private static final Map<String, Format<?>> BY_KIND =
            FORMATS.stream().collect(Collectors.toMap(Format::kind, Function.identity()));

    private static final Map<Class<?>, Format<?>> BY_TYPE =
            FORMATS.stream().collect(Collectors.toMap(Format::type, Function.identity()));

    /** The kinds that this version can read. All others are left to newer nodes. */
    static final Set<String> KINDS = BY_KIND.keySet();

    /**
     * Escapes everything beyond ASCII, so that any Java string round-trips, including characters that databases reject.
     */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private OutboxJson() {}

    /** How messages of one type are stored. */
    private record Format<M extends OutboxMessage>(
            String kind, Class<M> type, BiConsumer<M, ObjectNode> writer, Function<Row, M> reader) {

        void write(OutboxMessage message, ObjectNode json) {
            writer.accept(type.cast(message), json);
        }
    }

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
        Format<?> known = BY_KIND.get(kind);
        return known == null ? kind : known.type().getSimpleName();
    }

    static Encoded encode(OutboxMessage message) {
        Format<?> format = Objects.requireNonNull(BY_TYPE.get(message.getClass()), "no format for this message");
        ObjectNode json = JSON.createObjectNode();
        format.write(message, json);
        try {
            return new Encoded(format.kind(), JSON.writeValueAsString(json));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot write a tree of strings and numbers", impossible);
        }
    }

    /**
     * Converts a row to a message.
     *
     * @throws IllegalArgumentException if the payload does not match the kind; the message quotes none of it
     */
    @SuppressWarnings("UnusedException") // it may quote a secret
    static OutboxMessage decode(MessageId id, Instant createdAt, Encoded row) {
        try {
            Format<?> format = Objects.requireNonNull(BY_KIND.get(row.kind()), "unknown kind");
            return format.reader().apply(new Row(id, createdAt, JSON.readTree(row.payload())));
        } catch (JsonProcessingException | RuntimeException unreadable) {
            throw new IllegalArgumentException(
                    "unreadable " + row.kind() + ": " + unreadable.getClass().getSimpleName());
        }
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

    /** The parts of a stored message. */
    private record Row(MessageId id, Instant createdAt, JsonNode json) {

        String text(String field) {
            return json.required(field).textValue();
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
            return new UserId(json.required("userId").longValue());
        }
    }
}
