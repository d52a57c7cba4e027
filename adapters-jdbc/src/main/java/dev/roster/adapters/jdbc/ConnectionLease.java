package dev.roster.adapters.jdbc;

import java.sql.Connection;
import java.util.function.Consumer;

/** The use of one pooled connection by one call. Closing it returns the connection to the pool. */
final class ConnectionLease implements AutoCloseable {

    /** How a call ended, which decides how many calls of its kind may follow at once. */
    enum Outcome {
        SUCCESS,
        /** The call gave up waiting for a lock or for the server. */
        TIMEOUT,
        OTHER
    }

    private final CallKind kind;
    private final Connection connection;
    private final Consumer<ConnectionLease> onClose;
    private Outcome outcome = Outcome.OTHER;

    ConnectionLease(CallKind kind, Connection connection, Consumer<ConnectionLease> onClose) {
        this.kind = kind;
        this.connection = connection;
        this.onClose = onClose;
    }

    CallKind kind() {
        return kind;
    }

    Connection connection() {
        return connection;
    }

    Outcome outcome() {
        return outcome;
    }

    /** Records how the call ended; before that, it counts as failed for another reason than a timeout. */
    void setOutcome(Outcome ended) {
        outcome = ended;
    }

    @Override
    public void close() {
        onClose.accept(this);
    }
}
