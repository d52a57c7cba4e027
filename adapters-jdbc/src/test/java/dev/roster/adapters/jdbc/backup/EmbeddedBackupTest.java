package dev.roster.adapters.jdbc.backup;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.adapters.jdbc.Schema;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class EmbeddedBackupTest {

    private static final int BACKUPS = 5;
    private static final int USERS_BETWEEN = 20;

    @TempDir
    Path directory;

    private Database database(String name) {
        return Database.parse("jdbc:h2:file:" + directory.resolve(name));
    }

    private JooqStorage open(String name) {
        Schema.migrate(database(name));
        return JooqStorage.open(database(name));
    }

    private void restore(Path backup, String name) throws IOException {
        EmbeddedBackup.of(database(name)).restoreFrom(backup, false);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("live.trace.db"))
                    .sorted()
                    .toList();
        }
    }

    /** Stores users, each with a password in the same transaction, until told to stop. */
    private static void storeUsers(JooqStorage storage, Queue<UserId> stored, AtomicBoolean done, CountDownLatch some) {
        while (!done.get()) {
            stored.add(storage.inTransaction(unit -> {
                User user = unit.users().create(aUser().build());
                unit.credentials().setPassword(user.id(), new PasswordHash("hash"));
                return user.id();
            }));
            some.countDown();
        }
    }

    @Test
    void copiesWholeTransactionsWhileWritersRun() throws Exception {
        Queue<UserId> stored = new ConcurrentLinkedQueue<>();
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService writers = Executors.newFixedThreadPool(2);
        try (JooqStorage storage = open("live")) {
            for (int i = 0; i < BACKUPS; i++) {
                CountDownLatch some = new CountDownLatch(USERS_BETWEEN);
                done.set(false);
                List<Future<?>> running = Stream.of(1, 2)
                        .<Future<?>>map(n -> writers.submit(() -> storeUsers(storage, stored, done, some)))
                        .toList();
                some.await();
                List<UserId> before = List.copyOf(stored);
                Path backup = directory.resolve("backup" + i);

                EmbeddedBackup.of(database("live")).copyTo(backup, false);

                done.set(true);
                for (Future<?> each : running) {
                    each.get();
                }
                restore(backup, "restored" + i);
                assertComplete("restored" + i, before, List.copyOf(stored));
            }
        } finally {
            writers.shutdownNow();
        }
    }

    private void assertComplete(String name, List<UserId> before, List<UserId> after) {
        try (JooqStorage restored = JooqStorage.open(database(name))) {
            List<UserId> users = after.stream()
                    .filter(id -> restored.users().findById(id).isPresent())
                    .toList();
            assertThat(users).containsAll(before);
            assertThat(users)
                    .allSatisfy(id ->
                            assertThat(restored.credentials().findByUserId(id)).isPresent());
            assertThat(restored.users().create(aUser().build()).id().value())
                    .isGreaterThan(users.get(users.size() - 1).value());
        }
    }

    @Test
    void replacesNoFileAndLeavesNoOther() throws IOException {
        open("live").close();
        Path backup = directory.resolve("backup");
        EmbeddedBackup.of(database("live")).copyTo(backup, false);
        byte[] content = Files.readAllBytes(backup);

        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> EmbeddedBackup.of(database("live")).copyTo(backup, false));
        assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> restore(backup, "live"));

        assertThat(backup).hasBinaryContent(content);
        restore(backup, "restored");
        for (Path file : List.of(backup, directory.resolve("restored.mv.db"))) {
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
        assertThat(files()).containsExactly("backup", "live.mv.db", "restored.mv.db");
    }

    @Test
    void replacesFilesOnlyIfTold() throws IOException {
        open("live").close();
        Path backup = Files.writeString(directory.resolve("backup"), "older");
        EmbeddedBackup live = EmbeddedBackup.of(database("live"));
        live.copyTo(backup, true);
        try (JooqStorage storage = open("live")) {
            storage.users().create(aUser().build());
        }

        live.restoreFrom(backup, true);

        try (JooqStorage storage = open("live")) {
            assertThat(storage.users().findAll(PageRequest.first()).items()).isEmpty();
        }
        assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> live.copyTo(live.file(), true));
        assertThat(files()).containsExactly("backup", "live.mv.db");
    }

    @Test
    void keepsDatabaseThatIsOpen() throws IOException {
        open("live").close();
        Path backup = directory.resolve("backup");
        EmbeddedBackup live = EmbeddedBackup.of(database("live"));
        live.copyTo(backup, false);
        User user;
        try (JooqStorage storage = open("live")) {
            user = storage.users().create(aUser().build());

            assertThatExceptionOfType(OverlappingFileLockException.class)
                    .isThrownBy(() -> live.restoreFrom(backup, true));
        }

        try (JooqStorage storage = open("live")) {
            assertThat(storage.users().findById(user.id())).contains(user);
        }
        assertThat(files()).containsExactly("backup", "live.mv.db");
    }

    @Test
    void rejectsBackupOfNewerRoster() throws Exception {
        open("live").close();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:h2:file:" + directory.resolve("live") + ";DATABASE_TO_LOWER=TRUE", "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("update flyway_schema_history set \"version\" = '99' where \"version\" = '7'");
        }
        Path backup = directory.resolve("backup");
        try (InputStream in = Files.newInputStream(directory.resolve("live.mv.db"));
                OutputStream out = new GZIPOutputStream(Files.newOutputStream(backup))) {
            in.transferTo(out);
        }

        assertThatExceptionOfType(InvalidBackupException.class)
                .isThrownBy(() -> restore(backup, "restored"))
                .withMessageContaining("the database is newer than this Roster: it is at version 99");
        assertThat(files()).containsExactly("backup", "live.mv.db");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no database", "H:2,block:2,blockSize:1000,chunk:1\n"})
    void rejectsFileThatIsNoBackup(String content) throws IOException {
        Path plain = Files.writeString(directory.resolve("plain"), content);
        Path compressed = directory.resolve("compressed");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
            Files.copy(plain, out);
        }

        for (Path file : List.of(plain, compressed)) {
            assertThatExceptionOfType(InvalidBackupException.class).isThrownBy(() -> restore(file, "restored"));
        }

        assertThat(files()).containsExactly("compressed", "plain");
    }

    /** H2 alone would open half a file as an older state of the database. */
    @Test
    void rejectsDamagedBackup() throws IOException {
        open("live").close();
        Path backup = directory.resolve("backup");
        EmbeddedBackup.of(database("live")).copyTo(backup, false);
        byte[] content = Files.readAllBytes(backup);
        byte[] damaged = content.clone();
        damaged[content.length / 2] ^= 1;

        for (byte[] each : List.of(Arrays.copyOf(content, content.length / 2), damaged)) {
            Files.write(backup, each);
            assertThatExceptionOfType(InvalidBackupException.class).isThrownBy(() -> restore(backup, "restored"));
        }

        assertThat(files()).containsExactly("backup", "live.mv.db");
    }

    @Test
    void reportsWhatIsMissing() {
        Path missing = directory.resolve("missing");

        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> EmbeddedBackup.of(database("live")).copyTo(directory.resolve("backup"), false));
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> restore(missing, "restored"));
        assertThatIllegalArgumentException().isThrownBy(() -> EmbeddedBackup.of(Database.parse("jdbc:h2:mem:memory")));
    }
}
