package dev.roster.testkit.contract.cache;

import dev.roster.application.port.cache.UserCache;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.fake.InMemoryUserCache;

class InMemoryUserCacheContractTest extends UserCacheContract {

    private final InMemoryUserCache cache = new InMemoryUserCache();

    @Override
    protected Backend<UserCache> emptyBackend() {
        return Backend.of(cache);
    }

    @Override
    protected void restartCache() {
        cache.clear();
    }
}
