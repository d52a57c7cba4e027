package dev.roster.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.bootstrap.process.CommandRun;
import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestApiClient;
import dev.roster.bootstrap.process.TestSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(RosterProcess.FIRST_LOCK)
@Timeout(300)
class BackupCommandsIT {

    @TempDir
    Path directory;

    private Map<String, String> settings(String database) {
        return TestSettings.of(
                "jdbc:h2:file:" + directory.resolve(database).resolve("roster"),
                "MAIL_DIR",
                directory.resolve("mails").toString());
    }

    private CommandRun run(String database, String... args) {
        return CommandRun.runInProcess(settings(database), args);
    }

    private void assertFails(int exitCode, String message, CommandRun run) {
        assertThat(run.exitCode()).as(run.toString()).isEqualTo(exitCode);
        assertThat(run.err()).hasLineCount(1).contains(message);
    }

    @Test
    void restoresStateOfServerThatWasKilledAfterBackup() throws IOException {
        Path backup = directory.resolve("backup.gz");
        String session;
        try (RosterProcess roster = RosterProcess.serveAtLowCost(directory, settings("data"))) {
            session = TestApiClient.token(roster.api().register("ann@example.com", "Ann"));

            CommandRun written = CommandRun.runJar(directory, settings("data"), "backup", "backup.gz");

            assertThat(written.exitCode()).as(written.toString()).isZero();
            assertThat(written.out()).startsWith("Wrote a backup of ").contains(backup.toString());
            assertThat(roster.api().register("bob@example.com", "Bob").statusCode())
                    .isEqualTo(201);
            roster.kill();
        }

        CommandRun restored = CommandRun.runJar(directory, settings("restored"), "restore", "backup.gz");

        assertThat(restored.exitCode()).as(restored.toString()).isZero();
        try (RosterProcess roster = RosterProcess.serveAtLowCost(directory, settings("restored"))) {
            assertThat(roster.api().get("/users/me", session).body()).contains("ann@example.com");
            assertThat(roster.api().logIn("ann@example.com").statusCode()).isEqualTo(200);
            assertThat(roster.api().logIn("bob@example.com").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void killedBackupLeavesNoFileUnderItsName() throws IOException {
        assertThat(run("data", "migrate").exitCode()).isZero();
        Path target = Files.createDirectory(directory.resolve("target"));
        Path backup = target.resolve("backup.gz");

        try (RosterProcess run = RosterProcess.run(directory, settings("data"), "backup", backup.toString())) {
            RosterProcess.await("a temporary file", () -> isNotEmpty(target) || !run.isAlive());
            run.kill();
        }

        assertThat(isNotEmpty(target)).isTrue();
        assertThat(backup).doesNotExist();
        assertThat(run("data", "backup", backup.toString()).exitCode()).isZero();
    }

    private static boolean isNotEmpty(Path target) {
        try (Stream<Path> files = Files.list(target)) {
            return files.findAny().isPresent();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void replacesFilesOnlyWithForce() {
        assertThat(run("data", "migrate").exitCode()).isZero();
        String backup = directory.resolve("backup.gz").toString();
        assertThat(run("data", "backup", backup).exitCode()).isZero();

        assertFails(2, "backup: " + backup + " exists already; name another file", run("data", "backup", backup));
        assertFails(2, "exists already; stop the server, and move", run("data", "restore", backup));

        assertThat(run("data", "backup", "--force", backup).exitCode()).isZero();
        assertThat(run("data", "restore", "--force", backup).exitCode()).isZero();
        assertThat(run("restored", "restore", backup).exitCode()).isZero();
        assertThat(run("restored", "audit", "list").exitCode()).isZero();
    }

    @Test
    void keepsDatabaseThatIsServed() {
        assertThat(run("data", "migrate").exitCode()).isZero();
        String backup = directory.resolve("backup.gz").toString();
        assertThat(run("data", "backup", backup).exitCode()).isZero();

        try (JooqStorage served = JooqStorage.open(
                Database.parse("jdbc:h2:file:" + directory.resolve("data").resolve("roster")))) {
            assertFails(2, "open; stop it first", run("data", "restore", "--force", backup));
            served.ping();
        }
    }

    @Test
    void reportsWhatCannotBeUsed() throws IOException {
        String file = Files.writeString(directory.resolve("file"), "no backup").toString();
        String free = directory.resolve("free").toString();

        assertFails(2, "DATABASE_URL: there is no embedded database ", run("data", "backup", free));
        assertFails(2, "restore: there is no file " + free, run("data", "restore", free));
        assertFails(2, "is not a backup that this Roster can use: the file is no gzip", run("data", "restore", file));
        assertFails(2, "does not exist", run("data", "backup", free + "/backup"));
        assertFails(2, "is a directory; name a file in it", run("data", "backup", directory.toString()));
        assertFails(2, "backup: FILE must be", run("data", "backup", "a;b"));
        assertFails(2, "backup: FILE must be", run("data", "backup", "-"));
        assertFails(2, "use pg_dump", postgres("backup", free));
        assertFails(2, "use pg_restore or psql", postgres("restore", file));
        assertFails(
                2, "is in memory", CommandRun.runInProcess(Map.of("DATABASE_URL", "jdbc:h2:mem:x"), "backup", free));
    }

    @Test
    void overwritesNoFileOfTheDatabaseItself() throws IOException {
        assertThat(run("data", "migrate").exitCode()).isZero();
        Path data = directory.resolve("data");
        Files.writeString(data.resolve("roster.jwt-secret"), "secret");
        for (String own : List.of("roster.mv.db", "roster.jwt-secret")) {
            byte[] before = Files.readAllBytes(data.resolve(own));
            for (String command : List.of("backup", "export")) {
                CommandRun run =
                        run("data", command, "--force", data.resolve(own).toString());
                assertFails(2, "belongs to the embedded database itself; name another file", run);
            }
            assertThat(data.resolve(own)).hasBinaryContent(before);
        }
    }

    private static CommandRun postgres(String... args) {
        return CommandRun.runInProcess(Map.of("DATABASE_URL", "postgresql://localhost:1/roster"), args);
    }
}
