package dev.roster.adapters.redis;

import dev.roster.testkit.fake.ForwardingUserCache;

/** A cache with a connection of its own, as each node has. Closing it closes the connection. */
final class OwnConnectionUserCache extends ForwardingUserCache implements AutoCloseable {

    private final RedisConnection redis;

    private OwnConnectionUserCache(RedisConnection redis) {
        super(new RedisUserCache(redis, RedisUserCache.DEFAULT_TTL));
        this.redis = redis;
    }

    static OwnConnectionUserCache on(RedisConnection redis) {
        return new OwnConnectionUserCache(redis);
    }

    @Override
    public void close() {
        redis.close();
    }
}
