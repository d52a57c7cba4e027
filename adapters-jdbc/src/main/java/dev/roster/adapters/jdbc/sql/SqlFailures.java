package dev.roster.adapters.jdbc.sql;

import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.port.storage.TransactionConflictException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jooq.exception.DataAccessException;

/**
 * The one place where what a database throws is put into the ports' words. Messages name the kind of trouble and the
 * SQLState; the cause has the rest.
 */
public final class SqlFailures {

    /** H2's error code for a file that another process has open. */
    private static final int H2_IN_USE = 90020;

    /** Serialization failure, deadlock (both databases; PostgreSQL's own), lock timeout (PostgreSQL, H2), H2's lost race. */
    private static final Set<String> CONFLICT_STATES = Set.of("40001", "40P01", "55P03", "HYT00", "90131");

    /** A statement over its time limit. */
    private static final String CANCELED_STATE = "57014";

    /** Data, transaction state, syntax and access, resources, limits, object state, raised by a function. */
    private static final Set<String> REJECTED_STATE_CLASSES =
            Set.of("0A", "21", "22", "25", "42", "44", "53", "54", "55", "P0");

    private SqlFailures() {}

    public static StorageUnavailableException translate(DataAccessException failure) {
        SQLException sql = failure.getCause(SQLException.class);
        return sql == null
                ? new StorageUnavailableException("the database answered what was not understood", failure)
                : translate(sql);
    }

    public static StorageUnavailableException translate(SQLException failure) {
        String state = state(failure);
        if (isConflict(failure)) {
            return new TransactionConflictException(
                    "lost against another transaction (SQLState " + state + ")", failure);
        }
        if (isFileInUse(failure)) {
            return new StorageUnavailableException("another process has the embedded database open", failure);
        }
        if (isOutOfReach(failure)) {
            return new StorageUnavailableException("the database is out of reach (SQLState " + state + ")", failure);
        }
        return new StorageUnavailableException("the database failed (SQLState " + state + ")", failure);
    }

    public static boolean isConflict(SQLException failure) {
        return CONFLICT_STATES.contains(state(failure));
    }

    public static boolean isOutOfReach(SQLException failure) {
        String state = state(failure);
        return isFileInUse(failure)
                || state.startsWith("08") // connection exceptions
                || state.startsWith("57P") // shut down, crashed, starting up
                || state.startsWith("28") // not let in
                || state.equals("3D000") // no such database
                || state.equals("53300"); // too many connections
    }

    /** Whether a failed COMMIT certainly stored nothing: the server itself refused it. Anything else may have. */
    public static boolean isCommitRejected(SQLException failure) {
        String state = state(failure);
        boolean rolledBack = state.startsWith("40") && !state.equals("40003"); // that one: completion unknown
        return rolledBack || state.startsWith("23") || state.equals("25P02") || isConflict(failure);
    }

    /**
     * Whether a statement that commits by itself may be stored though it failed. The classes of states by which a server
     * refuses a statement say that it is not; all else, a lost connection above all, leaves it open.
     */
    public static boolean isOutcomeUnknown(DataAccessException failure) {
        SQLException sql = failure.getCause(SQLException.class);
        if (sql == null) {
            return true;
        }
        String state = state(sql);
        return !isCommitRejected(sql)
                && !state.equals(CANCELED_STATE)
                && !REJECTED_STATE_CLASSES.contains(state.substring(0, 2));
    }

    public static Optional<ConstraintViolationException> constraintViolation(DataAccessException failure) {
        SQLException sql = failure.getCause(SQLException.class);
        return switch (sql == null ? "" : state(sql)) {
            case "23505" ->
                Optional.of(new ConstraintViolationException(ConstraintViolationException.Kind.DUPLICATE, failure));
            case "23503", "23506" ->
                Optional.of(
                        new ConstraintViolationException(ConstraintViolationException.Kind.MISSING_REFERENCE, failure));
            default -> Optional.empty();
        };
    }

    private static boolean isFileInUse(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && sql.getErrorCode() == H2_IN_USE
                    && "90020".equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** The pool wraps what the driver threw, so the innermost state counts. */
    private static String state(SQLException failure) {
        String state = "none";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                state = sql.getSQLState();
            }
        }
        return state;
    }
}
