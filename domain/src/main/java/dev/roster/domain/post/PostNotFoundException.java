package dev.roster.domain.post;

import dev.roster.domain.DomainException;

/** There is no post with this id, or the caller may not know that it exists. */
public final class PostNotFoundException extends DomainException {

    private static final long serialVersionUID = 1L;

    private final transient PostId id;

    /**
     * @param id the requested id
     */
    public PostNotFoundException(PostId id) {
        super("there is no post " + id);
        this.id = id;
    }

    /** Returns the requested id. */
    public PostId id() {
        return id;
    }
}
