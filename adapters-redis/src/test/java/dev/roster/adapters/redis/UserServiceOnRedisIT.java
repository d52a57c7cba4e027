package dev.roster.adapters.redis;

import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.TestedSystem;
import dev.roster.testkit.contract.service.UserServiceCachingContract;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import dev.roster.testkit.server.RedisServer;

class UserServiceOnRedisIT extends UserServiceCachingContract implements TestedSystem {

    @Override
    public String testedSystem() {
        return RedisServer.running().product();
    }

    @Override
    protected Backend<Node> emptyBackend() {
        TestRedis redis = new TestRedis();
        InMemoryStorage storage = new InMemoryStorage();
        return Backend.of(
                () -> new Node(storage, new RedisUserCache(redis.connect(), RedisUserCache.DEFAULT_TTL)), redis::close);
    }
}
