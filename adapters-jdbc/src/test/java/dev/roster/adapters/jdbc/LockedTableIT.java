package dev.roster.adapters.jdbc;

import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.jdbc.EmptyDatabase.Kind;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.post.NewComment;
import dev.roster.domain.post.Post;
import dev.roster.domain.user.User;
import dev.roster.testkit.conformance.Rendezvous;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that an administrator has locked: calls that do not need them are served. */
@Timeout(120)
class LockedTableIT {

    private static final int CALLERS = 64;

    @AutoClose
    private final EmptyDatabase postgres = Kind.POSTGRES.create();

    private final JooqStorage storage = postgres.open(postgres.database().withPoolSize(Database.DEFAULT_POOL_SIZE));

    private final User user = storage.users().create(aUser().build());
    private final Post post =
            storage.posts().create(aPostBy(user.id()).published().build());

    @Test
    void readsPostsWhileUsersAreLockedAndAllAfterwards() throws Exception {
        assertServed("users", () -> storage.posts().findById(post.id()));

        var outcomes = Rendezvous.run(
                CALLERS, i -> () -> storage.inTransaction(unit -> unit.users().create(aUser().build())));
        assertThat(outcomes)
                .as("calls once the lock is released")
                .allSatisfy(outcome -> assertThat(outcome.get()).isNotNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"users", "posts"})
    void readsCredentialsWhileAnotherTableIsLocked(String table) throws Exception {
        assertServed(table, () -> storage.credentials().findByUserId(user.id()));
    }

    /** Locks a table while callers of all kinds keep coming, and makes calls that must not fail. */
    private void assertServed(String table, Runnable call) throws Exception {
        Callers callers = new Callers();
        try (Connection administrator = postgres.connect();
                Statement lock = administrator.createStatement()) {
            administrator.setAutoCommit(false);
            lock.execute("lock table " + table);
            callers.start();
            callers.awaitFailures();

            var outcomes = Rendezvous.run(4, i -> () -> {
                for (int calls = 0; calls < 25; calls++) {
                    call.run();
                }
                return true;
            });

            assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.get()).isTrue());
            administrator.rollback();
        } finally {
            callers.stop();
        }
    }

    /** Callers that read and write users, posts and comments until they are stopped. */
    private final class Callers {

        private final CountDownLatch failures = new CountDownLatch(CALLERS / 2);
        private final List<Thread> threads = new ArrayList<>();
        private volatile boolean stopped;

        void start() {
            List<Runnable> calls = List.of(
                    () -> storage.users().findById(user.id()),
                    () -> storage.inTransaction(unit -> unit.users().create(aUser().build())),
                    () -> storage.posts().create(aPostBy(user.id()).build()),
                    () -> storage.comments().create(new NewComment(post.id(), user.id(), "Fine", post.createdAt())));
            for (int i = 0; i < CALLERS; i++) {
                Runnable call = calls.get(i % calls.size());
                Thread thread = new Thread(() -> repeat(call), "caller");
                thread.start();
                threads.add(thread);
            }
        }

        private void repeat(Runnable call) {
            while (!stopped) {
                try {
                    call.run();
                } catch (StorageUnavailableException refused) {
                    failures.countDown();
                }
            }
        }

        void awaitFailures() throws InterruptedException {
            assertThat(failures.await(Rendezvous.TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                    .as("calls that need the table fail")
                    .isTrue();
        }

        void stop() throws InterruptedException {
            stopped = true;
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }
}
