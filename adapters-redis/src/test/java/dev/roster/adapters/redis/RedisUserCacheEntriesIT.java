package dev.roster.adapters.redis;

import static dev.roster.adapters.redis.TestRedis.newUser;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.roster.application.port.cache.UserCache.Deleted;
import dev.roster.application.port.cache.UserCache.Hit;
import dev.roster.application.port.cache.UserCache.Lease;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.RedisClient;

/** The values that {@link RedisUserCache} stores in Redis, and how it handles those of other programs. */
class RedisUserCacheEntriesIT {

    @AutoClose
    private final TestRedis server = new TestRedis();

    private final RedisClient client = server.client();
    private final RedisConnection redis = server.connect();
    private final RedisUserCache cache = new RedisUserCache(redis, RedisUserCache.DEFAULT_TTL);

    @Test
    void storesUserAsDocumentedJson() {
        User user = new User(
                new UserId(42),
                new EmailAddress("zoe@example.com"),
                "Zoë \"Z\" 😀",
                "",
                true,
                Role.ADMIN,
                new UserId(7),
                Instant.parse("2024-02-29T23:59:59.999999Z"),
                Instant.parse("2024-03-01T00:00:00Z"),
                3);

        filledEntry(user);

        assertThat(client.get(server.key(user)))
                .isEqualTo("{\"format\":2,\"generation\":\"" + generation()
                        + "\",\"id\":42,\"email\":\"zoe@example.com\",\"name\":\"Zoë \\\"Z\\\" 😀\","
                        + "\"bio\":\"\",\"verified\":true,\"role\":\"ADMIN\",\"createdBy\":7,"
                        + "\"createdAt\":\"2024-02-29T23:59:59.999999Z\",\"updatedAt\":\"2024-03-01T00:00:00Z\","
                        + "\"version\":3}");
        cache.markDeleted(user.id());
        assertThat(client.get(server.key(user))).isEqualTo("{\"deleted\":true}");
    }

    @Test
    void everyEntryExpires() {
        User filled = filledEntry(newUser());
        User refreshed = newUser();
        cache.refresh(refreshed, cache.acquireLease(refreshed.id()));
        User replaced = filledEntry(newUser());
        cache.refresh(replaced.withVersion(2), Optional.empty());
        User missed = newUser();
        leaseOfMiss(missed);
        User corrupted = newUser();
        client.set(server.key(corrupted), "garbage");
        leaseOfMiss(corrupted);
        User deleted = newUser();
        cache.markDeleted(deleted.id());

        for (User entry : List.of(filled, refreshed, replaced)) {
            assertTtl(entry, RedisUserCache.DEFAULT_TTL.multipliedBy(9).dividedBy(10), Duration.ofMinutes(11));
        }
        for (User leased : List.of(missed, corrupted)) {
            assertTtl(leased, Duration.ofSeconds(1), RedisUserCache.LEASE_TTL);
        }
        assertTtl(deleted, RedisUserCache.LEASE_TTL, RedisUserCache.DELETED_TTL);
    }

    @Test
    void entriesExpireAtDifferentTimes() {
        List<Long> lives = Stream.generate(() -> filledEntry(newUser()))
                .limit(50)
                .map(each -> client.pttl(server.key(each)) / 1_000)
                .distinct()
                .toList();

        assertThat(lives).hasSizeGreaterThan(10);
    }

    @Test
    void ttlIsLimitedByOutboxRetention() {
        RedisUserCache longest = new RedisUserCache(redis, RedisUserCache.MAX_TTL);
        for (int i = 0; i < 20; i++) {
            User user = TestRedis.filledEntry(longest, newUser());
            assertTtl(user, Duration.ofMinutes(50), RedisUserCache.MAX_TTL);
        }
        for (Duration senseless : List.of(Duration.ZERO, RedisUserCache.MAX_TTL.plusMillis(1))) {
            assertThatIllegalArgumentException().isThrownBy(() -> new RedisUserCache(redis, senseless));
        }
    }

    @Test
    void comparesVersionsBeyondLuaNumberRange() {
        long huge = 9_007_199_254_740_992L; // 2^53: Lua numbers cannot represent the next integer
        User even = filledEntry(newUser().withVersion(huge));

        cache.refresh(even.withVersion(huge + 1), Optional.empty());
        assertHit(even.withVersion(huge + 1));
        cache.refresh(even, Optional.empty());
        assertHit(even.withVersion(huge + 1));
        assertThat(cache.invalidate(even.id(), huge + 1)).isTrue();
        assertHit(even.withVersion(huge + 1));
        cache.refresh(even.withVersion(Long.MAX_VALUE), Optional.empty());
        cache.refresh(even.withVersion(Long.MAX_VALUE - 1), Optional.empty());
        assertHit(even.withVersion(Long.MAX_VALUE));
        User small = filledEntry(newUser().withVersion(9));
        cache.refresh(small.withVersion(10), Optional.empty());
        assertHit(small.withVersion(10));
    }

