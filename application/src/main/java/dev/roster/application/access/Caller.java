package dev.roster.application.access;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.domain.user.UserId;
import java.util.Objects;

/**
 * A signed-in user on whose behalf something is asked.
 *
 * @param id who
 * @param clientAddress where the request came from
 */
public record Caller(UserId id, ClientAddress clientAddress) implements Viewer {

    /** Neither may be {@code null}. */
    public Caller {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(clientAddress, "from");
    }

    /** Of a request from nowhere that is known. */
    public Caller(UserId id) {
        this(id, ClientAddress.UNKNOWN);
    }

    /** The same user, calling from there. */
    public Caller clientAddress(ClientAddress address) {
        return new Caller(id, address);
    }
}
