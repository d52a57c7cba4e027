package dev.roster.adapters.jdbc;

import dev.roster.adapters.jdbc.repository.DuplicateMailbox;
import dev.roster.adapters.jdbc.sql.SqlFailures;
import dev.roster.application.port.storage.StorageUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.ValidateResult;
import org.jspecify.annotations.Nullable;

/**
 * Versions of the tables. Flyway runs the scripts in {@code db/migration}, and on PostgreSQL also those in {@code
 * db/postgresql}, that have not run on the database yet. It is not started if {@link SchemaHistory}, which lists
 * all scripts, finds that all have run. Several nodes may migrate at once; one does the work.
 *
 * <p>All methods throw {@link dev.roster.application.port.storage.StorageUnavailableException} if the database is
 * unreachable.
 */
public final class Schema {

    private static final Object EMBEDDED_LOCK = new Object();

    private Schema() {}

    /**
     * Updates the tables to the version that this Roster needs. Does nothing if they are up to date.
     *
     * @throws SchemaException if a migration was changed after it ran, if the database was written by a newer Roster,
     *     if it contains tables that are not Roster's, or if a migration fails
     */
    public static void migrate(Database db) {
        if (isCurrent(db)) {
            return;
        }
        withFlyway(db, flyway -> {
            rejectForeignHistory(flyway);
            flyway.migrate();
        });
    }

    /**
     * Checks that the tables are up to date, without changing anything.
     *
     * @throws SchemaException if the tables are older or newer than this version needs
     */
    public static void requireCurrent(Database db) {
        if (isCurrent(db)) {
            return;
        }
        withFlyway(db, flyway -> {
            rejectForeignHistory(flyway);
            MigrationInfo[] pending = flyway.info().pending();
            if (pending.length > 0) {
                throw new SchemaException("the schema is behind: the database is at version "
                        + versionOf(flyway.info().current()) + ", this Roster needs "
                        + versionOf(pending[pending.length - 1]) + "; run the migrations first");
            }
        });
    }

    /**
     * Checks that the database was written by this version of Roster or an older one, without changing anything.
     *
     * @throws SchemaException if it has no tables of Roster, or those of a newer version
     */
    public static void requireKnown(Database db) {
        withFlyway(db, flyway -> {
            if (flyway.info().applied().length == 0) {
                throw new SchemaException("the database has no tables of Roster");
            }
            rejectForeignHistory(flyway);
        });
    }

    /**
     * Deletes everything in the database's schema and creates the tables anew.
     *
     * @throws SchemaException if the database contains tables but none of Roster's; nothing is deleted then
     */
    public static void reset(Database db) {
        withFlyway(db, flyway -> {
            // Without a history the tables are not Roster's, and migrate() rejects the database.
            if (flyway.info().applied().length > 0) {
                flyway.clean();
            }
            flyway.migrate();
        });
    }

    /**
     * Returns the users that share a mailbox with another user since before mailboxes were unique, and are therefore
     * not found by their email address. The migration reports them but does not merge them: an administrator changes
     * the email address of one of the users, or deletes one. A duplicate is found again after its next change.
     */
    public static List<DuplicateMailbox> findDuplicateMailboxes(Database db) {
        try (Connection connection = ConnectionSettings.connect(db)) {
            return MailboxKeys.findDuplicates(connection);
        } catch (SQLException failed) {
            throw SqlFailures.translate(failed);
        }
    }

    /** Returns the version of the tables that this Roster needs; the same on each kind of database. */
    public static int version() {
        return SchemaHistory.version();
    }

    /**
     * Opens a connection without limits on the time of statements, for work on whole tables.
     *
     * @throws SQLException if the database is unreachable
     */
    public static Connection connect(Database db) throws SQLException {
        return db.isEmbedded()
                ? ConnectionSettings.connect(db)
                : PostgresDataSource.forMigrations(db).getConnection();
    }

