package dev.roster.adapters.redis;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.cache.UserCache.Deleted;
import dev.roster.application.port.cache.UserCache.Hit;
import dev.roster.application.port.cache.UserCache.Lease;
import dev.roster.application.port.cache.UserCache.Miss;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How {@link RedisUserCache} handles values that other programs put into Redis. */
class RedisUserCacheCorruptEntriesIT {

    private static final AtomicLong NEXT_ID = new AtomicLong();

    private final TestRedis server = new TestRedis();
    private final RedisConnection redis = server.connect();
    private final RedisUserCache cache = new RedisUserCache(redis, RedisUserCache.DEFAULT_TTL);

    @AfterEach
    void close() {
        redis.close();
        server.close();
    }

    /** Values that this version must not accept: corrupt ones, and formats of later versions. */
    static Stream<String> notUnderstood() {
        String copy =
                "{\"format\":1,\"id\":%d,\"email\":\"a@example.com\",\"name\":\"Ann\",\"bio\":\"\",\"verified\":true,"
                        + "\"role\":\"USER\",\"createdBy\":null,\"createdAt\":\"2024-03-01T00:00:00Z\","
                        + "\"updatedAt\":\"2024-03-01T00:00:00Z\",\"version\":3}";
        return Stream.of(
                "",
                "garbage",
                "null",
                "[]",
                "{}",
                "{\"lease\":\"\"}",
                "{\"lease\":1}",
                "{\"deleted\":false}",
                "{\"deleted\":true} ",
                "{\"format\":1,",
                "{\"format\":1,garbage,\"version\":3}",
                "\u0000\u00ff",
                copy.substring(0, 100),
                copy + "}",
                copy.replace("\"format\":1", "\"format\":2"),
                copy.replace("\"format\":1", "\"format\":10"),
                copy.replace("%d", "99999999"),
                copy.replace("%d", "\"%d\""),
                copy.replace("\"name\":\"Ann\",", ""),
                copy.replace("\"Ann\"", "\"\""),
                copy.replace("\"Ann\"", "7"),
                copy.replace("USER", "KING"),
                copy.replace("\"verified\":true", "\"verified\":\"yes\""),
                copy.replace("00:00:00Z", "noon"),
                copy.replace("\"version\":3", "\"version\":0"),
                copy.replace("\"version\":3", "\"version\":3.5"),
                copy.replace("\"version\":3", "\"version\":99999999999999999999"));
    }

    @ParameterizedTest
    @MethodSource("notUnderstood")
    void replacesCorruptEntry(String value) {
        User user = user();
        String key = server.key(user.id());
        String stored = value.replace("%d", user.id().toString());

        server.client().set(key, stored);
        Lease lease = leaseOfMiss(user.id());
        assertThat(server.client().get(key)).isEqualTo("{\"lease\":\"" + lease.token() + "\"}");
        assertThat(cache.fill(user, lease)).isTrue();
        assertThat(cache.find(user.id())).isEqualTo(new Hit(user));

        server.client().set(key, stored);
        assertThat(cache.fill(user, lease)).isFalse();
        cache.refresh(user.withVersion(2), Optional.of(lease));
        assertThat(cache.invalidate(user.id(), 4)).isTrue();
        leaseOfMiss(user.id());
    }

    @Test
    void replacesInvalidUtf8() {
        User user = user();
        byte[] start = "{\"format\":1,\"name\":\"".getBytes(StandardCharsets.US_ASCII);
        byte[] value = new byte[start.length + 20];
        System.arraycopy(start, 0, value, 0, start.length);
        value[start.length] = (byte) 0xff;
        byte[] end = "\",\"version\":3}".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(end, 0, value, value.length - end.length, end.length);
        server.client().set(server.key(user.id()).getBytes(StandardCharsets.UTF_8), value);

        assertThat(cache.fill(user, leaseOfMiss(user.id()))).isTrue();
        assertThat(cache.find(user.id())).isEqualTo(new Hit(user));
    }

    @Test
    void replacesValueOfOtherType() {
        User user = user();
        String key = server.key(user.id());
        for (Runnable put : List.<Runnable>of(
                () -> server.client().hset(key, Map.of("name", "Ann")),
                () -> server.client().lpush(key, "Ann"),
                () -> server.client().sadd(key, "Ann"))) {
            server.client().del(key);
            put.run();
            assertThat(cache.fill(user, leaseOfMiss(user.id()))).isTrue();
            assertThat(cache.find(user.id())).isEqualTo(new Hit(user));
            for (Runnable operation : List.<Runnable>of(
                    () -> assertThat(cache.invalidate(user.id(), 1)).isTrue(),
                    () -> cache.refresh(user, Optional.empty()))) {
                server.client().del(key);
                put.run();
                operation.run();
                assertThat(server.client().exists(key)).isFalse();
            }
        }
        server.client().del(key);
        server.client().sadd(key, "Ann");
        assertThat(cache.markDeleted(user.id())).isTrue();
        assertThat(cache.find(user.id())).isEqualTo(new Deleted());
    }

    private static User user() {
        return aUser().build().toUser(new UserId(1_000 + NEXT_ID.incrementAndGet()));
    }

    private Lease leaseOfMiss(UserId id) {
        assertThat(cache.find(id)).isInstanceOf(Miss.class);
        return ((Miss) cache.find(id)).lease().orElseThrow();
    }
}
