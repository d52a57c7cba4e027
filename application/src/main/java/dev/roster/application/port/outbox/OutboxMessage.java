package dev.roster.application.port.outbox;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * A message that is delivered after the transaction that appended it has committed. All kinds truncate their instants
 * to microseconds and reject null.
 */
public sealed interface OutboxMessage {

    /** Returns the identity of this message. */
    MessageId id();

    /** Returns when the message was created. The message is due from then on. */
    Instant createdAt();

    /** Returns the first instant at which the message is no longer useful; empty if it never expires. */
    default Optional<Instant> expiresAt() {
        return Optional.empty();
    }

    /** Returns the lane in which the relay delivers this message. */
    default Lane lane() {
        return Lane.DEFAULT;
    }

    /**
     * Returns this message or, if it contains a secret, a message with the same id that requests the same with a new
     * secret.
     */
    default OutboxMessage withoutSecret() {
        return this;
    }

    /**
     * A mail with the secret that verifies the recipient's email address.
     *
     * @param to the email address to verify
     * @param name the recipient's name; empty if the email address is not verified
     * @param token the secret
     * @param tokenExpiresAt first instant at which the secret is no longer valid; the mail expires then, too
     */
    record VerificationEmail(
            MessageId id, Instant createdAt, EmailAddress to, String name, OneTimeSecret token, Instant tokenExpiresAt)
            implements OutboxMessage {

        public VerificationEmail {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(to, "to");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(token, "token");
            createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
            tokenExpiresAt = tokenExpiresAt.truncatedTo(ChronoUnit.MICROS);
        }

        @Override
        public Lane lane() {
            return Lane.VERIFICATION;
        }

        @Override
        public Optional<Instant> expiresAt() {
            return Optional.of(tokenExpiresAt);
        }

        @Override
        public OutboxMessage withoutSecret() {
            return new VerificationRequest(id, createdAt, to);
        }
    }

    /**
     * A request for another verification mail. No mail is sent if no user has the email address at delivery, or if it
     * is verified.
     *
     * @param to the email address to verify
     */
    record VerificationRequest(MessageId id, Instant createdAt, EmailAddress to) implements OutboxMessage {

        public VerificationRequest {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(to, "to");
            createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
        }

        @Override
        public Lane lane() {
            return Lane.VERIFICATION;
        }
    }

    /**
     * A request for a password reset mail. No mail is sent if no user has the email address at delivery.
     *
     * @param to the email address as submitted
     * @param clientAddress the client that submitted it
     */
    record PasswordResetRequest(MessageId id, Instant createdAt, EmailAddress to, ClientAddress clientAddress)
            implements OutboxMessage {

        public PasswordResetRequest {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(to, "to");
            Objects.requireNonNull(clientAddress, "clientAddress");
            createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
        }

        @Override
        public Lane lane() {
            return Lane.PASSWORD_RESET;
        }
    }

    /**
     * A mail with the secret that allows its recipient to set a new password.
     *
     * @param to the user's email address
     * @param name the recipient's name; empty if the email address is not verified
     * @param token the secret
     * @param tokenExpiresAt first instant at which the secret is no longer valid; the mail expires then, too
     */
    record PasswordResetEmail(
            MessageId id, Instant createdAt, EmailAddress to, String name, OneTimeSecret token, Instant tokenExpiresAt)
            implements OutboxMessage {

        public PasswordResetEmail {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(to, "to");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(token, "token");
            createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
            tokenExpiresAt = tokenExpiresAt.truncatedTo(ChronoUnit.MICROS);
        }

        @Override
        public Lane lane() {
            return Lane.PASSWORD_RESET;
        }

        @Override
        public Optional<Instant> expiresAt() {
            return Optional.of(tokenExpiresAt);
        }

        @Override
        public OutboxMessage withoutSecret() {
            return new PasswordResetRequest(id, createdAt, to, ClientAddress.UNKNOWN);
        }
    }

    /**
     * A mail that reports a password change at {@link #createdAt()}.
     *
     * @param to the user's email address
     * @param name the recipient's name; empty if the email address is not verified
     */
    record PasswordChangedEmail(MessageId id, Instant createdAt, EmailAddress to, String name)
            implements OutboxMessage {

        public PasswordChangedEmail {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(to, "to");
            Objects.requireNonNull(name, "name");
            createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
        }

        @Override
        public Lane lane() {
            return Lane.PASSWORD_CHANGED;
        }
    }

    /**
     * A mail to the previous email address of a user that reports the change at {@link #createdAt()}.
     *
     * @param to the previous email address
     * @param name the recipient's name; empty if the email address is not verified
     * @param newEmail the new email address
     */
    record EmailChangedEmail(MessageId id, Instant createdAt, EmailAddress to, String name, EmailAddress newEmail)
            implements OutboxMessage {

        public EmailChangedEmail {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(to, "to");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(newEmail, "newEmail");
            createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
        }

        @Override
        public Lane lane() {
            return Lane.EMAIL_CHANGED;
        }
    }

    /**
     * A notification that a user registered.
     *
     * @param userId the user
     * @param name the user's name at that time
     */
    record WelcomeNotification(MessageId id, Instant createdAt, UserId userId, String name) implements OutboxMessage {

        public WelcomeNotification {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(userId, "userId");
            Objects.requireNonNull(name, "name");
            createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
        }
    }

    /**
     * A notification that a user's profile changed.
     *
     * @param userId the user
     * @param name the user's name after the change
     */
    record ProfileUpdatedNotification(MessageId id, Instant createdAt, UserId userId, String name)
            implements OutboxMessage {

        public ProfileUpdatedNotification {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(userId, "userId");
            Objects.requireNonNull(name, "name");
            createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
        }
    }

    /**
     * Repairs the shared cache after a change of a user, in case the cache was unreachable when the change was made.
     *
     * @param userId the changed user
     * @param version the user's version after the change; older entries are removed
     * @param deleted whether the user was deleted
     */
    record UserCacheInvalidation(MessageId id, Instant createdAt, UserId userId, long version, boolean deleted)
            implements OutboxMessage {

        /** Maximum TTL of a cache entry. After that time no entry can be stale, so the message expires. */
        public static final Duration MAX_ENTRY_TTL = Duration.ofHours(1);

        public UserCacheInvalidation {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(userId, "userId");
            createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
        }

        @Override
        public Optional<Instant> expiresAt() {
            return Optional.of(createdAt.plus(MAX_ENTRY_TTL));
        }

        @Override
        public Lane lane() {
            return Lane.CACHE;
        }
    }
}
