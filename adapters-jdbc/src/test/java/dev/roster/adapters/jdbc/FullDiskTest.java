package dev.roster.adapters.jdbc;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.adapters.jdbc.EmptyDatabase.Kind;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An embedded database whose disk is full for a while. */
@Timeout(120)
class FullDiskTest {

    private static final int THREADS = 8;
    private static final int CALLS = 40;

    @AutoClose
    private final EmptyDatabase file = Kind.H2_FILE.create();

    private final Path directory =
            file.database().embeddedFile().orElseThrow().getParent().toAbsolutePath();
    private final Set<UserId> acknowledged = ConcurrentHashMap.newKeySet();
    private JooqStorage storage;

    @BeforeAll
    static void install() {
        LimitedDisk.install();
    }

    @BeforeEach
    void open() {
        storage = file.open();
        createUsers();
    }

    /** Creates users in several threads, and returns the failures. */
    private List<Throwable> createUsers() {
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        try {
            assertThat(Rendezvous.run(THREADS, i -> () -> {
                        for (int call = 0; call < CALLS; call++) {
                            try {
                                acknowledged.add(
                                        storage.users().create(aUser().build()).id());
                            } catch (Throwable failed) {
                                failures.add(failed);
                            }
                        }
                        return CALLS;
                    }))
                    .extracting(Outcome::get)
                    .containsOnly(CALLS);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
        return failures;
    }

    private void awaitReady() {
        long end = System.nanoTime() + Rendezvous.TIMEOUT.toNanos();
        while (!isReady()) {
            assertThat(System.nanoTime()).as("the storage is ready").isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private boolean isReady() {
        try {
            storage.ping();
            return true;
        } catch (StorageUnavailableException broken) {
            return false;
        }
    }

    @Test
    void failsWithoutOtherExceptionsAndIsWholeAgain() {
        LimitedDisk.setFull(directory, true);

        assertThat(createUsers())
                .hasSize(THREADS * CALLS)
                .allSatisfy(failure -> assertThat(failure).isInstanceOf(StorageUnavailableException.class));

        LimitedDisk.setFull(directory, false);
        awaitReady();

        assertThat(createUsers()).isEmpty();
        assertThat(acknowledged).hasSize(2 * THREADS * CALLS);
        assertThat(acknowledged)
                .allSatisfy(id -> assertThat(storage.users().findById(id)).isPresent());
    }

    @Test
    void isNotReadyUntilWriteSucceeds() {
        LimitedDisk.setFull(directory, true);
        createUsers();

        for (int i = 0; i < 50; i++) {
            assertThatExceptionOfType(StorageUnavailableException.class).isThrownBy(storage::ping);
        }

        LimitedDisk.setFull(directory, false);
        awaitReady();
        assertThat(createUsers()).isEmpty();
    }

    @Test
    void closesWhileDiskIsFull() {
        LimitedDisk.setFull(directory, true);
        createUsers();

        storage.close();

        LimitedDisk.setFull(directory, false);
        storage = file.open();
        assertThat(acknowledged)
                .allSatisfy(id -> assertThat(storage.users().findById(id)).isPresent());
    }
}
