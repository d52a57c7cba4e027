package dev.roster.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.access.Caller;
import dev.roster.application.access.Precondition;
import dev.roster.application.account.ProfileUpdate;
import dev.roster.application.account.UserService;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.cache.UserCache.Hit;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.domain.user.Password;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.FastPasswordHasher;
import dev.roster.testkit.fake.InMemoryTokenGenerator;
import dev.roster.testkit.fake.SettableClock;
import dev.roster.testkit.fake.forwarding.ForwardingUserCache;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import dev.roster.testkit.server.DedicatedRedisServer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** One node reads a user and pauses before it fills the cache. Meanwhile another node changes the user. */
class StaleCacheFillIT {

    @AutoClose
    private final DedicatedRedisServer server = new DedicatedRedisServer();

    @AutoClose
    private final RedisConnection redisHere = TestRedis.connect(server.url());

    @AutoClose
    private final RedisConnection redisThere = TestRedis.connect(server.url());

    private final UserCache cacheThere = new RedisUserCache(redisThere, RedisUserCache.DEFAULT_TTL);
    private final PausingCache cacheHere = new PausingCache(new RedisUserCache(redisHere, RedisUserCache.DEFAULT_TTL));
    private final InMemoryStorage storage = new InMemoryStorage();
    private final UserService here = users(cacheHere);
    private final UserService there = users(cacheThere);
    private final User old = there.registerUser(Unique.emailAddress(), new Password("correct horse"), "Old")
            .user();

    private UserService users(UserCache cache) {
        return new UserService(
                storage,
                cache,
                new FastPasswordHasher(2),
                new InMemoryTokenGenerator(),
                LoginThrottle.NONE,
                new SettableClock());
    }

    @Test
    void rejectsFillAfterChange() throws Exception {
        assertFillRejectedAfter(() -> rename("New"));
    }

    @Test
    void rejectsFillAfterChangeAndRestart() throws Exception {
        assertFillRejectedAfter(() -> {
            rename("New");
            restartEmpty();
        });
    }

    @Test
    void rejectsFillAfterChangeDuringOutage() throws Exception {
        assertFillRejectedAfter(() -> {
            server.kill();
            rename("New");
            server.start();
            awaitBothConnections();
        });
    }

    @Test
    void rejectsFillAfterChangeRestartAndMiss() throws Exception {
        assertFillRejectedAfter(() -> {
            restartEmpty();
            rename("New");
            restartEmpty();
            cacheThere.find(old.id());
        });
    }

    private void assertFillRejectedAfter(Runnable change) throws Exception {
        readHereWhile(change);

        assertThat(cacheHere.filled).isCompletedWithValue(false);
        for (int i = 0; i < 3; i++) {
            assertThat(here.getUser(old.id()).name()).isEqualTo("New");
            assertThat(there.getUser(old.id()).name()).isEqualTo("New");
        }
        assertThat(cacheThere.find(old.id()))
                .isInstanceOfSatisfying(
                        Hit.class, hit -> assertThat(hit.user().name()).isEqualTo("New"));
    }

    @Test
    void rejectsFillAfterDeletion() throws Exception {
        readHereWhile(() -> there.deleteUser(new Caller(old.id()), old.id(), Precondition.NONE));

        assertThat(cacheHere.filled).isCompletedWithValue(false);
        for (UserService node : new UserService[] {here, there}) {
            assertThatExceptionOfType(UserNotFoundException.class).isThrownBy(() -> node.getUser(old.id()));
        }
    }

    @Test
    void acceptsFillWithoutChange() throws Exception {
        readHereWhile(() -> {});

        assertThat(cacheHere.filled).isCompletedWithValue(true);
        assertThat(cacheThere.find(old.id())).isEqualTo(new Hit(old));
    }

    private void readHereWhile(Runnable meanwhile) throws Exception {
        var outcomes = Rendezvous.run(2, i -> () -> {
            if (i == 0) {
                return here.getUser(old.id());
            }
            cacheHere.await(cacheHere.read);
            try {
                meanwhile.run();
            } finally {
                cacheHere.mayFill.countDown();
            }
            return old;
        });
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.get()).isEqualTo(old));
    }

    private void rename(String name) {
        there.updateProfile(
                new Caller(old.id()),
                old.id(),
                new ProfileUpdate(Optional.of(name), Optional.empty()),
                Precondition.NONE);
    }

    private void restartEmpty() {
        server.restartEmpty();
        awaitBothConnections();
    }

    private void awaitBothConnections() {
        Await.untilUp(redisHere);
        Await.untilUp(redisThere);
    }

    /** Waits before the first fill; the user has then been read from the storage. */
    private static final class PausingCache extends ForwardingUserCache {

        private final CountDownLatch read = new CountDownLatch(1);
        private final CountDownLatch mayFill = new CountDownLatch(1);

        /** The result of the first fill. */
        private final CompletableFuture<Boolean> filled = new CompletableFuture<>();

        PausingCache(UserCache cache) {
            super(cache);
        }

        private void await(CountDownLatch latch) throws InterruptedException {
            assertThat(latch.await(Rendezvous.TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }

        @Override
        public boolean fill(User user, Lease lease) {
            read.countDown();
            try {
                await(mayFill);
            } catch (InterruptedException hurried) {
                throw new AssertionError(hurried);
            }
            boolean done = super.fill(user, lease);
            filled.complete(done);
            return done;
        }
    }
}
