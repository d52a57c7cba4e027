package dev.roster.domain.user;

import dev.roster.domain.DomainException;

/** There is no user of this id, or no longer. */
public final class UserNotFoundException extends DomainException {

    private static final long serialVersionUID = 1L;

    private final transient UserId id;

    /**
     * @param id the id that was asked for
     */
    public UserNotFoundException(UserId id) {
        super("there is no user " + id);
        this.id = id;
    }

    /** The id that was asked for. */
    public UserId id() {
        return id;
    }
}
