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
import dev.roster.testkit.fake.ForwardingUserCache;
import dev.roster.testkit.fake.InMemoryTokenGenerator;
import dev.roster.testkit.fake.SettableClock;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import dev.roster.testkit.server.DedicatedRedisServer;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One node reads a user and pauses before it fills the cache. Meanwhile another node changes the user. */
class StaleCacheFillIT {

    private final DedicatedRedisServer server = new DedicatedRedisServer();
    private final RedisConnection redisHere = connect();
    private final RedisConnection redisThere = connect();
    private final UserCache cacheThere = new RedisUserCache(redisThere, RedisUserCache.DEFAULT_TTL);
    private final PausingCache cacheHere = new PausingCache(new RedisUserCache(redisHere, RedisUserCache.DEFAULT_TTL));
    private final InMemoryStorage storage = new InMemoryStorage();
    private final UserService here = users(cacheHere);
    private final UserService there = users(cacheThere);
    private final User old = there.registerUser(Unique.emailAddress(), new Password("correct horse"), "Old")
            .user();

    @AfterEach
    void close() {
        redisHere.close();
        redisThere.close();
        server.close();
    }

    private RedisConnection connect() {
        return RedisConnection.open(RedisSettings.parse(server.url()).withCommandTimeout(TestRedis.COMMAND_TIMEOUT));
    }

    private UserService users(UserCache cache) {
        return new UserService(
                storage,
                cache,
                new FastPasswordHasher(2),
                new InMemoryTokenGenerator(),
                LoginThrottle.NONE,
                new SettableClock());
    }

    private interface Interruption {
        void run() throws Exception;
    }

    @Test
    void rejectsFillAfterChange() throws Exception {
        readHereWhile(() -> rename("New"));

        assertThat(cacheHere.filled).isFalse();
        assertReadEverywhere("New");
    }

    @Test
    void rejectsFillAfterChangeAndRestart() throws Exception {
        readHereWhile(() -> {
            rename("New");
            restartEmpty();
        });

        assertThat(cacheHere.filled).isFalse();
        assertReadEverywhere("New");
    }

    @Test
    void rejectsFillAfterChangeDuringOutage() throws Exception {
        readHereWhile(() -> {
            server.kill();
            rename("New");
            server.start();
            awaitBothConnections();
        });

        assertThat(cacheHere.filled).isFalse();
        assertReadEverywhere("New");
    }

    @Test
    void rejectsFillAfterChangeRestartAndMiss() throws Exception {
        readHereWhile(() -> {
            restartEmpty();
            rename("New");
            restartEmpty();
            cacheThere.find(old.id());
        });

        assertThat(cacheHere.filled).isFalse();
        assertReadEverywhere("New");
    }

    @Test
    void rejectsFillAfterDeletion() throws Exception {
        readHereWhile(() -> there.deleteUser(new Caller(old.id()), old.id(), Precondition.NONE));

        assertThat(cacheHere.filled).isFalse();
        for (UserService node : new UserService[] {here, there}) {
            assertThatExceptionOfType(UserNotFoundException.class).isThrownBy(() -> node.getUser(old.id()));
        }
    }

    @Test
    void acceptsFillWithoutChange() throws Exception {
        readHereWhile(() -> {});

        assertThat(cacheHere.filled).isTrue();
        assertThat(cacheThere.find(old.id())).isEqualTo(new Hit(old));
    }

    private void readHereWhile(Interruption meanwhile) throws Exception {
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

    private void restartEmpty() throws Exception {
        server.restartEmpty();
        awaitBothConnections();
    }

    private void awaitBothConnections() {
        Await.until("Redis is available again", () -> redisHere.isUp() && redisThere.isUp());
    }

    private void assertReadEverywhere(String name) {
        for (int i = 0; i < 3; i++) {
            assertThat(here.getUser(old.id()).name()).isEqualTo(name);
            assertThat(there.getUser(old.id()).name()).isEqualTo(name);
        }
        assertThat(cacheThere.find(old.id()))
                .isInstanceOfSatisfying(
                        Hit.class, hit -> assertThat(hit.user().name()).isEqualTo(name));
    }

    /** Waits before the first fill; the user has then been read from the storage. */
    private static final class PausingCache extends ForwardingUserCache {

        private final CountDownLatch read = new CountDownLatch(1);
        private final CountDownLatch mayFill = new CountDownLatch(1);
        private volatile Optional<Boolean> firstResult = Optional.empty();
        private volatile boolean filled;

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
            if (firstResult.isEmpty()) {
                firstResult = Optional.of(done);
                filled = done;
            }
            return done;
        }
    }
}
