package dev.roster.adapters.redis;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.cache.UserCache.Deleted;
import dev.roster.application.port.cache.UserCache.Hit;
import dev.roster.application.port.cache.UserCache.Lease;
import dev.roster.application.port.cache.UserCache.Miss;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.server.DedicatedRedisServer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;

/** A Redis that is reachable but was replaced or returns errors, on a server of this test's own. */
class RedisUserCacheErrorsIT {

    private static final int ROUNDS = 100;

    private final AtomicLong nextId = new AtomicLong();
    private final DedicatedRedisServer server = new DedicatedRedisServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void recoversOnSecondCallAfterRestart() throws Exception {
        try (RedisConnection redis = RedisConnection.open(
                        RedisSettings.parse(server.url()).withCommandTimeout(TestRedis.COMMAND_TIMEOUT));
                LogLines log = new LogLines(server.port())) {
            RedisUserCache cache = new RedisUserCache(redis, RedisUserCache.DEFAULT_TTL);
            User user = user();
            assertThat(cache.fill(user, leaseOfMiss(cache, user.id()))).isTrue();

            server.restartEmpty();

            assertThat(cache.find(user.id()))
                    .as("on a connection to the old server")
                    .isEqualTo(new Miss(Optional.empty()));
            assertThat(cache.fill(user, leaseOfMiss(cache, user.id()))).isTrue();
            assertThat(cache.find(user.id())).isEqualTo(new Hit(user));
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void deletesStaleEntriesWhenServerIsFull() throws Exception {
        try (RedisConnection redis = RedisConnection.open(
                        RedisSettings.parse(server.url()).withCommandTimeout(TestRedis.COMMAND_TIMEOUT));
                RedisClient operator = RedisClient.create(server.url());
                LogLines log = new LogLines(server.port())) {
            RedisUserCache cache = new RedisUserCache(redis, RedisUserCache.DEFAULT_TTL);
            User changed = user();
            User deleted = user();
            User unseen = user();
            for (User each : List.of(changed, deleted)) {
                assertThat(cache.fill(each, leaseOfMiss(cache, each.id()))).isTrue();
            }
            Lease lease = leaseOfMiss(cache, unseen.id());

            operator.configSet("maxmemory", "1");
            assertThat(cache.fill(unseen, lease)).isFalse();
            cache.refresh(changed.withVersion(2), Optional.empty());
            assertThat(cache.markDeleted(deleted.id())).isFalse();
            for (User each : List.of(changed, deleted)) {
                assertThat(operator.exists("user:" + each.id())).isFalse();
            }
            for (int i = 0; i < ROUNDS; i++) {
                assertThat(cache.find(user().id())).isEqualTo(new Miss(Optional.empty()));
            }
            assertThat(log.lines())
                    .containsExactly("WARNING Redis at localhost:" + server.port()
                            + " is unavailable (it replied OOM); continuing without it, retrying every second");

            operator.configSet("maxmemory", "0");
            Await.until("Redis is available again", redis::isUp);
            assertThat(cache.fill(changed, leaseOfMiss(cache, changed.id()))).isTrue();
            assertThat(log.lines()).hasSize(2);
        }
    }

    @Test
    void continuesWithoutWritableServer() throws Exception {
        try (RedisConnection redis = RedisConnection.open(
                        RedisSettings.parse(server.url()).withCommandTimeout(TestRedis.COMMAND_TIMEOUT));
                RedisClient operator = RedisClient.create(server.url());
                LogLines log = new LogLines(server.port())) {
            RedisUserCache cache = new RedisUserCache(redis, RedisUserCache.DEFAULT_TTL);
            TestRedis.command(operator, Command.REPLICAOF, "127.0.0.1", "1");
            for (int i = 0; i < ROUNDS; i++) {
                assertThat(cache.markDeleted(user().id())).isFalse();
            }
            assertThat(log.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("(it replied READONLY)"));

            TestRedis.command(operator, Command.REPLICAOF, "NO", "ONE");
            Await.until("Redis is available again", redis::isUp);
            assertThat(cache.markDeleted(user().id())).isTrue();
        }
    }

    @Test
    void reloadsFlushedScripts() {
        try (RedisConnection redis = RedisConnection.open(
                        RedisSettings.parse(server.url()).withCommandTimeout(TestRedis.COMMAND_TIMEOUT));
                RedisClient operator = RedisClient.create(server.url())) {
            RedisUserCache cache = new RedisUserCache(redis, RedisUserCache.DEFAULT_TTL);
            User user = user();
            operator.scriptFlush();
            Lease lease = leaseOfMiss(cache, user.id());
            operator.scriptFlush();
            assertThat(cache.fill(user, lease)).isTrue();
            operator.scriptFlush();
            cache.refresh(user.withVersion(2), Optional.empty());
            operator.scriptFlush();
            assertThat(cache.find(user.id())).isEqualTo(new Hit(user.withVersion(2)));
            operator.scriptFlush();
            assertThat(cache.invalidate(user.id(), 2)).isTrue();
            operator.scriptFlush();
            assertThat(cache.markDeleted(user.id())).isTrue();
            assertThat(cache.find(user.id())).isEqualTo(new Deleted());
        }
    }

    private User user() {
        return aUser().build().toUser(new UserId(nextId.incrementAndGet()));
    }

    private static Lease leaseOfMiss(UserCache cache, UserId id) {
        assertThat(cache.find(id)).isInstanceOf(Miss.class);
        return ((Miss) cache.find(id)).lease().orElseThrow();
    }
}
