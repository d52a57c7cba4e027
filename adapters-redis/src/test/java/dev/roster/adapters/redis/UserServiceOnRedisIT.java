package dev.roster.adapters.redis;

import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.UserServiceCachingContract;
import dev.roster.testkit.fake.InMemoryStorage;

class UserServiceOnRedisIT extends UserServiceCachingContract {

    @Override
    protected Backend<Node> emptyBackend() {
        TestRedis redis = new TestRedis();
        InMemoryStorage storage = new InMemoryStorage();
        return Backend.of(() -> new Node(storage, OpenedUserCache.on(redis.connect())), redis::close);
    }
}
