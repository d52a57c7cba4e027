package dev.roster.adapters.jdbc.sql;

import dev.roster.application.port.storage.StorageUnavailableException;
import org.jooq.exception.DataAccessException;

/**
 * Thrown when a statement violates a constraint. Never leaves this module: repositories translate it to domain
 * exceptions.
 */
public final class ConstraintViolationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final DataAccessException statementFailure;

    ConstraintViolationException(Kind kind, DataAccessException refusal) {
        super(kind.name(), refusal, false, false);
        this.kind = kind;
        this.statementFailure = refusal;
    }

    /** Returns the failure to throw if the statement was not expected to violate a constraint. */
    public StorageUnavailableException toUnexpectedFailure() {
        return SqlFailures.translate(statementFailure);
    }

    public Kind kind() {
        return kind;
    }

    public enum Kind {
        /** The unique key already exists. */
        DUPLICATE,
        /** The referenced row does not exist. */
        MISSING_REFERENCE
    }
}