    /**
     * Returns whether the tables are up to date. Also returns false if the query fails: Flyway then finds the reason.
     */
    private static boolean isCurrent(Database db) {
        try {
            return SchemaHistory.isCurrent(db);
        } catch (SQLException failed) {
            if (SqlFailures.isOutOfReach(failed)) {
                throw SqlFailures.translate(failed);
            }
            return false;
        }
    }

    /** Rejects a history that Flyway alone would accept (a newer version) or report at length (a changed script). */
    private static void rejectForeignHistory(Flyway flyway) {
        MigrationInfoService info = flyway.info();
        List<MigrationVersion> known = new ArrayList<>();
        List<MigrationVersion> unknown = new ArrayList<>();
        for (MigrationInfo migration : info.all()) {
            MigrationState state = migration.getState();
            if (state == MigrationState.FUTURE_SUCCESS || state == MigrationState.MISSING_SUCCESS) {
                unknown.add(migration.getVersion());
            } else if (state.isFailed()) {
                throw new SchemaException("migration " + versionOf(migration) + " failed halfway; restore a backup,"
                        + " or repair the database and its flyway_schema_history");
            } else {
                known.add(migration.getVersion());
            }
        }
        if (!unknown.isEmpty()) {
            throw new SchemaException("the database is newer than this Roster: it is at version "
                    + unknown.get(unknown.size() - 1) + ", this Roster knows "
                    + (known.isEmpty() ? "none" : known.get(known.size() - 1)) + "; use the newer Roster");
        }
        ValidateResult result = flyway.validateWithResult();
        if (!result.validationSuccessful) {
            throw new SchemaException("a migration was changed after it ran on this database: "
                    + result.getAllErrorMessages().replaceAll("\\s*\\R\\s*", " "));
        }
    }

    private static Object versionOf(@Nullable MigrationInfo migration) {
        return migration == null ? "none" : migration.getVersion();
    }

    private static void withFlyway(Database db, Consumer<Flyway> action) {
        // A migration may take long, so only connecting has a timeout.
        FluentConfiguration configuration = Flyway.configure(Schema.class.getClassLoader());
        if (db.isEmbedded()) {
            Map<String, String> properties = ConnectionSettings.driverProperties(db);
            configuration
                    .jdbcProperties(properties)
                    .dataSource(ConnectionSettings.url(db), properties.get("user"), properties.get("password"));
        } else {
            configuration.dataSource(PostgresDataSource.forMigrations(db));
        }
        try {
            Flyway flyway = configuration
                    .locations(locations(db))
                    .javaMigrations(new MailboxKeys())
                    .cleanDisabled(false)
                    // Pending scripts are not an error; all other differences are.
                    .ignoreMigrationPatterns("*:pending")
                    .load();
            if (db.isEmbedded()) {
                // On H2, Flyway's lock does not prevent two threads from creating the history at once. A lock in this
                // process is enough, because only one process can open the database.
                synchronized (EMBEDDED_LOCK) {
                    action.accept(flyway);
                }
            } else {
                action.accept(flyway);
            }
        } catch (FlywayException failed) {
            throw translate(failed);
        }
    }

    /** Returns the locations of the scripts. PostgreSQL's own scripts are numbered in one sequence with the others. */
    static String[] locations(Database db) {
        return db.isEmbedded()
                ? new String[] {"classpath:db/migration"}
                : new String[] {"classpath:db/migration", "classpath:db/postgresql"};
    }

    private static RuntimeException translate(FlywayException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && SqlFailures.isOutOfReach(sql)) {
                return SqlFailures.translate(sql);
            }
            if (cause instanceof StorageUnavailableException unavailable) {
                return unavailable;
            }
        }
        String message = String.valueOf(failed.getMessage());
        if (message.contains("non-empty schema")) {
            return new SchemaException(
                    "the database holds tables that are not Roster's; give Roster a database or a schema of its own",
                    failed);
        }
        return new SchemaException("the migration failed: " + message.strip(), failed);
    }
}
