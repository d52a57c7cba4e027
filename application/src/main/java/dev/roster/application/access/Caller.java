package dev.roster.application.access;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.domain.user.UserId;
import java.util.Objects;

/**
 * The authenticated user who makes a request.
 *
 * @param id the user's id
 * @param clientAddress address of the client
 */
public record Caller(UserId id, ClientAddress clientAddress) implements Viewer {

    /** Rejects null. */
    public Caller {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(clientAddress, "clientAddress");
    }

    /** Creates a caller with an unknown client address. */
    public Caller(UserId id) {
        this(id, ClientAddress.UNKNOWN);
    }

    /** Returns the same user with another client address. */
    public Caller withClientAddress(ClientAddress address) {
        return new Caller(id, address);
    }
}
