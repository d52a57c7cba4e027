package com.example.caffeine;

import dev.roster.application.port.cache.UserCache;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.cache.UserCacheContract;

class CaffeineUserCacheTest extends UserCacheContract {

    private final CaffeineUserCache cache = new CaffeineUserCache();

    @Override
    protected Backend<UserCache> emptyBackend() {
        return Backend.of(cache);
    }

    @Override
    protected void restartCache() {
        cache.clear();
    }
}
