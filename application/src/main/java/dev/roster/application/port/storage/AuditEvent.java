package dev.roster.application.port.storage;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * A security event of an account, kept for its owner and for operators. Contains no secret and no text typed by a user.
 *
 * @param occurredAt when it happened, truncated to microseconds
 * @param type what happened
 * @param userId the user concerned; empty if there is none, for example after a login with an unknown email address
 * @param actorId the authenticated user who caused it; empty for anonymous callers and for operators
 * @param clientAddress address of the client that caused it
 */
public record AuditEvent(
        Instant occurredAt, Type type, Optional<UserId> userId, Optional<UserId> actorId, ClientAddress clientAddress) {

    /** Types of events. */
    public enum Type {
        /** A user registered. */
        REGISTERED,
        /** A user created the account of another person. */
        USER_CREATED,
        /** The name or the bio was changed by an admin, or by the creator of an unclaimed account. */
        PROFILE_CHANGED,
        /** A user logged in. */
        SIGNED_IN,
        /** A login was rejected. */
        SIGN_IN_FAILED,
        /** Too many failures of one account, or attempts of one client; recorded once per pause. */
        THROTTLED,
        /** The user ended all sessions. */
        SIGNED_OUT,
        /** The user verified the email address. */
        EMAIL_VERIFIED,
        /** The email address was changed. */
        EMAIL_CHANGED,
        /** A password reset mail was requested. */
        RESET_REQUESTED,
        /** A new password was set with a token from a mail. */
        PASSWORD_RESET,
        /** A new password was set by an authenticated user who entered the current one. */
        PASSWORD_CHANGED,
        /** The user was deleted. */
        USER_DELETED,
        /** The user became an admin. */
        ADMIN_GRANTED,
        /** The user is no longer an admin. */
        ADMIN_REVOKED
    }

    /** Truncates {@code occurredAt} to microseconds. */
    public AuditEvent {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(userId, "userId");
        Objects.requireNonNull(actorId, "actorId");
        Objects.requireNonNull(clientAddress, "clientAddress");
        occurredAt = occurredAt.truncatedTo(ChronoUnit.MICROS);
    }

    /** Creates an event caused by an anonymous caller. */
    public static AuditEvent of(Type type, Optional<UserId> userId, ClientAddress from, Instant at) {
        return new AuditEvent(at, type, userId, Optional.empty(), from);
    }

    /** Creates an event caused by an authenticated user. */
    public static AuditEvent by(UserId actorId, Type type, UserId userId, ClientAddress from, Instant at) {
        return new AuditEvent(at, type, Optional.of(userId), Optional.of(actorId), from);
    }
}
