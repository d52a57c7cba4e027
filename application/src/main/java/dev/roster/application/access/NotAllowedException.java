package dev.roster.application.access;

import dev.roster.domain.DomainException;

/** The caller is authenticated but may not do this; nothing was changed. */
public final class NotAllowedException extends DomainException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message which caller may not do what; may be shown to the caller
     */
    public NotAllowedException(String message) {
        super(message);
    }
}
