package dev.roster.domain.post;

import dev.roster.domain.DomainException;

/** There is no comment of this id, or no longer, or none that the one who asks may know of. */
public final class CommentNotFoundException extends DomainException {

    private static final long serialVersionUID = 1L;

    private final transient CommentId id;

    /**
     * @param id the id that was asked for
     */
    public CommentNotFoundException(CommentId id) {
        super("there is no comment " + id);
        this.id = id;
    }

    /** The id that was asked for. */
    public CommentId id() {
        return id;
    }
}
