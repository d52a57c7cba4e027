package dev.roster.adapters.jdbc;

/** The tables are not what this version of Roster needs; the message says what to do about it. */
public final class SchemaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SchemaException(String message) {
        super(message);
    }

    SchemaException(String message, Throwable cause) {
        super(message, cause);
    }
}
