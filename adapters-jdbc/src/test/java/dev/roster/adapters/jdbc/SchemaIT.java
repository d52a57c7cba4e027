package dev.roster.adapters.jdbc;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.adapters.jdbc.EmptyDatabase.Kind;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.PageRequest;
import dev.roster.testkit.conformance.Rendezvous;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Migrations of empty databases and of databases that other programs or other versions have changed. */
class SchemaIT {

    @ParameterizedTest
    @EnumSource
    void createsTablesOnce(Kind kind) throws Exception {
        try (EmptyDatabase empty = kind.createWithoutTables()) {
            Database db = empty.database();
            assertThatExceptionOfType(SchemaException.class)
                    .isThrownBy(() -> Schema.requireCurrent(db))
                    .withMessageContainingAll("behind", "version none", "needs " + kind.latestVersion());

            Schema.migrate(db);

            Schema.requireCurrent(db);
            try (JooqStorage storage = JooqStorage.open(db)) {
                storage.users().create(aUser().build());
                Schema.migrate(db);
                assertThat(storage.users().findAll(PageRequest.first()).total()).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void migratesConcurrently(Kind kind) throws Exception {
        try (EmptyDatabase empty = kind.createWithoutTables()) {
            var outcomes = Rendezvous.run(3, i -> () -> {
                Schema.migrate(empty.database());
                return true;
            });

            assertThat(outcomes).allMatch(Rendezvous.Outcome::get);
            Schema.requireCurrent(empty.database());
        }
    }

    @ParameterizedTest
    @EnumSource
    void resetLeavesEmptyTables(Kind kind) throws Exception {
        try (EmptyDatabase empty = kind.create();
                JooqStorage storage = empty.open()) {
            storage.users().create(aUser().build());
            execute(empty.database(), "create table leftover (id int)");

            Schema.reset(empty.database());

            assertThat(storage.users().findAll(PageRequest.first()).total()).isZero();
            execute(empty.database(), "create table leftover (id int)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void rejectsNewerDatabase(Kind kind) throws Exception {
        try (EmptyDatabase empty = kind.create()) {
            execute(
                    empty.database(),
                    "insert into flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                            + " installed_by, execution_time, success) values (99, '999', 'future', 'SQL',"
                            + " 'V999__future.sql', 1, 'me', 1, true)");

            assertRejected(empty.database(), "newer", "999", "knows " + kind.latestVersion());
        }
    }

    @ParameterizedTest
    @EnumSource
    void rejectsChangedMigration(Kind kind) throws Exception {
        try (EmptyDatabase empty = kind.create()) {
            execute(empty.database(), "update flyway_schema_history set checksum = 42 where version = '1'");

            assertRejected(empty.database(), "changed", "1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void rejectsForeignTables(Kind kind) throws Exception {
        try (EmptyDatabase empty = kind.createWithoutTables()) {
            Database db = empty.database();
            execute(db, "create table theirs (id int)");

            for (Runnable attempt : new Runnable[] {() -> Schema.migrate(db), () -> Schema.reset(db)}) {
                assertThatExceptionOfType(SchemaException.class)
                        .isThrownBy(attempt::run)
                        .withMessageContaining("tables that are not Roster's");
            }
            execute(db, "insert into theirs values (1)");
        }
    }

    @Test
    void reportsUnreachableDatabase() {
        Database nowhere = Database.parse("postgresql://ann:s3cret@localhost:1/roster");

        for (Runnable attempt : new Runnable[] {
            () -> Schema.migrate(nowhere),
            () -> Schema.requireCurrent(nowhere),
            () -> Schema.reset(nowhere),
            () -> JooqStorage.open(nowhere)
        }) {
            assertThatExceptionOfType(StorageUnavailableException.class)
                    .isThrownBy(attempt::run)
                    .withMessageContaining("unreachable")
                    .satisfies(failure -> {
                        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                            assertThat(cause.toString()).doesNotContain("s3cret");
                        }
                    });
        }
    }

    private static void assertRejected(Database db, String... parts) {
        for (Runnable attempt : new Runnable[] {() -> Schema.migrate(db), () -> Schema.requireCurrent(db)}) {
            assertThatExceptionOfType(SchemaException.class)
                    .isThrownBy(attempt::run)
                    .withMessageContainingAll(parts);
        }
    }

    private static void execute(Database db, String sql) throws SQLException {
        try (Connection connection = ConnectionSettings.connect(db);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
