package dev.roster.adapters.jdbc.backup;

/** A file is not a database that this version of Roster can use. */
public final class InvalidBackupException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidBackupException(String message, Throwable cause) {
        super(message, cause);
    }
}
