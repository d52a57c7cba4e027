package dev.roster.bootstrap.cluster;

import dev.roster.application.port.cache.UserCache;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.fake.ForwardingUserCache;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** What one node has of the cache: each call is a pause, and may go wrong on its way. */
final class FaultyCache extends ForwardingUserCache {

    private static final Miss AWAY = new Miss(Optional.empty());

    private final ReferenceModel model;
    private final Map<Lease, PausableTask> loading = new HashMap<>();
    private final List<Runnable> underway = new ArrayList<>();
    private Condition condition = Condition.SOUND;

    FaultyCache(UserCache cache, ReferenceModel model) {
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
        PausableTask.pause("looking into the cache");
        Lookup found = call(AWAY, () -> super.find(id));
        model.looked(found);
        if (found instanceof Miss miss) {
            miss.lease().ifPresent(this::queueFor);
            PausableTask.pause("asking the storage");
        }
        return found;
    }

    /** Who misses with the same lease on the same node waits for who loads, where no schedule can reach them. */
    private void queueFor(Lease lease) {
        PausableTask.current().ifPresent(reader -> {
            PausableTask first = loading.get(lease);
            if (first == null || first.hasEnded()) {
                loading.put(lease, reader);
            } else {
                reader.waitFor(first);
            }
        });
    }

    @Override
    public boolean fill(User user, Lease lease) {
        PausableTask.pause("filling in " + user.version());
        return call(false, () -> super.fill(user, lease));
    }

    @Override
    public Optional<Lease> lease(UserId id) {
        PausableTask.pause("taking a lease");
        return call(Optional.empty(), () -> super.lease(id));
    }

    @Override
    public void refresh(User user, Optional<Lease> lease) {
        PausableTask.pause("refreshing " + user.version());
        call(false, () -> {
            super.refresh(user, lease);
            model.told(user.version());
            return true;
        });
    }

    @Override
    public boolean outdate(UserId id, long version) {
        PausableTask.pause("outdating " + version);
        boolean said = call(false, () -> {
            boolean done = super.outdate(id, version);
            model.told(version);
            return done;
        });
        PausableTask.pause("settling");
        return said;
    }

    @Override
    public boolean forget(UserId id) {
        PausableTask.pause("forgetting");
        boolean said = call(false, () -> {
            boolean done = super.forget(id);
            model.told(ReferenceModel.DELETED);
            return done;
        });
        PausableTask.pause("having forgotten");
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
