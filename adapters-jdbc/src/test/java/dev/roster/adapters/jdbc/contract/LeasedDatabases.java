package dev.roster.adapters.jdbc.contract;

import dev.roster.adapters.jdbc.EmptyDatabase;
import dev.roster.adapters.jdbc.EmptyDatabase.Kind;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.adapters.jdbc.sql.SqlFailures;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.testkit.conformance.Backend;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Databases that are reused by one clause after another, each by one clause at a time. Between clauses they are emptied
 * and their storages stay open, which takes a fraction of the time of new databases and connections. A database that
 * cannot be emptied is dropped.
 */
final class LeasedDatabases implements AutoCloseable {

    private final Kind kind;
    private final Deque<Leased> free = new ConcurrentLinkedDeque<>();

    LeasedDatabases(Kind kind) {
        this.kind = kind;
    }

    /** Returns an empty database. Closing the backend makes the database available again. */
    Backend<Storage> lease() {
        Leased waiting = free.poll();
        return (waiting == null ? new Leased() : waiting).backend();
    }

    /** Drops the databases that are not in use. */
    @Override
    public void close() {
        for (Leased leased = free.poll(); leased != null; leased = free.poll()) {
            leased.database.close();
        }
    }

    private final class Leased {

        private final EmptyDatabase database = kind.create();
        private Connection connection = database.connect();
        private final List<JooqStorage> storages = new ArrayList<>();

        Backend<Storage> backend() {
            return new Backend<>() {
                private int clients;

                @Override
                public Storage client() {
                    if (clients == storages.size()) {
                        storages.add(database.open());
                    }
                    return storages.get(clients++);
                }

                /** Ends the last connection too, except for H2 in memory, whose data lives as long as it. */
                @Override
                public void closeClients() throws SQLException {
                    storages.forEach(JooqStorage::close);
                    storages.clear();
                    clients = 0;
                    if (kind != Kind.H2_IN_MEMORY) {
                        connection.close();
                        connection = database.connect();
                    }
                }

                @Override
                public void close() throws SQLException {
                    if (isReusable() && emptyTables()) {
                        free.push(Leased.this);
                    } else {
                        database.close();
                    }
                }
            };
        }

        private boolean isReusable() {
            try {
                storages.forEach(JooqStorage::ping);
                return true;
            } catch (StorageUnavailableException closed) {
                return false;
            }
        }

        /**
         * Deletes the rows table by table, because a broken adapter may leave rows that no cascade finds. Triggers
         * subtract the deleted rows from the totals.
         */
        private boolean emptyTables() throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("delete from comments; delete from posts; delete from one_time_tokens;"
                        + " delete from credentials; delete from audit_events; delete from outbox; delete from users");
                if (kind == Kind.POSTGRES) {
                    requireNoTotals(statement);
                }
                return true;
            } catch (SQLException failed) {
                if (SqlFailures.isConflict(failed)) {
                    return false;
                }
                throw failed;
            }
        }

        private static void requireNoTotals(Statement statement) throws SQLException {
            String totals = "select author_id from post_totals group by author_id having author_id > 0"
                    + " or sum(published) <> 0 or sum(drafts) <> 0";
            if (statement.executeQuery(totals).next()) {
                throw new IllegalStateException("there are no posts, but totals");
            }
        }
    }
}
