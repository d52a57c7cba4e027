package dev.roster.application.account;

import dev.roster.domain.DomainException;
import dev.roster.domain.user.EmailAddress;

/** An operation requires a verified email address. */
public final class UnverifiedEmailException extends DomainException {

    private static final long serialVersionUID = 1L;

    UnverifiedEmailException(EmailAddress email) {
        super("The email address " + email + " is not verified");
    }
}
