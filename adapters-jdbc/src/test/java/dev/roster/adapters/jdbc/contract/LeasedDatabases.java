package dev.roster.adapters.jdbc.contract;

import dev.roster.adapters.jdbc.EmptyDatabase;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.adapters.jdbc.sql.SqlFailures;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.testkit.conformance.Backend;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;

/**
 * Databases for one clause after the other, each for one at a time. They are emptied in between, and their storages stay
 * open, which takes a fraction of the time of a new database and new connections. One that a clause left in a state that
 * emptying does not mend is dropped.
 */
final class LeasedDatabases implements AutoCloseable {

    /** For comparison; see measure-contract.sh. */
    private static final boolean NEW_FOR_EACH = "new".equals(System.getProperty("roster.tests.database"));

    private final Supplier<EmptyDatabase> newDatabase;
    private final Deque<Leased> free = new ConcurrentLinkedDeque<>();

    LeasedDatabases(Supplier<EmptyDatabase> newDatabase) {
        this.newDatabase = newDatabase;
    }

    /** An empty one. Closing it gives it back. */
    Backend<Storage> lease() throws SQLException {
        if (NEW_FOR_EACH) {
            return newDatabase.get().backend();
        }
        Leased waiting = free.poll();
        return (waiting == null ? new Leased(newDatabase.get()) : waiting).backend();
    }

    /** Drops those that nobody holds. */
    @Override
    public void close() throws SQLException {
        for (Leased leased = free.poll(); leased != null; leased = free.poll()) {
            leased.drop();
        }
    }

    private final class Leased {

        private final EmptyDatabase database;
        private final List<JooqStorage> storages = new ArrayList<>();
        private final Connection connection;

        Leased(EmptyDatabase database) throws SQLException {
            this.database = database;
            this.connection = EmptyDatabase.connect(database.database());
        }

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

                @Override
                public void close() throws SQLException {
                    if (isReusable() && emptyTables()) {
                        free.push(Leased.this);
                    } else {
                        drop();
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

        /** Table by table, for a broken adapter may leave rows that no cascade finds. Triggers take back what they counted. */
        private boolean emptyTables() throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("delete from comments; delete from posts; delete from one_time_tokens;"
                        + " delete from credentials; delete from audit_events; delete from outbox; delete from users");
                if (!database.database().isEmbedded()) {
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

        private void requireNoTotals(Statement statement) throws SQLException {
            try (ResultSet left =
                    statement.executeQuery("select author_id from post_totals group by author_id having author_id > 0"
                            + " or sum(published) <> 0 or sum(drafts) <> 0")) {
                if (left.next()) {
                    throw new IllegalStateException("without posts, there are totals of author " + left.getLong(1));
                }
            }
        }

        private void drop() throws SQLException {
            storages.forEach(JooqStorage::close);
            connection.close();
            database.close();
        }
    }
}
