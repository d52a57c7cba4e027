package dev.roster.adapters.redis;

import dev.roster.application.port.UserCache;
import dev.roster.domain.User;
import dev.roster.domain.UserId;
import java.util.Optional;

/** A cache on a connection of its own, closed with it, as each node has. */
record OpenedUserCache(RedisConnection redis, UserCache cache) implements UserCache, AutoCloseable {

    static OpenedUserCache on(RedisConnection redis) {
        return new OpenedUserCache(redis, new RedisUserCache(redis, RedisUserCache.DEFAULT_COPY_LIFE));
    }

    @Override
    public Lookup find(UserId id) {
        return cache.find(id);
    }

    @Override
    public boolean fill(User user, Lease lease) {
        return cache.fill(user, lease);
    }

    @Override
    public Optional<Lease> lease(UserId id) {
        return cache.lease(id);
    }

    @Override
    public void refresh(User user, Optional<Lease> lease) {
        cache.refresh(user, lease);
    }

    @Override
    public boolean outdate(UserId id, long version) {
        return cache.outdate(id, version);
    }

    @Override
    public boolean forget(UserId id) {
        return cache.forget(id);
    }

    @Override
    public void close() {
        redis.close();
    }
}
