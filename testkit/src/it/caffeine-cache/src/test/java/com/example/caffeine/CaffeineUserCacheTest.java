package com.example.caffeine;

import dev.roster.application.port.cache.UserCache;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Provided;
import dev.roster.testkit.contract.cache.UserCacheContract;
import java.util.concurrent.atomic.AtomicLong;

class CaffeineUserCacheTest extends UserCacheContract {

    private final AtomicLong nanos = new AtomicLong();
    private final CaffeineUserCache cache = new CaffeineUserCache(nanos::get);

    @Override
    protected Backend<UserCache> emptyBackend() {
        return Backend.of(cache);
    }

    @Override
    protected void restartCache() {
        cache.clear();
    }

    @Override
    protected Provided<PassingTime> passingTime() {
        return Provided.of(duration -> nanos.addAndGet(duration.toNanos()));
    }
}
