package dev.roster.adapters.jdbc.sql;

import dev.roster.application.port.storage.StorageUnavailableException;
import org.jooq.exception.DataAccessException;

/** How a statement was refused by a constraint. Never leaves this package: repositories put it into domain words. */
public final class ConstraintViolationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final DataAccessException statementFailure;

    ConstraintViolationException(Kind kind, DataAccessException refusal) {
        super(kind.name(), refusal, false, false);
        this.kind = kind;
        this.statementFailure = refusal;
    }

    /** The failure of a statement that no constraint should refuse. */
    public StorageUnavailableException toUnexpectedFailure() {
        return SqlFailures.translate(statementFailure);
    }

    public Kind kind() {
        return kind;
    }

    public enum Kind {
        /** A unique key is taken. */
        DUPLICATE,
        /** The row referred to is not there. */
        MISSING_REFERENCE
    }
}
