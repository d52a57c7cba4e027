package dev.roster.application.access;

import dev.roster.domain.DomainException;

/** The caller's {@link Precondition} does not hold; nothing was changed. */
public final class PreconditionFailedException extends DomainException {

    private static final long serialVersionUID = 1L;

    /**
     * @param what the entity that does not meet the precondition, such as "user 42"
     */
    public PreconditionFailedException(String what) {
        super(what + " does not meet the precondition of the request");
    }
}
