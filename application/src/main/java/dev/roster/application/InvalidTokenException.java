package dev.roster.application;

import dev.roster.domain.DomainException;

/** A one-time token that does not exist, was used, or has expired; which of these is not told. */
public final class InvalidTokenException extends DomainException {

    private static final long serialVersionUID = 1L;

    InvalidTokenException() {
        super("Invalid or expired token");
    }
}
