package dev.roster.testkit.contract.service;

import dev.roster.application.port.cache.UserCache;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.fake.ForwardingUserCache;
import java.util.Optional;

/** Lets something happen after each look, and before a copy is put in. */
final class PausingUserCache extends ForwardingUserCache {

    private final Runnable looked;
    private final Runnable puttingIn;

    PausingUserCache(UserCache cache, Runnable looked, Runnable puttingIn) {
        super(cache);
        this.looked = looked;
        this.puttingIn = puttingIn;
    }

    @Override
    public Lookup find(UserId id) {
        Lookup found = super.find(id);
        looked.run();
        return found;
    }

    @Override
    public boolean fill(User user, Lease lease) {
        puttingIn.run();
        return super.fill(user, lease);
    }

    @Override
    public void refresh(User user, Optional<Lease> lease) {
        puttingIn.run();
        super.refresh(user, lease);
    }
}
