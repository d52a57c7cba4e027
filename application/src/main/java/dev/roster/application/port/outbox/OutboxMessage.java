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

/** Something to be delivered after the transaction that appended it has committed. */
public sealed interface OutboxMessage {

    /** Its identity. */
    MessageId id();

    /** When it was made, in whole microseconds; it is due from then on. */
    Instant createdAt();

    /** The first instant at which nobody wants it any more; empty if it is never too late. */
    default Optional<Instant> expiresAt() {
        return Optional.empty();
    }

    /** Which of the relay's lanes it takes. */
    default Lane lane() {
        return Lane.DEFAULT;
    }

    /** This message, or if it holds a secret, one of the same id that has the same done with a new one. */
    default OutboxMessage withoutSecret() {
        return this;
    }

    /** Messages of one lane do not wait for those of another. */
    enum Lane {
        /** What is done in a moment, or needed at once. */
        DEFAULT,
        /** Word to the cache, for until it is there somebody may read what is no longer so. */
        CACHE,
        /** Mail, whose servers take their time. */
        MAIL
    }

    /**
     * A mail with the secret that verifies its recipient's address.
     *
     * @param to the address to verify
     * @param name the recipient's name
     * @param token the secret
     * @param tokenExpiresAt when the secret, and so the mail, is good no more
     */
    record VerificationEmail(
            MessageId id, Instant createdAt, EmailAddress to, String name, OneTimeSecret token, Instant tokenExpiresAt)
            implements OutboxMessage {

        /** Truncates the instants to microseconds. */
        public VerificationEmail {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(to, "to");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(token, "token");
            createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
            tokenExpiresAt = tokenExpiresAt.truncatedTo(ChronoUnit.MICROS);
        }

        @Override
        public Optional<Instant> expiresAt() {
            return Optional.of(tokenExpiresAt);
        }

        @Override
        public Lane lane() {
            return Lane.MAIL;
        }

        @Override
        public OutboxMessage withoutSecret() {
            return new VerificationRequest(id, createdAt, to);
        }
    }

    /**
     * Asks for another verification mail, for whoever has that address then and has not verified it.
     *
     * @param to the address to verify
     */
    record VerificationRequest(MessageId id, Instant createdAt, EmailAddress to) implements OutboxMessage {

        /** Truncates the instant to microseconds. */
        public VerificationRequest {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(to, "to");
            createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
        }
    }

    /**
     * Asks for a mail that lets whoever has that address, if anybody has, set a new password.
     *
     * @param to the address as it was submitted
     * @param clientAddress where it was submitted from
     */
    record PasswordResetRequest(MessageId id, Instant createdAt, EmailAddress to, ClientAddress clientAddress)
            implements OutboxMessage {

        /** Truncates the instant to microseconds. */
        public PasswordResetRequest {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(to, "to");
            Objects.requireNonNull(clientAddress, "from");
            createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
        }
    }

    /**
     * A mail with the secret that lets its recipient set a new password.
     *
     * @param to the account's address
     * @param name the recipient's name
     * @param token the secret
     * @param tokenExpiresAt when the secret, and so the mail, is good no more
     */
    record PasswordResetEmail(
            MessageId id, Instant createdAt, EmailAddress to, String name, OneTimeSecret token, Instant tokenExpiresAt)
            implements OutboxMessage {

        /** Truncates the instants to microseconds. */
        public PasswordResetEmail {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(to, "to");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(token, "token");
            createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
            tokenExpiresAt = tokenExpiresAt.truncatedTo(ChronoUnit.MICROS);
        }

        @Override
        public Optional<Instant> expiresAt() {
            return Optional.of(tokenExpiresAt);
        }

        @Override
        public Lane lane() {
            return Lane.MAIL;
        }

        @Override
        public OutboxMessage withoutSecret() {
            return new PasswordResetRequest(id, createdAt, to, ClientAddress.UNKNOWN);
        }
    }

    /**
     * A mail that tells that the account has had a new password since {@link #createdAt()}.
     *
     * @param to the account's address
     * @param name the recipient's name
     */
    record PasswordChangedEmail(MessageId id, Instant createdAt, EmailAddress to, String name)
            implements OutboxMessage {

        /** Truncates the instant to microseconds. */
        public PasswordChangedEmail {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(to, "to");
            Objects.requireNonNull(name, "name");
            createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
        }

        @Override
        public Lane lane() {
            return Lane.MAIL;
        }
    }

    /**
     * A mail to the address that an account had until {@link #createdAt()}.
     *
     * @param to the address before
     * @param name the recipient's name
     * @param newEmail the address since
     */
    record EmailChangedEmail(MessageId id, Instant createdAt, EmailAddress to, String name, EmailAddress newEmail)
            implements OutboxMessage {

        /** Truncates the instant to microseconds. */
        public EmailChangedEmail {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(to, "to");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(newEmail, "changedTo");
            createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
        }

        @Override
        public Lane lane() {
            return Lane.MAIL;
        }
    }

    /**
     * Tells that a user registered.
     *
     * @param userId who
     * @param name the user's name at that time
     */
    record WelcomeNotification(MessageId id, Instant createdAt, UserId userId, String name) implements OutboxMessage {

        /** Truncates the instant to microseconds. */
        public WelcomeNotification {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(userId, "userId");
            Objects.requireNonNull(name, "name");
            createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
        }
    }

    /**
     * Tells that a user's profile changed.
     *
     * @param userId whose
     * @param name the user's name since then
     */
    record ProfileUpdatedNotification(MessageId id, Instant createdAt, UserId userId, String name)
            implements OutboxMessage {

        /** Truncates the instant to microseconds. */
        public ProfileUpdatedNotification {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(userId, "userId");
            Objects.requireNonNull(name, "name");
            createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
        }
    }

    /**
     * Makes sure that the shared cache holds nothing older than a change of a user, should it have been out of reach when
     * the change was made.
     *
     * @param userId whose copy
     * @param version what the user has come to; what is older must go
     * @param deleted whether the user is gone
     */
    record UserCacheInvalidation(MessageId id, Instant createdAt, UserId userId, long version, boolean deleted)
            implements OutboxMessage {

        /** No copy lives longer, so after that there is nothing to make sure of. */
        public static final Duration MAX_ENTRY_TTL = Duration.ofHours(1);

        /** Truncates the instant to microseconds. */
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
