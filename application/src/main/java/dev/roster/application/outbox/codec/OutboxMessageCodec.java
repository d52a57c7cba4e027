package dev.roster.application.outbox.codec;

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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The text form of outbox messages, for storages. A storage keeps {@link OutboxMessage#id()}, {@link
 * OutboxMessage#createdAt()} and {@link OutboxMessage#lane()} in columns of its own, and the rest as {@link Encoded}:
 *
 * <pre>{@code
 * Encoded encoded = OutboxMessageCodec.encode(message); // such as "verification-request", {"to":"ann@example.com"}
 * OutboxMessage same = OutboxMessageCodec.decode(message.id(), message.createdAt(), encoded);
 * }</pre>
 *
 * <p>The payload is a JSON object of strings, integers and booleans, written in printable ASCII. Texts round-trip
 * exactly, even those with characters that a database rejects; instants are in ISO-8601.
 *
 * <p>Kinds and field names never change, because stored rows contain them. A reader ignores unknown fields, so a newer
 * version may add some that older ones do not need. A change that older versions must not ignore increases the version,
 * the integer field {@code v}; without it the version is 1. All kinds have version {@value #VERSION} now.
 */
public final class OutboxMessageCodec {

    /** The newest version of the payload that can be read. */
    public static final int VERSION = 1;

    private static final String VERSION_FIELD = "v";

    private static final List<Format<?>> FORMATS = List.of(
            new Format<>(
                    "verification-email",
                    VerificationEmail.class,
                    (mail, to) -> to.mail(mail.to(), mail.name()).token(mail.token(), mail.tokenExpiresAt()),
                    row -> new VerificationEmail(
                            row.id(),
                            row.createdAt(),
                            row.email("to"),
                            row.text("name"),
                            row.token(),
                            row.tokenExpiry())),
            new Format<>(
                    "verification-request",
                    VerificationRequest.class,
                    (request, to) -> to.put("to", request.to().value()),
                    row -> new VerificationRequest(row.id(), row.createdAt(), row.email("to"))),
            new Format<>(
                    "password-reset-email",
                    PasswordResetEmail.class,
                    (mail, to) -> to.mail(mail.to(), mail.name()).token(mail.token(), mail.tokenExpiresAt()),
                    row -> new PasswordResetEmail(
                            row.id(),
                            row.createdAt(),
                            row.email("to"),
                            row.text("name"),
                            row.token(),
                            row.tokenExpiry())),
            new Format<>(
                    "password-reset-request",
                    PasswordResetRequest.class,
                    (request, to) -> to.put("to", request.to().value())
                            .put("from", request.clientAddress().value()),
                    row -> new PasswordResetRequest(
                            row.id(), row.createdAt(), row.email("to"), new ClientAddress(row.text("from")))),
            new Format<>(
                    "password-changed-email",
                    PasswordChangedEmail.class,
                    (mail, to) -> to.mail(mail.to(), mail.name()),
                    row -> new PasswordChangedEmail(row.id(), row.createdAt(), row.email("to"), row.text("name"))),
            new Format<>(
                    "address-changed-email",
                    EmailChangedEmail.class,
                    (mail, to) -> to.mail(mail.to(), mail.name())
                            .put("changedTo", mail.newEmail().value()),
                    row -> new EmailChangedEmail(
                            row.id(), row.createdAt(), row.email("to"), row.text("name"), row.email("changedTo"))),
            new Format<>(
                    "welcome-notification",
                    WelcomeNotification.class,
                    (welcome, to) -> to.user(welcome.userId()).put("name", welcome.name()),
                    row -> new WelcomeNotification(row.id(), row.createdAt(), row.userId(), row.text("name"))),
            new Format<>(
                    "profile-updated-notification",
                    ProfileUpdatedNotification.class,
                    (update, to) -> to.user(update.userId()).put("name", update.name()),
                    row -> new ProfileUpdatedNotification(row.id(), row.createdAt(), row.userId(), row.text("name"))),
            new Format<>(
                    "user-cache-refresh",
                    UserCacheInvalidation.class,
                    (refresh, to) -> to.user(refresh.userId())
                            .put("version", refresh.version())
                            .put("deleted", refresh.deleted()),
                    row -> new UserCacheInvalidation(
                            row.id(),
                            row.createdAt(),
                            row.userId(),
                            row.require("version", Long.class),
                            row.require("deleted", Boolean.class))));

    private static final Map<String, Format<?>> BY_KIND =
            FORMATS.stream().collect(Collectors.toMap(Format::kind, Function.identity()));

    private static final Map<Class<?>, Format<?>> BY_TYPE =
            FORMATS.stream().collect(Collectors.toMap(Format::type, Function.identity()));

    private static final Set<String> KINDS = Collections.unmodifiableSet(new TreeSet<>(BY_KIND.keySet()));

    private OutboxMessageCodec() {}

    /**
     * A message without id and time of creation, as a storage keeps it. {@link #toString()} does not contain the
     * payload.
     *
     * @param kind determines how the payload is read, such as {@code verification-email}: letters and hyphens
     * @param payload a JSON object in ASCII; may contain a secret
     */
    public record Encoded(String kind, String payload) {

        /** Rejects {@code null}. */
        public Encoded {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(payload, "payload");
        }

        @Override
        public String toString() {
            return "Encoded[" + nameable(kind) + "]";
        }
    }

    /** Returns the kinds that this version can read. A claim leaves messages of all others to newer nodes. */
    public static Set<String> kinds() {
        return KINDS;
    }

    /**
     * Returns the name of a kind for {@code OutboxQueue.OutboxEntry.kind()}; the kind itself if this version does not
     * know it.
     */
    public static String nameOf(String kind) {
        Format<?> known = BY_KIND.get(kind);
        return known == null ? kind : known.type().getSimpleName();
    }

    /** Converts a message to text. */
    public static Encoded encode(OutboxMessage message) {
        Format<?> format = Objects.requireNonNull(BY_TYPE.get(message.getClass()), "no format for this message");
        return new Encoded(format.kind(), format.write(message));
    }

    /**
     * Converts text to a message.
     *
     * @throws UnknownMessageKindException if this version does not know the kind
     * @throws IllegalArgumentException if the payload does not match the kind, or has a newer version. The message names
     *     the kind and the fault, and quotes nothing of the payload, which may contain a secret
     */
    @SuppressWarnings("UnusedException") // it may quote a secret
    public static OutboxMessage decode(MessageId id, Instant createdAt, Encoded encoded) {
        Format<?> format = BY_KIND.get(encoded.kind());
        if (format == null) {
            throw new UnknownMessageKindException(nameable(encoded.kind()));
        }
        Map<String, Object> fields;
        try {
            fields = FlatJson.read(encoded.payload());
            requireKnownVersion(fields);
        } catch (IllegalArgumentException | NoSuchElementException unreadable) {
            throw unreadable(encoded, unreadable.getMessage());
        }
        try {
            return format.reader().apply(new StoredMessage(id, createdAt, fields));
        } catch (NoSuchElementException missing) {
            throw unreadable(encoded, missing.getMessage());
        } catch (RuntimeException invalid) {
            throw unreadable(
                    encoded, "a field is invalid (" + invalid.getClass().getSimpleName() + ")");
        }
    }

    private static void requireKnownVersion(Map<String, Object> fields) {
        if (fields.containsKey(VERSION_FIELD)) {
            long version = FlatJson.require(fields, VERSION_FIELD, Long.class);
            if (version < 1 || version > VERSION) {
                throw new IllegalArgumentException(
                        "its version is " + version + ", but the newest known is " + VERSION);
            }
        }
    }

    private static IllegalArgumentException unreadable(Encoded encoded, @Nullable String reason) {
        return new IllegalArgumentException("unreadable " + encoded.kind() + ": " + reason);
    }

    /** Returns the kind if it looks like one; it may be a payload by mistake. */
    private static String nameable(String kind) {
        return kind.matches("[a-z][a-z-]{0,63}") ? kind : "(not a kind)";
    }

    /** How messages of one type are stored. */
    private record Format<M extends OutboxMessage>(
            String kind, Class<M> type, BiConsumer<M, Fields> writer, Function<StoredMessage, M> reader) {

        String write(OutboxMessage message) {
            Fields fields = new Fields(new LinkedHashMap<>());
            writer.accept(type.cast(message), fields);
            return FlatJson.write(fields.values);
        }
    }

    /** The fields to write. */
    private record Fields(Map<String, Object> values) {

        Fields put(String field, Object value) {
            values.put(field, value);
            return this;
        }

        Fields mail(EmailAddress to, String name) {
            return put("to", to.value()).put("name", name);
        }

        Fields token(OneTimeSecret token, Instant expiresAt) {
            return put("token", token.value()).put("tokenExpiresAt", expiresAt.toString());
        }

        Fields user(UserId userId) {
            return put("userId", userId.value());
        }
    }
}
