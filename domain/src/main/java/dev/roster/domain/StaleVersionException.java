package dev.roster.domain;

/**
 * The entity was changed by another transaction after it was read; this change was not applied. Read it again before
 * the next attempt. The services do so; a stale {@code If-Match} of a client is a {@code PreconditionFailedException}
 * of the application.
 */
public final class StaleVersionException extends DomainException {

    private static final long serialVersionUID = 1L;

    /**
     * @param what the entity, such as "user 42"
     */
    public StaleVersionException(String what) {
        super(what + " was changed since it was read");
    }
}
