package dev.roster.testkit.contract.cache;

import dev.roster.application.port.cache.UserCache;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Provided;
import dev.roster.testkit.fake.InMemoryUserCache;
import dev.roster.testkit.fake.SettableClock;

class InMemoryUserCacheContractTest extends UserCacheContract {

    private final SettableClock clock = new SettableClock();
    private final InMemoryUserCache cache = new InMemoryUserCache(clock);

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
        return Provided.of(clock::advance);
    }
}
