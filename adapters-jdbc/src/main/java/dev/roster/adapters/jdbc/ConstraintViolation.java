package dev.roster.adapters.jdbc;

/** How a statement was refused by a constraint. Never leaves this package: repositories put it into domain words. */
final class ConstraintViolation extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    ConstraintViolation(Kind kind, Throwable cause) {
        super(kind.name(), cause, false, false);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    enum Kind {
        /** A unique key is taken. */
        DUPLICATE,
        /** The row referred to is not there. */
        MISSING_REFERENCE
    }
}
