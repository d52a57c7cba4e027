package dev.roster.domain.user;

import dev.roster.domain.DomainException;

/** There is no user with this id. */
public final class UserNotFoundException extends DomainException {

    private static final long serialVersionUID = 1L;

    private final transient UserId id;

    /**
     * @param id the requested id
     */
    public UserNotFoundException(UserId id) {
        super("there is no user " + id);
        this.id = id;
    }

    /** Returns the requested id. */
    public UserId id() {
        return id;
    }
}
