package dev.roster.application.account;

import dev.roster.domain.DomainException;

/** A one-time token does not exist, was used, or has expired. Does not reveal which. */
public final class InvalidOneTimeTokenException extends DomainException {

    private static final long serialVersionUID = 1L;

    InvalidOneTimeTokenException() {
        super("Invalid or expired token");
    }
}
