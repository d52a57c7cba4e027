package dev.roster.bootstrap.cluster;

import dev.roster.application.port.cache.UserCache.Deleted;
import dev.roster.application.port.cache.UserCache.Hit;
import dev.roster.application.port.cache.UserCache.Lookup;
import dev.roster.application.port.storage.Storage;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reference model of one user: checks which versions readers may see. */
final class ReferenceModel {

    /** Version number that stands for the deletion. */
    static final long DELETED = Long.MAX_VALUE;

    private final Storage storage;
    private final UserId id;
    private final Statistics statistics;
    private final Map<Long, User> committed = new HashMap<>();
    private long oldestAllowedVersion;

    ReferenceModel(Storage storage, User created, Statistics tally) {
        this.storage = storage;
        this.id = created.id();
        this.statistics = tally;
        this.oldestAllowedVersion = created.version();
        committed.put(created.version(), created);
    }

    void committed(User user) {
        committed.put(user.version(), user);
    }

    /** Records that the cache was invalidated for a version. Reads that start later must not see an older one. */
    void cacheUpdated(long version) {
        oldestAllowedVersion = Math.max(oldestAllowedVersion, version);
    }

    /** Returns the oldest version that a read starting now may see. */
    long oldestAllowedVersion() {
        return oldestAllowedVersion;
    }

    void recordLookup(Lookup found) {
        statistics.addLookup(found);
    }

    /** Checks the result of a read that started when {@code oldestThen} was the oldest allowed version. */
    void requireFresh(Optional<User> seen, long oldestThen) {
        statistics.add("reads", 1);
        if (seen.isEmpty()) {
            require(stored().isEmpty(), "not found, but the storage has the user");
            return;
        }
        User user = seen.get();
        require(user.version() >= oldestThen, "stale: read version " + user.version() + " of " + describe(oldestThen));
        require(user.equals(committed.get(user.version())), "never committed: " + user);
    }

    /** Checks a cache entry after the end of all tasks. */
    void requireCurrentEntry(Lookup entry) {
        Optional<User> stored = stored();
        long last = stored.map(User::version).orElse(DELETED);
        require(
                oldestAllowedVersion == last,
                "the cache was never invalidated for " + describe(last) + ", only for "
                        + describe(oldestAllowedVersion));
        if (entry instanceof Hit hit) {
            require(Optional.of(hit.user()).equals(stored), "stale: " + hit + " stays in the cache");
        } else if (entry instanceof Deleted) {
            require(stored.isEmpty(), "a tombstone stays in the cache");
        }
    }

    private Optional<User> stored() {
        return storage.users().findById(id);
    }

    private static String describe(long version) {
        return version == DELETED ? "the deletion" : "version " + version;
    }

    private static void require(boolean kept, String otherwise) {
        if (!kept) {
            throw new AssertionError(otherwise);
        }
    }
}
