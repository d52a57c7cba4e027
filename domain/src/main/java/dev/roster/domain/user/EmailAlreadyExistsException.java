package dev.roster.domain.user;

import dev.roster.domain.DomainException;

/** The address belongs to another user already, in this or another spelling of its case. */
public final class EmailAlreadyExistsException extends DomainException {

    private static final long serialVersionUID = 1L;

    private final transient EmailAddress email;

    /**
     * @param email the address as it was asked for
     */
    public EmailAlreadyExistsException(EmailAddress email) {
        super("email already exists");
        this.email = email;
    }

    /** The address as it was asked for. */
    public EmailAddress email() {
        return email;
    }
}
