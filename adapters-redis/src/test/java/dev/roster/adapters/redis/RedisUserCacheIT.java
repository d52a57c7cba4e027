package dev.roster.adapters.redis;

import dev.roster.application.port.UserCache;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.UserCacheContract;

class RedisUserCacheIT extends UserCacheContract {

    private final TestRedis redis = new TestRedis();

    @Override
    protected Backend<UserCache> emptyBackend() {
        return Backend.of(() -> OpenedUserCache.on(redis.connect()), redis::close);
    }

    @Override
    protected void loseEverything() {
        redis.clear();
    }
}
