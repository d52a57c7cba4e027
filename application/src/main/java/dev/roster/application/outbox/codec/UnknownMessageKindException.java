package dev.roster.application.outbox.codec;

/** Thrown for a stored message of a kind that this version does not know, perhaps written by a newer one. */
public final class UnknownMessageKindException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String kind;

    UnknownMessageKindException(String kind) {
        super("unknown kind of outbox message: '" + kind + "'; this version knows " + OutboxMessageCodec.kinds());
        this.kind = kind;
    }

    /** Returns the kind, or a placeholder if the stored text is not the name of a kind. */
    public String kind() {
        return kind;
    }
}
