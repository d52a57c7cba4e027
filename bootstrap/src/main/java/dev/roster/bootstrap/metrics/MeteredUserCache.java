package dev.roster.bootstrap.metrics;

import dev.roster.application.port.cache.UserCache;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;

/** Cache that counts lookups by their result, and changes that could not be sent to an unreachable cache. */
final class MeteredUserCache implements UserCache {

    private final UserCache cache;
    private final Counter hits;
    private final Counter misses;
    private final Counter failedLookups;
    private final Counter failedInvalidations;

    MeteredUserCache(UserCache cache, MeterRegistry registry) {
        this.cache = cache;
        this.hits = lookups("hit", registry);
        this.misses = lookups("miss", registry);
        this.failedLookups = failures("find", registry);
        this.failedInvalidations = failures("invalidate", registry);
    }

    private static Counter lookups(String result, MeterRegistry registry) {
        return Counter.builder("cache.gets")
                .description("Lookups in the cache by their result")
                .tag("cache", "users")
                .tag("result", result)
                .register(registry);
    }

    private static Counter failures(String operation, MeterRegistry registry) {
        return Counter.builder("cache.errors")
                .description("Calls without effect, because the cache was unreachable")
                .tag("cache", "users")
                .tag("operation", operation)
                .register(registry);
    }

    @Override
    public Lookup find(UserId id) {
        Lookup result = cache.find(id);
        if (!(result instanceof Miss miss)) {
            hits.increment();
        } else if (miss.lease().isPresent()) {
            misses.increment();
        } else {
            failedLookups.increment();
        }
        return result;
    }

    @Override
    public boolean fill(User user, Lease lease) {
        return cache.fill(user, lease);
    }

    @Override
    public Optional<Lease> acquireLease(UserId id) {
        return cache.acquireLease(id);
    }

    @Override
    public void refresh(User user, Optional<Lease> lease) {
        cache.refresh(user, lease);
    }

    @Override
    public boolean invalidate(UserId id, long version) {
        return counted(cache.invalidate(id, version));
    }

    @Override
    public boolean markDeleted(UserId id) {
        return counted(cache.markDeleted(id));
    }

    private boolean counted(boolean reached) {
        if (!reached) {
            failedInvalidations.increment();
        }
        return reached;
    }
}
