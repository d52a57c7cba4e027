package dev.roster.testkit.contract.service;

import dev.roster.application.port.cache.UserCache;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.fake.forwarding.ForwardingUserCache;
import java.util.Optional;

/** Cache that runs an action after each lookup, and another one before each write. */
final class PausingUserCache extends ForwardingUserCache {

    private final Runnable afterFind;
    private final Runnable beforeWrite;

    PausingUserCache(UserCache cache, Runnable looked, Runnable puttingIn) {
        super(cache);
        this.afterFind = looked;
        this.beforeWrite = puttingIn;
    }

    @Override
    public Lookup find(UserId id) {
        Lookup found = super.find(id);
        afterFind.run();
        return found;
    }

    @Override
    public boolean fill(User user, Lease lease) {
        beforeWrite.run();
        return super.fill(user, lease);
    }

    @Override
    public void refresh(User user, Optional<Lease> lease) {
        beforeWrite.run();
        super.refresh(user, lease);
    }
}
