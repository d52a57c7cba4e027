package dev.roster.adapters.jdbc;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.user.User;
import dev.roster.testkit.conformance.Rendezvous;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL that becomes unavailable under load and recovers, on a server of this test's own. */
class PostgresOutageIT {

    private static final int POOL = 4;
    private static final int WORKERS = 6;

    @TempDir
    private Path folder;

    private EmbeddedPostgres server;
    private JooqStorage storage;

    @BeforeEach
    void start() throws IOException {
        server = start(0);
        Database database = Database.parse(
                        server.getJdbcUrl("postgres", "postgres") + "&password=postgres&socketTimeout=2")
                .withPoolSize(POOL);
        Schema.migrate(database);
        storage = JooqStorage.open(database);
    }

    @AfterEach
    void stop() throws IOException {
        storage.close();
        server.close();
    }

    private EmbeddedPostgres start(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "off") // the server is killed, not the machine
                .setServerConfig("synchronous_commit", "on") // the library's default may lose commits
                .setPort(port)
                .start();
    }

    @Test
    void recoversAfterServerIsKilled() throws Exception {
        Load load = new Load();
        load.awaitSuccesses(50);

        serverProcesses().forEach(ProcessHandle::destroyForcibly);
        load.awaitFailures(20);
        assertThatExceptionOfType(StorageUnavailableException.class).isThrownBy(storage::ping);
        int port = server.getPort();
        server.close();
        server = start(port);
        load.awaitSuccesses(50);
        load.stop();

        assertThat(load.unexpected).isEmpty();
        assertThat(load.slowest).allSatisfy(time -> assertThat(time).isLessThan(Duration.ofSeconds(40)));
        assertThat(load.acknowledged)
                .isNotEmpty()
                .allSatisfy(
                        user -> assertThat(storage.users().findById(user.id())).contains(user));
        assertNoConnectionLost();
    }

    @Test
    void timesOutOnHangingServerAndRecovers() throws Exception {
        User user = storage.users().create(aUser().build());
        List<ProcessHandle> processes = serverProcesses();

        signal("STOP", processes);
        try {
            for (Runnable call : List.<Runnable>of(
                    storage::ping,
                    () -> storage.users().findById(user.id()),
                    () -> storage.users().create(aUser().build()))) {
                long start = System.nanoTime();
                assertThatExceptionOfType(StorageUnavailableException.class).isThrownBy(call::run);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(40));
            }
        } finally {
            signal("CONT", processes);
        }

        Load load = new Load();
        load.awaitSuccesses(10);
        load.stop();
        assertThat(load.unexpected).isEmpty();
        assertThat(storage.users().findById(user.id())).contains(user);
        assertNoConnectionLost();
    }

    /** Runs as many concurrent transactions as the pool has connections. */
    private void assertNoConnectionLost() throws Exception {
        CyclicBarrier allOpen = new CyclicBarrier(POOL);
        var outcomes = Rendezvous.run(
                POOL,
                i -> () -> storage.inTransaction(unit -> {
                    unit.users().create(aUser().build());
                    return allOpen.await(Rendezvous.TIMEOUT.toSeconds(), TimeUnit.SECONDS);
                }));
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.get()).isBetween(0, POOL - 1));
    }

    private List<ProcessHandle> serverProcesses() throws IOException {
        long postmaster = Long.parseLong(
                Files.readAllLines(folder.resolve("postmaster.pid")).get(0).strip());
        ProcessHandle handle = ProcessHandle.of(postmaster).orElseThrow();
        return Stream.concat(Stream.of(handle), handle.descendants()).toList();
    }

    private static void signal(String name, List<ProcessHandle> processes) throws Exception {
        for (ProcessHandle process : processes) {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        }
    }

    /** Workers that register users as fast as they can and record each outcome. */
    private final class Load {

        private final ConcurrentLinkedQueue<User> acknowledged = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<Throwable> unexpected = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<Duration> slowest = new ConcurrentLinkedQueue<>();
        private final CountDownLatch ended = new CountDownLatch(WORKERS);
        private volatile CountDownLatch successes = new CountDownLatch(0);
        private volatile CountDownLatch failures = new CountDownLatch(0);
        private volatile boolean stopped;

        Load() {
            for (int i = 0; i < WORKERS; i++) {
                Thread worker = new Thread(this::work, "load");
                worker.setDaemon(true);
                worker.start();
            }
        }

        private void work() {
            Duration longest = Duration.ZERO;
            while (!stopped) {
                long start = System.nanoTime();
                try {
                    acknowledged.add(storage.inTransaction(unit -> unit.users().create(aUser().build())));
                    successes.countDown();
                } catch (StorageUnavailableException expected) {
                    failures.countDown();
                } catch (RuntimeException | Error other) {
                    unexpected.add(other);
                }
                Duration taken = Duration.ofNanos(System.nanoTime() - start);
                longest = taken.compareTo(longest) > 0 ? taken : longest;
            }
            slowest.add(longest);
            ended.countDown();
        }

        void awaitSuccesses(int count) throws InterruptedException {
            successes = new CountDownLatch(count);
            await(successes);
        }

        void awaitFailures(int count) throws InterruptedException {
            failures = new CountDownLatch(count);
            await(failures);
        }

        void stop() throws InterruptedException {
            stopped = true;
            await(ended);
        }

        private void await(CountDownLatch latch) throws InterruptedException {
            assertThat(latch.await(Rendezvous.TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                    .as("ends in bounded time; unexpected failures so far: %s", unexpected)
                    .isTrue();
        }
    }
}
