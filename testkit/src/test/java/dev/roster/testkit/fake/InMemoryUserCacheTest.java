package dev.roster.testkit.fake;

import dev.roster.application.port.UserCache;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.UserCacheContract;

class InMemoryUserCacheTest extends UserCacheContract {

    private final InMemoryUserCache cache = new InMemoryUserCache();

    @Override
    protected Backend<UserCache> emptyBackend() {
        return Backend.of(cache);
    }

    @Override
    protected void loseEverything() {
        cache.loseEverything();
    }
}
