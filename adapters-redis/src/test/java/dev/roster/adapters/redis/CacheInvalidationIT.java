package dev.roster.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.access.Caller;
import dev.roster.application.access.Precondition;
import dev.roster.application.account.ProfileUpdate;
import dev.roster.application.account.UserService;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.cache.UserCache.Hit;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.Password;
import dev.roster.domain.user.User;
import dev.roster.testkit.fake.FastPasswordHasher;
import dev.roster.testkit.fake.InMemoryTokenGenerator;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A test of cache invalidation to learn from and to copy. The contract is {@code UserServiceCachingContract}. */
class CacheInvalidationIT {

    @Test
    void returnsNewNameAfterChange() {
        try (TestRedis redis = new TestRedis()) {
            UserCache cache = new RedisUserCache(redis.connect(), RedisUserCache.DEFAULT_TTL);
            UserService users = new UserService(
                    new InMemoryStorage(),
                    cache,
                    new FastPasswordHasher(),
                    new InMemoryTokenGenerator(),
                    LoginThrottle.NONE,
                    InstantSource.system());
            User ann = users.registerUser(new EmailAddress("ann@example.com"), new Password("correct horse"), "Ann")
                    .user();
            users.getUser(ann.id());
            assertThat(cache.find(ann.id())).as("the read fills the cache").isEqualTo(new Hit(ann));

            ProfileUpdate rename = new ProfileUpdate(Optional.of("Anna"), Optional.empty());
            users.updateProfile(new Caller(ann.id()), ann.id(), rename, Precondition.NONE);

            assertThat(users.getUser(ann.id()).name()).isEqualTo("Anna");
        }
    }
}
