package dev.roster.application.account;

import dev.roster.domain.DomainException;

/** A login failed. Does not reveal whether the email address or the password was wrong. */
public final class InvalidCredentialsException extends DomainException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with the same message in all cases. */
    public InvalidCredentialsException() {
        super("Invalid credentials");
    }
}
