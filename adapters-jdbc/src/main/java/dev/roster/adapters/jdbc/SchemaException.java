package dev.roster.adapters.jdbc;

/** Thrown when the tables do not match this version of Roster. The message says what to do. */
public final class SchemaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SchemaException(String message) {
        super(message);
    }

    SchemaException(String message, Throwable cause) {
        super(message, cause);
    }
}
