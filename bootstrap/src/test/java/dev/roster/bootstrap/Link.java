package dev.roster.bootstrap;

import dev.roster.application.port.UserCache;
import dev.roster.domain.User;
import dev.roster.domain.UserId;
import dev.roster.testkit.fake.ForwardingUserCache;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** What one node has of the cache: each call is a pause, and may go wrong on its way. */
final class Link extends ForwardingUserCache {

    private static final Miss AWAY = new Miss(Optional.empty());

    private final Model model;
    private final Map<Lease, Actor> loading = new HashMap<>();
    private final List<Runnable> underway = new ArrayList<>();
    private Condition condition = Condition.SOUND;

    Link(UserCache cache, Model model) {
        super(cache);
        this.model = model;
    }

    /** What becomes of a call. */
    enum Condition {
        /** It is answered. */
        SOUND,
        /** It does not arrive. */
        CUT,
        /** It is done, and the answer does not arrive. */
        SILENT,
        /** It is given up, and done at some later time. */
        SLOW
    }

    private interface Call<T> {
        T make();
    }

    void become(Condition changed) {
        condition = changed;
    }

    /** Lets one call arrive that was given up before; false if there is none. */
    boolean letArrive(Random random) {
        if (underway.isEmpty()) {
            return false;
        }
        underway.remove(random.nextInt(underway.size())).run();
        return true;
    }

    @Override
    public Lookup find(UserId id) {
        Actor.pause("looking into the cache");
        Lookup found = call(AWAY, () -> super.find(id));
        model.looked(found);
        if (found instanceof Miss miss) {
            miss.lease().ifPresent(this::queueFor);
            Actor.pause("asking the storage");
        }
        return found;
    }

    /** Who misses with the same lease on the same node waits for who loads, where no schedule can reach them. */
    private void queueFor(Lease lease) {
        Actor.current().ifPresent(reader -> {
            Actor first = loading.get(lease);
            if (first == null || first.hasEnded()) {
                loading.put(lease, reader);
            } else {
                reader.waitFor(first);
            }
        });
    }

    @Override
    public boolean fill(User user, Lease lease) {
        Actor.pause("filling in " + user.version());
        return call(false, () -> super.fill(user, lease));
    }

    @Override
    public Optional<Lease> lease(UserId id) {
        Actor.pause("taking a lease");
        return call(Optional.empty(), () -> super.lease(id));
    }

    @Override
    public void refresh(User user, Optional<Lease> lease) {
        Actor.pause("refreshing " + user.version());
        call(false, () -> {
            super.refresh(user, lease);
            model.told(user.version());
            return true;
        });
    }

    @Override
    public boolean outdate(UserId id, long version) {
        Actor.pause("outdating " + version);
        boolean said = call(false, () -> {
            boolean done = super.outdate(id, version);
            model.told(version);
            return done;
        });
        Actor.pause("settling");
        return said;
    }

    @Override
    public boolean forget(UserId id) {
        Actor.pause("forgetting");
        boolean said = call(false, () -> {
            boolean done = super.forget(id);
            model.told(Model.DELETED);
            return done;
        });
        Actor.pause("having forgotten");
        return said;
    }

    private <T> T call(T otherwise, Call<T> call) {
        switch (condition) {
            case SOUND -> {
                return call.make();
            }
            case SILENT -> call.make();
            case SLOW -> underway.add(call::make);
            case CUT -> {}
        }
        return otherwise;
    }
}
