package dev.roster.adapters.redis;

import dev.roster.application.port.cache.UserCache;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Provided;
import dev.roster.testkit.conformance.TestedSystem;
import dev.roster.testkit.contract.cache.UserCacheContract;
import dev.roster.testkit.server.RedisServer;

class RedisUserCacheIT extends UserCacheContract implements TestedSystem {

    private final TestRedis redis = new TestRedis();

    @Override
    public String testedSystem() {
        return RedisServer.running().product();
    }

    @Override
    protected Backend<UserCache> emptyBackend() {
        return Backend.of(() -> new RedisUserCache(redis.connect(), RedisUserCache.DEFAULT_TTL), redis::close);
    }

    @Override
    protected void restartCache() {
        redis.clear();
    }

    @Override
    protected Provided<PassingTime> passingTime() {
        return Provided.of(redis::age);
    }
}
