package dev.roster.bootstrap.cluster;

import dev.roster.application.port.cache.UserCache;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.fake.forwarding.ForwardingUserCache;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Cache client of one node. Each call pauses the task and may fail by an injected fault. */
final class FaultyCache extends ForwardingUserCache {

    private static final Miss UNREACHABLE = new Miss(Optional.empty());

    private final ReferenceModel model;
    private final Map<Lease, PausableTask> loadingTasks = new HashMap<>();
    private final List<Runnable> delayedCalls = new ArrayList<>();
    private Fault fault = Fault.NONE;

    FaultyCache(UserCache cache, ReferenceModel model) {
        super(cache);
        this.model = model;
    }

    /** Fault of a call. */
    enum Fault {
        /** The call succeeds. */
        NONE,
        /** The request is lost. */
        REQUEST_LOST,
        /** The call is executed, but its response is lost. */
        RESPONSE_LOST,
        /** The call fails, but is executed later. */
        DELAYED
    }

    private interface Call<T> {
        T make();
    }

    void setFault(Fault changed) {
        fault = changed;
    }

    /** Executes one delayed call. Returns false if there is none. */
    boolean deliverDelayedCall(Random random) {
        if (delayedCalls.isEmpty()) {
            return false;
        }
        delayedCalls.remove(random.nextInt(delayedCalls.size())).run();
        return true;
    }

    @Override
    public Lookup find(UserId id) {
        PausableTask.pause("looking into the cache");
        Lookup found = attempt(UNREACHABLE, () -> super.find(id));
        model.recordLookup(found);
        if (found instanceof Miss miss) {
            miss.lease().ifPresent(this::awaitLoader);
            PausableTask.pause("asking the storage");
        }
        return found;
    }

    /** Blocks a task while another task of the node loads with the same lease, as the shared load would. */
    private void awaitLoader(Lease lease) {
        PausableTask.current().ifPresent(reader -> {
            PausableTask first = loadingTasks.get(lease);
            if (first == null || first.hasFinished()) {
                loadingTasks.put(lease, reader);
            } else {
                reader.blockOn(first);
            }
        });
    }

    @Override
    public boolean fill(User user, Lease lease) {
        PausableTask.pause("filling in " + user.version());
        return attempt(false, () -> super.fill(user, lease));
    }

    @Override
    public Optional<Lease> acquireLease(UserId id) {
        PausableTask.pause("taking a lease");
        return attempt(Optional.empty(), () -> super.acquireLease(id));
    }

    @Override
    public void refresh(User user, Optional<Lease> lease) {
        update("refreshing " + user.version(), user.version(), () -> {
            super.refresh(user, lease);
            return true;
        });
    }

    @Override
    public boolean invalidate(UserId id, long version) {
        return update("invalidating " + version, version, () -> super.invalidate(id, version));
    }

    @Override
    public boolean markDeleted(UserId id) {
        return update("marking deleted", ReferenceModel.DELETED, () -> super.markDeleted(id));
    }

    private boolean update(String what, long version, Call<Boolean> call) {
        PausableTask.pause(what);
        boolean done = attempt(false, () -> {
            boolean updated = call.make();
            model.cacheUpdated(version);
            return updated;
        });
        PausableTask.pause("going on after " + what);
        return done;
    }

    private <T> T attempt(T otherwise, Call<T> call) {
        switch (fault) {
            case NONE -> {
                return call.make();
            }
            case RESPONSE_LOST -> call.make();
            case DELAYED -> delayedCalls.add(call::make);
            case REQUEST_LOST -> {}
        }
        return otherwise;
    }
}
