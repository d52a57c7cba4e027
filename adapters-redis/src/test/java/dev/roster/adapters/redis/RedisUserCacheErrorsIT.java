package dev.roster.adapters.redis;

import static dev.roster.adapters.redis.TestRedis.filledEntry;
import static dev.roster.adapters.redis.TestRedis.leaseOfMiss;
import static dev.roster.adapters.redis.TestRedis.newUser;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.cache.UserCache.Deleted;
import dev.roster.application.port.cache.UserCache.Hit;
import dev.roster.application.port.cache.UserCache.Lease;
import dev.roster.application.port.cache.UserCache.Miss;
import dev.roster.domain.user.User;
import dev.roster.testkit.server.DedicatedRedisServer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;

/** A Redis that is reachable but was replaced or returns errors, on a server of this test's own. */
class RedisUserCacheErrorsIT {

    private static final int ROUNDS = 100;

    @AutoClose
    private final DedicatedRedisServer server = new DedicatedRedisServer();

    @AutoClose
    private final RedisConnection redis = TestRedis.connect(server.url());

    @AutoClose
    private final RedisClient operator = RedisClient.create(server.url());

    @AutoClose
    private final LogLines log = new LogLines(server.port());

    private final RedisUserCache cache = new RedisUserCache(redis, RedisUserCache.DEFAULT_TTL);

    @Test
    void recoversOnSecondCallAfterRestart() {
        User user = filledEntry(cache, newUser());

        server.restartEmpty();

        assertThat(cache.find(user.id()))
                .as("on a connection to the old server")
                .isEqualTo(new Miss(Optional.empty()));
        filledEntry(cache, user);
        assertThat(cache.find(user.id())).isEqualTo(new Hit(user));
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void deletesStaleEntriesWhenServerIsFull() {
        User changed = filledEntry(cache, newUser());
        User deleted = filledEntry(cache, newUser());
        User unseen = newUser();
        Lease lease = leaseOfMiss(cache, unseen);

        operator.configSet("maxmemory", "1");
        assertThat(cache.fill(unseen, lease)).isFalse();
        cache.refresh(changed.withVersion(2), Optional.empty());
        assertThat(cache.markDeleted(deleted.id())).isFalse();
        for (User each : List.of(changed, deleted)) {
            assertThat(operator.exists("user:" + each.id())).isFalse();
        }
        for (int i = 0; i < ROUNDS; i++) {
            assertThat(cache.find(newUser().id())).isEqualTo(new Miss(Optional.empty()));
        }
        assertThat(log.lines())
                .containsExactly("WARNING Redis at localhost:" + server.port()
                        + " is unavailable (it replied OOM); continuing without it, retrying every second");

        operator.configSet("maxmemory", "0");
        Await.untilUp(redis);
        filledEntry(cache, changed);
        assertThat(log.lines()).hasSize(2);
    }

    @Test
    void continuesWithoutWritableServer() {
        TestRedis.command(operator, Command.REPLICAOF, "127.0.0.1", "1");
        for (int i = 0; i < ROUNDS; i++) {
            assertThat(cache.markDeleted(newUser().id())).isFalse();
        }
        assertThat(log.lines()).singleElement().asString().contains("(it replied READONLY)");

        TestRedis.command(operator, Command.REPLICAOF, "NO", "ONE");
        Await.untilUp(redis);
        assertThat(cache.markDeleted(newUser().id())).isTrue();
    }

    @Test
    void reloadsFlushedScripts() {
        User user = newUser();
        operator.scriptFlush();
        Lease lease = leaseOfMiss(cache, user);
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
