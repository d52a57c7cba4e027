package dev.roster.application.access;

import dev.roster.domain.DomainException;

/** Registration is closed, so only admins may create accounts; nothing was created or sent. */
public final class RegistrationClosedException extends DomainException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with the same message in all cases. */
    public RegistrationClosedException() {
        super("registration is closed; only an admin can create accounts");
    }
}
