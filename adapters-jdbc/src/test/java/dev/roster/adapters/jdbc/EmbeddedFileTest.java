package dev.roster.adapters.jdbc;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.adapters.jdbc.EmptyDatabase.Kind;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Behavior of a database in a file, which only one process can open at a time. */
@Tag("process")
class EmbeddedFileTest {

    @AutoClose
    private final EmptyDatabase file = Kind.H2_FILE.create();

    @Test
    void keepsAcknowledgedWritesOfKilledProcess() throws Exception {
        // Simulates an old file: with default settings, H2 would now overwrite space that is still needed.
        Database aged = Database.parse(file.database().jdbcUrl() + ";RETENTION_TIME=0");
        List<UserId> acknowledged = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            int untilKilled = acknowledged.size() + ThreadLocalRandom.current().nextInt(300, 900);
            try (StorageProcess process = StorageProcess.start(List.of(), "create", aged)) {
                String line = process.nextLine();
                while (line != null) {
                    acknowledged.add(UserId.parse(line).orElseThrow());
                    if (acknowledged.size() == untilKilled) {
                        process.kill();
                    }
                    line = process.nextLine();
                }
                assertThat(process.exitCode()).as("killed").isEqualTo(137);
            }
            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(untilKilled).doesNotHaveDuplicates();
            try (JooqStorage storage = file.open()) {
                for (UserId id : acknowledged) {
                    assertThat(storage.users().findById(id).map(User::version))
                            .as("user %s", id)
                            .contains(2L);
                }
            }
        }
    }

    @Test
    void reportsFileOpenInAnotherProcess() throws Exception {
        try (StorageProcess process = StorageProcess.start(List.of(), "hold", file.database())) {
            assertThat(process.nextLine()).isEqualTo("open");

            for (Runnable attempt : List.<Runnable>of(
                    () -> file.open().close(),
                    () -> Schema.migrate(file.database()),
                    () -> Schema.requireCurrent(file.database()),
                    () -> Schema.reset(file.database()))) {
                assertThatExceptionOfType(StorageUnavailableException.class)
                        .isThrownBy(attempt::run)
                        .withMessage("another process has the embedded database open");
            }
        }
    }

    @Test
    void doesNotReuseIdsAfterReopening() {
        UserId last;
        try (JooqStorage storage = file.open()) {
            last = storage.users().create(aUser().build()).id();
            assertThat(storage.users().delete(last)).isTrue();
        }
        try (JooqStorage storage = file.open()) {
            assertThat(storage.users().create(aUser().build()).id().value()).isGreaterThan(last.value());
        }
    }

    @Test
    void staysUsableAfterThreadInterruption() {
        try (JooqStorage storage = file.open()) {
            User before = storage.users().create(aUser().build());
            for (int i = 0; i < 20; i++) {
                Thread.currentThread().interrupt();
                try {
                    storage.users().create(aUser().build());
                    storage.users().findById(before.id());
                } catch (StorageUnavailableException interrupted) {
                    assertThat(interrupted).hasRootCauseInstanceOf(InterruptedException.class);
                } finally {
                    Thread.interrupted();
                }
            }
            User after = storage.users().create(aUser().build());
            assertThat(storage.users().findById(before.id())).contains(before);
            assertThat(storage.users().findById(after.id())).contains(after);
        }
    }

    @Test
    void compactsLargeFileOnOpen() throws Exception {
        Path path = file.database().embeddedFile().orElseThrow().resolveSibling("roster.mv.db");
        User user;
        try (JooqStorage storage = file.open();
                Connection connection = ConnectionSettings.connect(file.database());
                Statement statement = connection.createStatement()) {
            user = storage.users().create(aUser().build());
            statement.execute("create table waste as select repeat('x', 1000000) as a from system_range(1, 80)");
            statement.execute("drop table waste");
        }
        long wasteful = Files.size(path);
        assertThat(wasteful).isGreaterThan(64 << 20);

        try (JooqStorage storage = file.open()) {
            assertThat(Files.size(path)).isLessThan(wasteful / 10);
            assertThat(storage.users().findById(user.id())).contains(user);
        }
    }

    @Test
    void worksInTurkishLocale() throws Exception {
        try (EmptyDatabase fresh = Kind.H2_FILE.createWithoutTables();
                StorageProcess process = StorageProcess.start(
                        List.of("-Duser.language=tr", "-Duser.country=TR"), "migrate", fresh.database())) {
            assertThat(process.nextLine()).isEqualTo("tr_TR");
            assertThat(process.exitCode()).isZero();
        }
    }
}
