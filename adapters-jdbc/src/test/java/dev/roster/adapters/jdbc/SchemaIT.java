package dev.roster.adapters.jdbc;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.adapters.jdbc.EmptyDatabase.Kind;
import dev.roster.domain.PageRequest;
import dev.roster.testkit.conformance.Rendezvous;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Migrations of empty databases and of databases that other programs or other versions have changed. */
@ParameterizedClass
@EnumSource
class SchemaIT {

    @AutoClose
    private final EmptyDatabase empty;

    private final Database db;

    SchemaIT(Kind kind) {
        empty = kind.createWithoutTables();
        db = empty.database();
    }

    @Test
    void createsTablesOnce() {
        assertRejected(
                () -> Schema.requireCurrent(db), "behind", "version none", "needs " + EmptyDatabase.LATEST_VERSION);

        Schema.migrate(db);

        Schema.requireCurrent(db);
        JooqStorage storage = empty.open();
        storage.users().create(aUser().build());
        Schema.migrate(db);
        assertThat(storage.users().findAll(PageRequest.first()).total()).isEqualTo(1);
    }

    @Test
    void migratesConcurrently() throws Exception {
        var outcomes = Rendezvous.run(3, i -> () -> {
            Schema.migrate(db);
            return true;
        });

        assertThat(outcomes).allMatch(Rendezvous.Outcome::get);
        Schema.requireCurrent(db);
    }

    @Test
    void resetLeavesEmptyTables() {
        Schema.migrate(db);
        JooqStorage storage = empty.open();
        storage.users().create(aUser().build());
        empty.execute("create table leftover (id int)");

        Schema.reset(db);

        assertThat(storage.users().findAll(PageRequest.first()).total()).isZero();
        empty.execute("create table leftover (id int)");
    }

    @Test
    void rejectsNewerDatabase() {
        Schema.migrate(db);
        empty.execute("insert into flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                + " installed_by, execution_time, success) values (99, '999', 'future', 'SQL', 'V999__future.sql', 1,"
                + " 'me', 1, true)");

        for (Runnable attempt : List.<Runnable>of(() -> Schema.migrate(db), () -> Schema.requireCurrent(db))) {
            assertRejected(attempt, "newer", "999", "knows " + EmptyDatabase.LATEST_VERSION);
        }
    }

    @Test
    void rejectsChangedMigration() {
        Schema.migrate(db);
        empty.execute("update flyway_schema_history set checksum = 42 where version = '1'");

        for (Runnable attempt : List.<Runnable>of(() -> Schema.migrate(db), () -> Schema.requireCurrent(db))) {
            assertRejected(attempt, "changed", "1");
        }
    }

    @Test
    void rejectsForeignTables() {
        empty.execute("create table theirs (id int)");

        for (Runnable attempt : List.<Runnable>of(() -> Schema.migrate(db), () -> Schema.reset(db))) {
            assertRejected(attempt, "tables that are not Roster's");
        }
        empty.execute("insert into theirs values (1)");
    }

    private static void assertRejected(Runnable attempt, String... parts) {
        assertThatExceptionOfType(SchemaException.class)
                .isThrownBy(attempt::run)
                .withMessageContainingAll(parts);
    }
}
