package dev.roster.adapters.redis;

import dev.roster.testkit.fake.ForwardingUserCache;

/** A cache on a connection of its own, closed with it, as each node has. */
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
