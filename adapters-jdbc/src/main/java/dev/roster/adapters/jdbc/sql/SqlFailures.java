package dev.roster.adapters.jdbc.sql;

import dev.roster.adapters.jdbc.sql.ConstraintViolationException.Kind;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.port.storage.TransactionConflictException;
import java.sql.SQLException;
import java.util.Set;
import org.jooq.exception.DataAccessException;

/**
 * Translator of database errors to the ports' exceptions. Messages name the kind of failure and the SQLState; the cause
 * contains the details.
 */
public final class SqlFailures {

    /** H2's state for a file that another process has open. */
    private static final String H2_IN_USE_STATE = "90020";

    /**
     * Serialization failure or deadlock (both databases), deadlock (PostgreSQL), lock timeout (PostgreSQL, H2),
     * concurrent update (H2).
     */
    private static final Set<String> CONFLICT_STATES = Set.of("40001", "40P01", "55P03", "HYT00", "90131");

    /** A statement that exceeded its time limit. */
    private static final String CANCELED_STATE = "57014";

    /** A write on a standby, on a demoted primary, or in a database that was made read-only. */
    private static final String READ_ONLY_STATE = "25006";

    /** The server has ended the session: shut down, crashed, dropped the database, or its idle time is over. */
    private static final Set<String> SESSION_ENDED_STATES =
            Set.of("57P01", "57P02", "57P03", "57P04", "57P05", "25P03", "25P04");

    /** A lock (PostgreSQL, H2) or a statement that was given up after its time limit. */
    private static final Set<String> TIMEOUT_STATES = Set.of("55P03", "HYT00", CANCELED_STATE);

    /**
     * Classes by which a server rejects a statement: data, transaction state, syntax and access, resources, limits,
     * object state, raised by a function.
     */
    private static final Set<String> REJECTED_STATE_CLASSES =
            Set.of("0A", "21", "22", "25", "42", "44", "53", "54", "55", "P0");

    private SqlFailures() {}

    public static StorageUnavailableException translate(DataAccessException failure) {
        rethrowOutOfMemory(failure);
        SQLException sql = failure.getCause(SQLException.class);
        return sql == null
                ? new StorageUnavailableException("the database returned an unexpected result", failure)
                : translate(sql);
    }

    public static StorageUnavailableException translate(SQLException failure) {
        rethrowOutOfMemory(failure);
        String state = state(failure);
        if (isConflict(failure)) {
            return new TransactionConflictException(
                    "conflict with another transaction (SQLState " + state + ")", failure);
        }
        if (isFileInUse(failure)) {
            return new StorageUnavailableException("another process has the embedded database open", failure);
        }
        if (isOutOfReach(failure)) {
            return new StorageUnavailableException("the database is unreachable (SQLState " + state + ")", failure);
        }
        if (isReadOnly(failure)) {
            return new StorageUnavailableException("the database is read-only (SQLState " + state + ")", failure);
        }
        return new StorageUnavailableException("the database failed (SQLState " + state + ")", failure);
    }

    /** An embedded database runs in this process and wraps the error, but then stays closed. It must not look passing. */
    private static void rethrowOutOfMemory(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError error) {
                throw error;
            }
        }
    }

    public static boolean isConflict(SQLException failure) {
        return CONFLICT_STATES.contains(state(failure));
    }

    public static boolean isOutOfReach(SQLException failure) {
        String state = state(failure);
        return isFileInUse(failure)
                || state.startsWith("08") // connection exceptions
                || state.startsWith("57P") // shut down, crashed, starting up
                || state.startsWith("28") // login rejected
                || state.equals("3D000") // no such database
                || state.equals("53300"); // too many connections
    }

    /** Returns whether the server rejected a write because it, or the session, is read-only. */
    public static boolean isReadOnly(SQLException failure) {
        return state(failure).equals(READ_ONLY_STATE);
    }

    /** Returns whether the server has ended the session, so that its connection cannot be used again. */
    public static boolean isSessionEnded(SQLException failure) {
        return SESSION_ENDED_STATES.contains(state(failure));
    }

    /** Returns whether a failure means that a lock or the end of a statement was waited for in vain. */
    public static boolean isTimeout(Throwable failure) {
        return TIMEOUT_STATES.contains(state(failure));
    }

    /**
     * Returns whether a failure to connect may end without a change of the settings: the server cannot be reached yet,
     * is starting or shutting down, or has no connection left.
     */
    public static boolean mayBeStarting(Throwable failure) {
        String state = state(failure);
        return state.startsWith("08") || state.startsWith("57P") || state.equals("53300");
    }

    /** Returns the first line of the driver's message; it contains no password, because the driver's URL has none. */
    public static String driverMessage(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException && cause.getMessage() != null) {
                message = cause.getMessage();
            }
        }
        return message.lines().findFirst().orElse("");
    }

    /**
     * Returns whether a failed COMMIT certainly stored nothing, because the server itself rejected it. After any other
     * failure, the commit may be stored.
     */
    public static boolean isCommitRejected(SQLException failure) {
        String state = state(failure);
        boolean rolledBack = state.startsWith("40") && !state.equals("40003"); // 40003: completion unknown
        return rolledBack || state.startsWith("23") || state.equals("25P02") || isConflict(failure);
    }

    /**
     * Returns whether a failed statement that commits by itself may still be stored. It is not stored if the SQLState
     * is of a class by which servers reject statements. After any other failure, such as a lost connection, the outcome
     * is unknown.
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

    /**
     * Throws the specific exception of a constraint violation; does nothing for any other failure.
     *
     * @throws ConstraintViolationException if the statement violated a unique or foreign key
     */
    public static void throwIfConstraintViolated(DataAccessException failure) {
        SQLException sql = failure.getCause(SQLException.class);
        switch (sql == null ? "" : state(sql)) {
            case "23505" -> throw new ConstraintViolationException(Kind.DUPLICATE, failure);
            case "23503", "23506" -> throw new ConstraintViolationException(Kind.MISSING_REFERENCE, failure);
            default -> {}
        }
    }

    public static boolean isFileInUse(Throwable failure) {
        return state(failure).equals(H2_IN_USE_STATE);
    }

    /** Conversion of a row to a domain object. */
    @FunctionalInterface
    public interface Conversion<T, X extends Exception> {
        T convert() throws X;
    }

    /**
     * Converts a row to a domain object. If the domain rejects its values, the row was not written through the domain,
     * or by a newer version. That is no mistake of the caller, as the domain's exception would state.
     *
     * @param entity the kind of row, such as "post"; part of the message
     * @throws StorageUnavailableException if the conversion fails
     */
    public static <T, X extends Exception> T reportInvalidRow(String entity, long id, Conversion<T, X> conversion)
            throws X {
        try {
            return conversion.convert();
        } catch (RuntimeException broken) {
            throw new StorageUnavailableException("the row of " + entity + " " + id + " cannot be read", broken);
        }
    }

    /** Returns the innermost SQLState, because the pool wraps the driver's exceptions. */
    private static String state(Throwable failure) {
        String state = "none";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                state = sql.getSQLState();
            }
        }
        return state;
    }
}
