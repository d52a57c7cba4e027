package dev.roster.application.port.storage;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that happened to an account and that its owner, or an operator, may ask about later. It holds no secret, and
 * nothing that was typed.
 *
 * @param occurredAt when, truncated to microseconds
 * @param type what
 * @param userId whose account; empty if there is none, as with a login to an unknown address
 * @param actorId who did it, signed in; empty for whoever was not, and for an operator
 * @param clientAddress where it was done from
 */
public record AuditEvent(
        Instant occurredAt, Type type, Optional<UserId> userId, Optional<UserId> actorId, ClientAddress clientAddress) {

    /** What happened. */
    public enum Type {
        /** Somebody opened an account. */
        REGISTERED,
        /** A login. */
        SIGNED_IN,
        /** A login that was refused. */
        SIGN_IN_FAILED,
        /** Too many failures for one account, or from one client; told once for each pause. */
        THROTTLED,
        /** All sessions were ended by the user. */
        SIGNED_OUT,
        /** The user proved to read mail sent to the address. */
        EMAIL_VERIFIED,
        /** The account got another address. */
        EMAIL_CHANGED,
        /** A link to set a new password was asked for. */
        RESET_REQUESTED,
        /** A new password was set by such a link. */
        PASSWORD_RESET,
        /** A new password was set by who knew the one before. */
        PASSWORD_CHANGED,
        /** The account was deleted. */
        USER_DELETED,
        /** The user became an admin. */
        ADMIN_GRANTED,
        /** The user is no admin any more. */
        ADMIN_REVOKED
    }

    /** Truncates the instant. */
    public AuditEvent {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(actorId, "actorId");
        Objects.requireNonNull(clientAddress, "from");
        occurredAt = occurredAt.truncatedTo(ChronoUnit.MICROS);
    }

    /** Something that happened to an account by who is not signed in. */
    public static AuditEvent of(Type type, Optional<UserId> userId, ClientAddress from, Instant at) {
        return new AuditEvent(at, type, userId, Optional.empty(), from);
    }

    /** Something that somebody signed in did to an account. */
    public static AuditEvent by(UserId actorId, Type type, UserId userId, ClientAddress from, Instant at) {
        return new AuditEvent(at, type, Optional.of(userId), Optional.of(actorId), from);
    }
}
