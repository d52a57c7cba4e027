package dev.roster.application.access;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The authenticated user who makes a request.
 *
 * @param id the user's id
 * @param clientAddress address of the client
 * @param sessionEpoch generation of the session that authenticated the request; empty without a session, such as in
 *     commands of operators
 */
public record Caller(UserId id, ClientAddress clientAddress, Optional<Long> sessionEpoch) implements Viewer {

    /** Rejects null. */
    public Caller {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(clientAddress, "clientAddress");
        Objects.requireNonNull(sessionEpoch, "sessionEpoch");
    }

    /** Creates a caller without a session. */
    public Caller(UserId id, ClientAddress clientAddress) {
        this(id, clientAddress, Optional.empty());
    }

    /** Creates a caller without a session and with an unknown client address. */
    public Caller(UserId id) {
        this(id, ClientAddress.UNKNOWN);
    }

    /** Creates a caller with an unknown client address. */
    public static Caller ofSession(UserId id, long sessionEpoch) {
        return new Caller(id, ClientAddress.UNKNOWN, Optional.of(sessionEpoch));
    }

    /** Returns the same user with another client address. */
    public Caller withClientAddress(ClientAddress address) {
        return new Caller(id, address, sessionEpoch);
    }

    /** Creates an audit event that this caller causes, about any user. */
    public AuditEvent event(AuditEvent.Type type, UserId userId, Instant at) {
        return AuditEvent.by(id, type, userId, clientAddress, at);
    }
}
