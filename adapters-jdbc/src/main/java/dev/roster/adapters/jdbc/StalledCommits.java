package dev.roster.adapters.jdbc;

import dev.roster.adapters.jdbc.sql.SqlFailures;
import dev.roster.application.port.storage.StorageUnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Commits that PostgreSQL does not complete because a synchronous standby does not respond. The server completes such a
 * commit only when the standby is back, and keeps its session and process until then, even if the client has given up.
 * Further writes would each leave another session behind, until the server accepts none. So once the outcome of a write
 * is unknown, each write first queries the server, and is rejected while there are stalled commits.
 */
final class StalledCommits {

    /** Counts the commits of this user on all nodes. In normal operation, a standby responds within milliseconds. */
    private static final String QUERY = "select count(*) from pg_stat_activity where datname = current_database()"
            + " and usename = current_user and wait_event = 'SyncRep'"
            + " and state_change < clock_timestamp() - interval '1 second'";

    private final boolean possible;
    private volatile boolean suspected;

    /**
     * Creates the check for one database.
     *
     * @param possible false for a database without standbys, on which nothing is ever found
     */
    StalledCommits(boolean possible) {
        this.possible = possible;
    }

    /**
     * Records that a write was given up whose outcome is unknown: the reason may be a stalled commit. Call before its
     * connection is returned to the pool, so that the next write finds out.
     */
    void suspect() {
        suspected = possible;
    }

    /**
     * Call before each write, with its connection. Sends a query only after {@link #suspect()}, until there are no
     * stalled commits.
     *
     * @throws StorageUnavailableException if there are stalled commits, or if the query fails
     */
    void requireNone(Connection connection) {
        if (!suspected) {
            return;
        }
        int stalled = count(connection);
        if (stalled > 0) {
            throw new StorageUnavailableException(
                    stalled + " commits wait for a synchronous standby; until they have ended, no write is accepted");
        }
        suspected = false;
    }

    private static int count(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(QUERY)) {
            result.next();
            return result.getInt(1);
        } catch (SQLException failed) {
            throw SqlFailures.translate(failed);
        }
    }
}
