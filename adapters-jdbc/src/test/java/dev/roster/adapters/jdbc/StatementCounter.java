package dev.roster.adapters.jdbc;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Counter of the statements and round trips of the calling thread on PostgreSQL, based on the driver's message log.
 * Empty statements, which pools send to validate connections, are not counted.
 */
final class StatementCounter implements AutoCloseable {

    private final Logger protocol = Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");
    private final Thread thread = Thread.currentThread();
    private int statements;
    private int roundTrips;

    StatementCounter() {
        protocol.setLevel(Level.FINEST);
        protocol.setFilter(message -> {
            if (Thread.currentThread().equals(thread)) {
                count(message);
            }
            return false;
        });
    }

    /** The cost of a call. */
    record Cost(int statements, int roundTrips) {}

    Cost measure(Runnable call) {
        statements = 0;
        roundTrips = 0;
        call.run();
        return new Cost(statements, roundTrips);
    }

    private void count(LogRecord logged) {
        String message = logged.getMessage();
        if (message.startsWith(" FE=> Execute(")) {
            statements++;
        } else if (message.startsWith(" FE=> Sync")) {
            roundTrips++;
        } else if (message.startsWith(" FE=> SimpleQuery(")) {
            String text = String.valueOf(logged.getParameters()[0]);
            statements += text.isEmpty() ? 0 : 1;
            // The driver sends BEGIN together with the statement after it.
            roundTrips += text.isEmpty() || text.equals("BEGIN") ? 0 : 1;
        }
    }

    @Override
    public void close() {
        protocol.setFilter(null);
        protocol.setLevel(null);
    }
}
