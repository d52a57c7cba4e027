package dev.roster.domain.post;

import dev.roster.domain.DomainException;

/** There is no post of this id, or no longer, or none that the one who asks may know of. */
public final class PostNotFoundException extends DomainException {

    private static final long serialVersionUID = 1L;

    private final transient PostId id;

    /**
     * @param id the id that was asked for
     */
    public PostNotFoundException(PostId id) {
        super("there is no post " + id);
        this.id = id;
    }

    /** The id that was asked for. */
    public PostId id() {
        return id;
    }
}
