package dev.roster.domain.post;

import dev.roster.domain.DomainException;

/** There is no comment with this id, or the caller may not know that it exists. */
public final class CommentNotFoundException extends DomainException {

    private static final long serialVersionUID = 1L;

    private final transient CommentId id;

    /**
     * @param id the requested id
     */
    public CommentNotFoundException(CommentId id) {
        super("there is no comment " + id);
        this.id = id;
    }

    /** Returns the requested id. */
    public CommentId id() {
        return id;
    }
}
