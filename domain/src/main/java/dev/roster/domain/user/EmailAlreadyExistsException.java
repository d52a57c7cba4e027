package dev.roster.domain.user;

import dev.roster.domain.DomainException;

/** Another user has the email address, ignoring case. */
public final class EmailAlreadyExistsException extends DomainException {

    private static final long serialVersionUID = 1L;

    private final transient EmailAddress email;

    /**
     * @param email the requested email address
     */
    public EmailAlreadyExistsException(EmailAddress email) {
        super("email already exists");
        this.email = email;
    }

    /** Returns the requested email address. */
    public EmailAddress email() {
        return email;
    }
}
