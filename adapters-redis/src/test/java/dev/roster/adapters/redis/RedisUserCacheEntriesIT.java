package dev.roster.adapters.redis;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.roster.application.port.cache.UserCache.Hit;
import dev.roster.application.port.cache.UserCache.Lease;
import dev.roster.application.port.cache.UserCache.Miss;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The values that {@link RedisUserCache} stores in Redis. */
class RedisUserCacheEntriesIT {

    private static final AtomicLong NEXT_ID = new AtomicLong();

    private final TestRedis server = new TestRedis();
    private final RedisConnection redis = server.connect();
    private final RedisUserCache cache = new RedisUserCache(redis, RedisUserCache.DEFAULT_TTL);

    @AfterEach
    void close() {
        redis.close();
        server.close();
    }

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

        assertThat(cache.fill(user, leaseOfMiss(user.id()))).isTrue();

        assertThat(server.client().get(server.key(42)))
                .isEqualTo("{\"format\":1,\"id\":42,\"email\":\"zoe@example.com\",\"name\":\"Zoë \\\"Z\\\" 😀\","
                        + "\"bio\":\"\",\"verified\":true,\"role\":\"ADMIN\",\"createdBy\":7,"
                        + "\"createdAt\":\"2024-02-29T23:59:59.999999Z\",\"updatedAt\":\"2024-03-01T00:00:00Z\","
                        + "\"version\":3}");
        cache.markDeleted(user.id());
        assertThat(server.client().get(server.key(42))).isEqualTo("{\"deleted\":true}");
    }

    @Test
    void everyEntryExpires() {
        User filled = filledEntry(user());
        User refreshed = user();
        cache.refresh(refreshed, cache.acquireLease(refreshed.id()));
        User replaced = filledEntry(user());
        cache.refresh(replaced.withVersion(2), Optional.empty());
        User missed = user();
        leaseOfMiss(missed.id());
        User corrupted = user();
        server.client().set(server.key(corrupted.id()), "garbage");
        leaseOfMiss(corrupted.id());
        User deleted = user();
        cache.markDeleted(deleted.id());

        for (User copy : List.of(filled, refreshed, replaced)) {
            assertTtl(copy, RedisUserCache.DEFAULT_TTL.multipliedBy(9).dividedBy(10), Duration.ofMinutes(11));
        }
        for (User leased : List.of(missed, corrupted)) {
            assertTtl(leased, Duration.ofSeconds(1), RedisUserCache.LEASE_TTL);
        }
        assertTtl(deleted, RedisUserCache.LEASE_TTL, RedisUserCache.TOMBSTONE_TTL);
    }

    @Test
    void entriesExpireAtDifferentTimes() {
        List<Long> lives = Stream.generate(() -> filledEntry(user()))
                .limit(50)
                .map(each -> server.client().pttl(server.key(each.id())) / 1_000)
                .distinct()
                .toList();

        assertThat(lives).hasSizeGreaterThan(10);
    }

    @Test
    void ttlIsLimitedByOutboxRetention() {
        RedisUserCache longest = new RedisUserCache(redis, RedisUserCache.MAX_TTL);
        for (int i = 0; i < 20; i++) {
            User user = user();
            longest.fill(user, leaseOfMiss(user.id()));
            assertTtl(user, Duration.ofMinutes(50), RedisUserCache.MAX_TTL);
        }
        for (Duration senseless : List.of(Duration.ZERO, RedisUserCache.MAX_TTL.plusMillis(1))) {
            assertThatIllegalArgumentException().isThrownBy(() -> new RedisUserCache(redis, senseless));
        }
    }

    @Test
    void comparesVersionsBeyondLuaNumberRange() {
        long huge = 9_007_199_254_740_992L; // 2^53: Lua numbers cannot represent the next integer
        User even = filledEntry(user().withVersion(huge));

        cache.refresh(even.withVersion(huge + 1), Optional.empty());
        assertThat(cache.find(even.id())).isEqualTo(new Hit(even.withVersion(huge + 1)));
        cache.refresh(even, Optional.empty());
        assertThat(cache.find(even.id())).isEqualTo(new Hit(even.withVersion(huge + 1)));
        assertThat(cache.invalidate(even.id(), huge + 1)).isTrue();
        assertThat(cache.find(even.id())).isEqualTo(new Hit(even.withVersion(huge + 1)));
        cache.refresh(even.withVersion(Long.MAX_VALUE), Optional.empty());
        cache.refresh(even.withVersion(Long.MAX_VALUE - 1), Optional.empty());
        assertThat(cache.find(even.id())).isEqualTo(new Hit(even.withVersion(Long.MAX_VALUE)));
        User small = filledEntry(user().withVersion(9));
        cache.refresh(small.withVersion(10), Optional.empty());
        assertThat(cache.find(small.id())).isEqualTo(new Hit(small.withVersion(10)));
    }

    @Test
    void ignoresVersionInsideText() {
        User user = filledEntry(user().withBio(",\"version\":9}").withVersion(2));

        cache.refresh(user.withVersion(3), Optional.empty());
        assertThat(cache.find(user.id())).isEqualTo(new Hit(user.withVersion(3)));
        assertThat(cache.invalidate(user.id(), 4)).isTrue();
        leaseOfMiss(user.id());
    }

    private static User user() {
        return aUser().build().toUser(new UserId(1_000 + NEXT_ID.incrementAndGet()));
    }

    private User filledEntry(User user) {
        assertThat(cache.fill(user, leaseOfMiss(user.id()))).isTrue();
        return user;
    }

    private Lease leaseOfMiss(UserId id) {
        assertThat(cache.find(id)).isInstanceOf(Miss.class);
        return ((Miss) cache.find(id)).lease().orElseThrow();
    }

    private void assertTtl(User user, Duration atLeast, Duration atMost) {
        // On a slow machine, part of the TTL may already have passed.
        assertThat(server.client().pttl(server.key(user.id())))
                .isBetween(atLeast.minusSeconds(20).toMillis(), atMost.toMillis())
                .isPositive();
    }
}
