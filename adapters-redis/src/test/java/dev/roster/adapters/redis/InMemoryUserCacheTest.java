package dev.roster.adapters.redis;

import dev.roster.application.port.cache.UserCache;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.cache.UserCacheContract;
import dev.roster.testkit.fake.InMemoryUserCache;

/** Runs the contract on the fake of {@link RedisUserCache} in the same build. */
class InMemoryUserCacheTest extends UserCacheContract {

    private final InMemoryUserCache cache = new InMemoryUserCache();

    @Override
    protected Backend<UserCache> emptyBackend() {
        return Backend.of(cache);
    }

    @Override
    protected void restartCache() {
        cache.clear();
    }
}
