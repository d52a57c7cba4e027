package dev.roster.application.account;

import dev.roster.domain.DomainException;

/** A login failed. Whether the address or the password was wrong is not told, on purpose. */
public final class InvalidCredentialsException extends DomainException {

    private static final long serialVersionUID = 1L;

    /** The one message for all cases. */
    public InvalidCredentialsException() {
        super("Invalid credentials");
    }
}
