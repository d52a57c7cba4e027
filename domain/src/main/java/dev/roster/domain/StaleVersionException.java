package dev.roster.domain;

/** Somebody else changed the thing since it was read; nothing was changed now. Read it again and decide anew. */
public final class StaleVersionException extends DomainException {

    private static final long serialVersionUID = 1L;

    /**
     * @param what the thing, such as "user 42"
     */
    public StaleVersionException(String what) {
        super(what + " was changed since it was read");
    }
}