    @Test
    void ignoresVersionInsideText() {
        User user = filledEntry(newUser().withBio(",\"version\":9}").withVersion(2));

        cache.refresh(user.withVersion(3), Optional.empty());
        assertHit(user.withVersion(3));
        assertThat(cache.invalidate(user.id(), 4)).isTrue();
        leaseOfMiss(user);
    }

    /** Values that this version must not accept: corrupt ones, other formats, and those of another generation. */
    static Stream<String> notUnderstood() {
        String entry =
                "{\"format\":2,\"generation\":\"%g\",\"id\":%d,\"email\":\"a@example.com\",\"name\":\"Ann\",\"bio\":\"\",\"verified\":true,"
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
                "{\"format\":2,",
                "{\"format\":2,\"generation\":\"%g\",garbage,\"version\":3}",
                "\u0000\u00ff",
                entry.substring(0, 100),
                entry + "}",
                entry.replace("\"format\":2", "\"format\":1"),
                entry.replace("\"format\":2", "\"format\":3"),
                entry.replace("\"format\":2", "\"format\":20"),
                entry.replace("%g", "0123456789abcdef"),
                entry.replace("\"generation\":\"%g\",", ""),
                entry.replace("%d", "99999999"),
                entry.replace("%d", "\"%d\""),
                entry.replace("\"name\":\"Ann\",", ""),
                entry.replace("\"Ann\"", "\"\""),
                entry.replace("\"Ann\"", "7"),
                entry.replace("USER", "KING"),
                entry.replace("\"verified\":true", "\"verified\":\"yes\""),
                entry.replace("00:00:00Z", "noon"),
                entry.replace("\"version\":3", "\"version\":0"),
                entry.replace("\"version\":3", "\"version\":3.5"),
                entry.replace("\"version\":3", "\"version\":99999999999999999999"));
    }

    @ParameterizedTest
    @MethodSource("notUnderstood")
    void replacesCorruptEntry(String value) {
        User user = newUser();
        String key = server.key(user);
        String stored = value.replace("%d", user.id().toString()).replace("%g", generation());

        client.set(key, stored);
        Lease lease = leaseOfMiss(user);
        assertThat(client.get(key)).isEqualTo("{\"lease\":\"" + lease.token() + "\"}");
        assertThat(cache.fill(user, lease)).isTrue();
        assertHit(user);

        client.set(key, stored);
        assertThat(cache.fill(user, lease)).isFalse();
        cache.refresh(user.withVersion(2), Optional.of(lease));
        assertThat(cache.invalidate(user.id(), 4)).isTrue();
        leaseOfMiss(user);
    }

    @Test
    void replacesInvalidUtf8() {
        User user = newUser();
        String value = "{\"format\":2,\"generation\":\"" + generation() + "\",\"name\":\"\u00ff" + "\u0000".repeat(19)
                + "\",\"version\":3}";
        client.set(server.key(user).getBytes(ISO_8859_1), value.getBytes(ISO_8859_1));

        assertHit(filledEntry(user));
    }

    @Test
    void replacesValueOfOtherType() {
        User user = newUser();
        String key = server.key(user);
        for (Runnable put : List.<Runnable>of(
                () -> client.hset(key, Map.of("name", "Ann")),
                () -> client.lpush(key, "Ann"),
                () -> client.sadd(key, "Ann"))) {
            client.del(key);
            put.run();
            assertHit(filledEntry(user));
            for (Runnable operation : List.<Runnable>of(
                    () -> assertThat(cache.invalidate(user.id(), 1)).isTrue(),
                    () -> cache.refresh(user, Optional.empty()))) {
                client.del(key);
                put.run();
                operation.run();
                assertThat(client.exists(key)).isFalse();
            }
        }
        client.del(key);
        client.sadd(key, "Ann");
        assertThat(cache.markDeleted(user.id())).isTrue();
        assertThat(cache.find(user.id())).isEqualTo(new Deleted());
    }

    /** Returns the generation of the server as other programs find it. */
    private String generation() {
        Matcher id = Pattern.compile("master_replid:(.{16})").matcher(client.info("replication"));
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    private User filledEntry(User user) {
        return TestRedis.filledEntry(cache, user);
    }

    private Lease leaseOfMiss(User user) {
        return TestRedis.leaseOfMiss(cache, user);
    }

    private void assertHit(User user) {
        assertThat(cache.find(user.id())).isEqualTo(new Hit(user));
    }

    private void assertTtl(User user, Duration atLeast, Duration atMost) {
        // On a slow machine, part of the TTL may already have passed.
        assertThat(client.pttl(server.key(user)))
                .isBetween(atLeast.minusSeconds(20).toMillis(), atMost.toMillis())
                .isPositive();
    }
}
