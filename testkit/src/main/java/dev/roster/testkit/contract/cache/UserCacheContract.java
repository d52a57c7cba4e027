package dev.roster.testkit.contract.cache;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.cache.UserCache.Deleted;
import dev.roster.application.port.cache.UserCache.Hit;
import dev.roster.application.port.cache.UserCache.Lease;
import dev.roster.application.port.cache.UserCache.Lookup;
import dev.roster.application.port.cache.UserCache.Miss;
import dev.roster.application.port.outbox.OutboxMessage.UserCacheInvalidation;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Contract;
import dev.roster.testkit.conformance.Provided;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.RepeatedRace;
import dev.roster.testkit.conformance.RepeatedRace.Round;
import dev.roster.testkit.data.TrickyInstants;
import dev.roster.testkit.data.TrickyStrings;
import dev.roster.testkit.data.Unique;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/**
 * Contract of {@link UserCache}. The cache is reachable in all clauses. Longer than other classes because leases,
 * versions and deletions concern the same entries.
 */
public abstract class UserCacheContract extends Contract<UserCache> {

    private static final AtomicLong NEXT_ID = new AtomicLong(1_000);

    /** A long text, because the time in which an entry is written is when others must not interfere. */
    private static final NewUser TEMPLATE = aUser().withBio("b".repeat(1_000)).build();

    private static final RepeatedRace RACE = RepeatedRace.of(100_000, Duration.ofSeconds(2));

    /** Empties the backend, as a restart of the cache server does. */
    protected abstract void restartCache() throws Exception;

    /**
     * Returns a way to let time pass for the backend, such as a simulated clock, or a method that shortens the
     * remaining time of each entry. Undeclared by default: expiry is not tested, and reports are incomplete.
     */
    protected Provided<PassingTime> passingTime() {
        return Provided.undeclared("override passingTime(); without it, expiry is not tested");
    }

    /** Lets time pass for a cache. */
    @FunctionalInterface
    public interface PassingTime {

        /** Makes all entries, leases and marks of deleted users older. */
        void pass(Duration duration) throws Exception;
    }

    /**
     * Given a user that is not in the cache. When two clients look up the user. Then both get a miss with the same
     * lease, and a miss of another user grants a different one.
     */
    @Clause(
            value = "cache.miss-grants-lease",
            promise = "A lookup that misses returns a lease; misses of one user return equal leases, and "
                    + "misses of another user a different one.")
    void missGrantsLease() throws Exception {
        UserId id = user().id();

        Lease lease = leaseOfMiss(client(), id);

        assertThat(leaseOfMiss(secondClient(), id)).isEqualTo(lease);
        assertThat(client().acquireLease(id)).contains(lease);
        assertThat(leaseOfMiss(client(), user().id())).isNotEqualTo(lease);
    }

    /**
     * Given users with tricky texts and instants, large versions and optional fields. When each is filled after a miss.
     * Then it is found with all fields unchanged, however often it is read.
     */
    @Clause(
            value = "cache.fields-round-trip",
            promise = "A cache entry holds all fields of the user exactly as they were stored.")
    void fieldsRoundTrip() {
        for (String text : TrickyStrings.ALL) {
            User user = aUser().withEmail("In.Both.Cases-" + Unique.email())
                    .withName(text)
                    .withBio(text)
                    .createdBy(new UserId(UserId.MAX))
                    .createdAt(TrickyInstants.ALL.get(1))
                    .build()
                    .toUser(new UserId(NEXT_ID.incrementAndGet()))
                    .withRole(Role.ADMIN)
                    .withVerified(true)
                    .withUpdatedAt(Instant.parse("2024-02-29T23:59:59.999999Z"))
                    .withVersion(Long.MAX_VALUE / 2);

            assertThat(client().fill(user, leaseOfMiss(client(), user.id()))).isTrue();
            assertThat(client().find(user.id())).isEqualTo(new Hit(user));
        }
        User plain = fill(user());
        for (int i = 1; i <= 260; i++) {
            assertThat(client().find(plain.id())).as("read %d", i).isEqualTo(new Hit(plain));
        }
    }

    /**
     * Given a lease that was already used, belongs to another user or was never granted. When a user is filled with it.
     * Then nothing is stored, and the valid lease stays valid.
     */
    @Clause(
            value = "cache.fill-requires-lease",
            promise = "A fill stores an entry only with the valid lease of that user, once; a rejected fill "
                    + "returns false and changes nothing.")
    void rejectsFillWithoutValidLease() {
        User user = user();
        Lease lease = leaseOfMiss(client(), user.id());
        Lease ofAnother = leaseOfMiss(client(), user().id());

        assertThat(client().fill(user, ofAnother)).isFalse();
        assertThat(client().fill(user, new Lease("made up"))).isFalse();
        assertThat(leaseOfMiss(client(), user.id())).isEqualTo(lease);
        assertThat(client().fill(user, lease)).isTrue();
        assertThat(client().fill(user.withVersion(2), lease))
                .as("a lease can be used once")
                .isFalse();
        assertThat(client().find(user.id())).isEqualTo(new Hit(user));
        client().invalidate(user.id(), Long.MAX_VALUE);
        leaseOfMiss(client(), user.id());
        assertThat(client().fill(user, lease)).as("a lease of an earlier miss").isFalse();
        client().refresh(user, Optional.of(lease));
        leaseOfMiss(client(), user.id());
    }

    /**
     * Given a lease that several threads acquired by misses of one user. When all fill the user at once. Then one of
     * them stores its entry.
     */
    @Clause(
            value = "cache.lease-fills-once",
            promise = "Of concurrent fills with one lease exactly one stores its entry and returns true.")
    void leaseFillsOnce() throws Exception {
        UserCache other = secondClient();
        race(() -> {
            User user = numberedUser();
            Lease lease = leaseOfMiss(client(), user.id());
            Queue<User> stored = new ConcurrentLinkedQueue<>();
            return new Round(
                    List.of(
                            () -> client().fill(user, lease) && stored.add(user),
                            () -> other.fill(user.withVersion(2), lease) && stored.add(user.withVersion(2))),
                    () -> {
                        assertThat(stored).as("fills that returned true").hasSize(1);
                        assertThat(client().find(user.id())).isEqualTo(new Hit(stored.element()));
                        return null;
                    });
        });
    }

    /**
     * Given a reader with a lease. When it fills the user while another client refreshes, invalidates or deletes the
     * user. Then afterwards no client finds the value from before the change.
     */
    @Clause(
            value = "cache.concurrent-fill-never-stale",
            promise = "A fill that runs at the same time as a refresh, an invalidation or a deletion of the user "
                    + "leaves no older entry behind.")
    void concurrentFillLeavesNothingStale() throws Exception {
        UserCache other = secondClient();
        AtomicInteger round = new AtomicInteger();
        race(() -> {
            User old = numberedUser();
            User changed = old.withVersion(2);
            Lease lease = leaseOfMiss(client(), old.id());
            List<Callable<?>> changes = List.of(
                    () -> refreshed(other, changed, Optional.empty()),
                    () -> refreshed(other, changed, Optional.of(lease)),
                    () -> other.invalidate(old.id(), 2),
                    () -> other.markDeleted(old.id()));
            int change = round.getAndIncrement() % changes.size();
            return new Round(List.of(() -> client().fill(old, lease), changes.get(change)), () -> {
                UserCache.Lookup found = client().find(old.id());
                assertThat(found).as("stale entry").isNotEqualTo(new Hit(old));
                if (change == changes.size() - 1) {
                    assertThat(found).as("deleted user").isEqualTo(new Deleted());
                }
                return null;
            });
        });
    }

    private static boolean refreshed(UserCache cache, User user, Optional<Lease> lease) {
        cache.refresh(user, lease);
        return true;
    }

    /**
     * Given users that no client has created yet. When clients look them up again and again, and then one of them is
     * created. Then each lookup is a miss with a lease, and after the creation every client finds the user.
     */
    @Clause(
            value = "cache.missing-never-remembered",
            promise = "However often a user was not found, it can be stored and found as soon as it exists.")
    void missingUserIsNotRemembered() throws Exception {
        UserCache other = secondClient();
        List<User> users = List.of(user(), user(), user(), user());
        for (int i = 0; i < 10; i++) {
            for (User each : users) {
                assertThat(leaseOfMiss(client(), each.id())).isEqualTo(leaseOfMiss(other, each.id()));
                assertThat(other.acquireLease(each.id())).isPresent();
            }
        }

        User filled = users.get(0);
        assertThat(other.fill(filled, leaseOfMiss(client(), filled.id()))).isTrue();
        User refreshed = users.get(1);
        other.refresh(refreshed, client().acquireLease(refreshed.id()));
        User invalidated = users.get(2);
        client().invalidate(invalidated.id(), 1);
        client().refresh(invalidated, Optional.empty());
        assertThat(other.fill(invalidated, leaseOfMiss(other, invalidated.id())))
                .isTrue();

        for (UserCache each : List.of(client(), other)) {
            assertThat(each.find(filled.id())).isEqualTo(new Hit(filled));
            assertThat(each.find(refreshed.id())).isEqualTo(new Hit(refreshed));
            assertThat(each.find(invalidated.id())).isEqualTo(new Hit(invalidated));
        }
        restartCache();
        assertThat(other.fill(filled, leaseOfMiss(client(), filled.id()))).isTrue();
        assertThat(client().find(filled.id())).isEqualTo(new Hit(filled));
    }

    /**
     * Given users whose ids are similar or close to that of one user. When this user is filled, refreshed, invalidated
     * and deleted. Then entries, leases and lookups of the others stay the same.
     */
    @Clause(
            value = "cache.users-independent",
            promise = "No call about one user changes the entry or the leases of another, or returns another user.")
    void usersAreIndependent() throws Exception {
        UserCache other = secondClient();
        long id = 1_000_000_000L + NEXT_ID.incrementAndGet();
        User changed = numberedUser(id);
        List<Long> similar =
                List.of(id * 10, id / 10, id + (1L << 32), id + (1L << 16), id + 256, id + 1, UserId.MAX - id);
        List<User> cached = LongStream.concat(
                        similar.stream().mapToLong(Long::longValue), LongStream.rangeClosed(id - 32, id + 32))
                .distinct()
                .filter(each -> each != id)
                .mapToObj(each -> fill(numberedUser(each).withName("Name " + each)))
                .toList();
        List<User> reading =
                similar.stream().map(each -> numberedUser(each + 77)).toList();
        List<Lease> leases =
                reading.stream().map(each -> leaseOfMiss(client(), each.id())).toList();
        assertThat(leases).doesNotHaveDuplicates();

        fill(changed);
        other.refresh(changed.withVersion(2), Optional.empty());
        client().invalidate(changed.id(), 3);
        client().acquireLease(changed.id());
        client().refresh(changed.withVersion(3), Optional.of(leases.get(0)));
        client().fill(changed.withVersion(3), leases.get(1));
        other.invalidate(changed.id(), 4);
        client().markDeleted(changed.id());
        other.markDeleted(changed.id());

        for (User each : cached) {
            assertThat(client().find(each.id())).isEqualTo(new Hit(each));
        }
        for (int i = 0; i < leases.size(); i++) {
            assertThat(client().fill(reading.get(i), leases.get(i)))
                    .as("lease of user %s", reading.get(i).id())
                    .isTrue();
        }
        assertThat(client().find(changed.id())).isEqualTo(new Deleted());
    }

    /**
     * Given entries that were stored some time after their lease was acquired, or refreshed, and are read again and
     * again. When {@link UserCacheInvalidation#MAX_ENTRY_TTL} has passed since the lease or the refresh. Then no client
     * finds the entry. If the time cannot be changed, an entry that is read often stays unchanged.
     */
    @Clause(
            value = "cache.entries-expire",
            promise = "An entry is dropped one hour after its lease was acquired or it was refreshed, however often "
                    + "it is read.",
            needs = "passing-time")
    void entriesExpire() throws Exception {
        Optional<PassingTime> time = passingTime().value();
        for (Duration wait : List.of(Duration.ZERO, Duration.ofSeconds(29), Duration.ofMinutes(10))) {
            User user = user();
            User refreshed = fill(user());
            Lease lease = leaseOfMiss(client(), user.id());
            Duration left = UserCacheInvalidation.MAX_ENTRY_TTL.minus(wait);

            if (time.isPresent()) {
                time.get().pass(wait);
            }
            boolean stored = client().fill(user, lease);
            assertThat(stored || time.isPresent()).as("filled").isTrue();
            client().refresh(refreshed.withVersion(2), Optional.empty());
            for (int i = 0; i < 4; i++) {
                UserCache.Lookup found = client().find(user.id());
                assertThat(found instanceof Miss || found.equals(new Hit(user)))
                        .as("entry or nothing, but was %s", found)
                        .isTrue();
                client().find(refreshed.id());
                if (time.isPresent()) {
                    time.get().pass(left.dividedBy(4));
                }
            }
            if (time.isPresent()) {
                assertThat(client().find(user.id()))
                        .as("%s after the lease", wait)
                        .isInstanceOf(Miss.class);
                time.get().pass(wait);
                assertThat(client().find(refreshed.id())).isInstanceOf(Miss.class);
            } else {
                assertThat(client().find(user.id())).isEqualTo(new Hit(user));
            }
        }
    }

    /**
     * Given a reader with a lease. When the user is deleted, and time passes until the mark of the deletion expires.
     * Then the lease never stores an entry.
     */
    @Clause(
            value = "cache.deletion-outlives-leases",
            promise = "A lease acquired before a user was marked as deleted never stores an entry, also after the "
                    + "mark has expired.",
            needs = "passing-time")
    void deletionOutlivesLeases() throws Exception {
        Optional<PassingTime> time = passingTime().value();
        User user = user();
        Lease lease = leaseOfMiss(client(), user.id());
        client().markDeleted(user.id());
        assertThat(client().find(user.id())).isEqualTo(new Deleted());

        for (Duration step : List.of(
                Duration.ofMillis(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofMinutes(10),
                Duration.ofHours(1),
                Duration.ofDays(1))) {
            assertThat(client().fill(user, lease)).isFalse();
            client().refresh(user, Optional.of(lease));
            assertThat(client().find(user.id())).isNotInstanceOf(Hit.class);
            if (time.isPresent()) {
                time.get().pass(step);
            }
        }
    }

    /**
     * Given users that are marked as deleted: one with an entry, one with a lease and one unknown. When a lease is
     * acquired for each. Then the result is empty, for every client.
     */
    @Clause(
            value = "cache.deleted-grants-no-lease",
            promise = "No lease can be acquired for a user that is marked as deleted.")
    void grantsNoLeaseForDeletedUser() throws Exception {
        UserCache other = secondClient();
        User copied = fill(user());
        User leased = user();
        leaseOfMiss(client(), leased.id());
        for (User each : List.of(copied, leased, user())) {
            other.markDeleted(each.id());
            for (int i = 0; i < 3; i++) {
                assertThat(client().acquireLease(each.id())).isEmpty();
                assertThat(other.acquireLease(each.id())).isEmpty();
                assertThat(client().find(each.id())).isEqualTo(new Deleted());
            }
        }
    }

    /**
     * Given a reader with a lease. When another client refreshes the user before the reader fills it. Then the fill is
     * rejected, whether or not the refresh had a lease.
     */
    @Clause(
            value = "cache.change-invalidates-leases",
            promise = "A refresh invalidates all leases of the user that were acquired before it, so a late "
                    + "fill stores nothing stale.")
    void changeInvalidatesLeases() throws Exception {
        User old = user();
        UserCache other = secondClient();
        Lease readers = leaseOfMiss(client(), old.id());
        Optional<Lease> writers = other.acquireLease(old.id());

        other.refresh(old.withVersion(2), writers);

        assertThat(client().fill(old, readers)).isFalse();
        assertThat(client().find(old.id())).isEqualTo(new Hit(old.withVersion(2)));

        User unseen = user();
        Lease before = leaseOfMiss(client(), unseen.id());
        other.refresh(unseen.withVersion(2), Optional.empty());
        assertThat(client().fill(unseen, before)).isFalse();
        assertThat(leaseOfMiss(client(), unseen.id())).isNotEqualTo(before);
    }

    /**
     * Given a cache entry. When the user is refreshed, with and without a lease, and to many versions in a row. Then
     * only a newer version replaces the entry.
     */
    @Clause(
            value = "cache.older-never-overwrites-newer",
            promise = "A refresh replaces an entry only by a newer version of the user.")
    void olderNeverOverwritesNewer() {
        User third = fill(user().withVersion(3));

        client().refresh(third.withName("Second").withVersion(2), Optional.empty());
        assertThat(client().find(third.id())).isEqualTo(new Hit(third));
        client().refresh(third.withName("Again").withVersion(3), client().acquireLease(third.id()));
        assertThat(client().find(third.id())).isEqualTo(new Hit(third));
        User fourth = third.withName("Fourth").withVersion(4);
        client().refresh(fourth, Optional.empty());
        assertThat(client().find(third.id())).isEqualTo(new Hit(fourth));
        User tenth = third.withName("Tenth").withVersion(10);
        client().refresh(tenth, Optional.empty());
        client().refresh(third.withVersion(9), Optional.empty());
        assertThat(client().find(third.id())).isEqualTo(new Hit(tenth));
        User user = fill(user());
        for (int version = 2; version <= 130; version++) {
            User next = user.withName("Version " + version).withVersion(version);
            client().refresh(next, Optional.empty());
            assertThat(client().find(user.id())).isEqualTo(new Hit(next));
            client().refresh(user, Optional.empty());
        }
        assertThat(client().find(user.id()))
                .isEqualTo(new Hit(user.withName("Version 130").withVersion(130)));
    }

    /**
     * Given a user that is not in the cache. When the user is refreshed. Then it is stored only if the refresh has a
     * valid lease of that user.
     */
    @Clause(
            value = "cache.refresh-requires-lease-or-entry",
            promise = "A refresh of a user that is not in the cache stores an entry only with a valid lease "
                    + "of that user.")
    void refreshRequiresLeaseOrEntry() {
        User leased = user();
        client().refresh(leased, client().acquireLease(leased.id()));
        assertThat(client().find(leased.id())).isEqualTo(new Hit(leased));
        assertThat(client().acquireLease(leased.id()))
                .as("lease of a user that is in the cache")
                .isEmpty();

        User unleased = user();
        client().refresh(unleased, Optional.empty());
        leaseOfMiss(client(), unleased.id());
        for (Lease lease : List.of(new Lease("made up"), leaseOfMiss(client(), user().id()))) {
            client().refresh(unleased, Optional.of(lease));
            leaseOfMiss(client(), unleased.id());
        }
    }

    /**
     * Given cache entries and a lease. When each user is invalidated up to a version. Then older entries are dropped,
     * other entries are kept, and the lease is no longer valid.
     */
    @Clause(
            value = "cache.invalidation-drops-older",
            promise = "An invalidation removes an entry older than the given version, keeps others, and "
                    + "invalidates all leases of the user.")
    void invalidationDropsOlderEntry() {
        User old = fill(user().withVersion(2));
        User current = fill(user().withVersion(3));
        User newer = fill(user().withVersion(10));
        User reading = user();
        Lease lease = leaseOfMiss(client(), reading.id());

        for (User each : List.of(old, current, newer, reading)) {
            assertThat(client().invalidate(each.id(), 3)).isTrue();
        }

        leaseOfMiss(client(), old.id());
        assertThat(client().find(current.id())).isEqualTo(new Hit(current));
        assertThat(client().find(newer.id())).isEqualTo(new Hit(newer));
        assertThat(client().fill(reading, lease)).isFalse();
    }

    /**
     * Given a cache entry, a reader with a lease and a user unknown to the cache. When all three are marked deleted.
     * Then each lookup returns {@link Deleted}, and neither a fill nor a refresh restores an entry.
     */
    @Clause(
            value = "cache.deleted-is-reported",
            promise = "A user marked as deleted is reported as deleted, and neither a fill nor a refresh "
                    + "restores an entry.")
    void reportsDeletedUser() throws Exception {
        User copied = fill(user());
        User reading = user();
        Lease lease = leaseOfMiss(client(), reading.id());
        UserCache other = secondClient();

        User unknown = user();
        for (User each : List.of(copied, reading, reading, unknown)) {
            assertThat(other.markDeleted(each.id())).isTrue();
        }

        assertThat(client().fill(reading, lease)).isFalse();
        client().refresh(copied.withVersion(2), Optional.empty());
        client().refresh(reading.withVersion(2), Optional.of(lease));
        assertThat(client().invalidate(copied.id(), 5)).isTrue();
        for (User gone : List.of(copied, reading, unknown)) {
            assertThat(client().find(gone.id())).isEqualTo(new Deleted());
        }
    }

    /**
     * Given a cache entry and a reader with a lease. When the cache restarts empty. Then the lease is no longer valid,
     * and a refresh stores nothing.
     */
    @Clause(
            value = "cache.restart-invalidates-leases",
            promise = "A restart of the cache removes all entries and invalidates all leases.")
    void restartInvalidatesLeases() throws Exception {
        User copied = fill(user());
        User reading = user();
        Lease lease = leaseOfMiss(client(), reading.id());

        restartCache();

        assertThat(client().fill(reading, lease)).isFalse();
        client().refresh(copied.withVersion(2), Optional.empty());
        client().refresh(reading.withVersion(2), Optional.of(lease));
        leaseOfMiss(client(), copied.id());
        assertThat(leaseOfMiss(client(), reading.id())).isNotEqualTo(lease);
    }

    /**
     * Given two clients of one backend. When one fills, refreshes or deletes a user. Then the other sees the result at
     * once.
     */
    @Clause(
            value = "cache.shared-by-clients",
            promise = "All clients of one backend see each fill, refresh and deletion at once.")
    void clientsShareEntries() throws Exception {
        UserCache other = secondClient();
        User user = fill(user());

        assertThat(other.find(user.id())).isEqualTo(new Hit(user));
        client().refresh(user.withName("Other").withVersion(2), Optional.empty());
        assertThat(other.find(user.id()))
                .isEqualTo(new Hit(user.withName("Other").withVersion(2)));
        // The newest version must survive concurrent refreshes.
        Rendezvous.run(8, i -> () -> {
                    (i % 2 == 0 ? client() : other).refresh(user.withVersion(3 + i), Optional.empty());
                    return i;
                })
                .forEach(Rendezvous.Outcome::get);
        assertThat(other.find(user.id())).isEqualTo(new Hit(user.withVersion(10)));
        client().markDeleted(user.id());
        assertThat(other.find(user.id())).isEqualTo(new Deleted());
    }

    /**
     * Given any method of the cache. When an argument is null. Then it throws {@link NullPointerException}, and no
     * lease becomes invalid.
     */
    @Clause(
            value = "cache.null-rejected",
            promise = "Each method rejects a null argument with NullPointerException and changes nothing.")
    @SuppressWarnings("NullAway") // null on purpose
    void rejectsNull() {
        User user = user();
        Lease lease = leaseOfMiss(client(), user.id());

        assertThatNullPointerException().isThrownBy(() -> client().find(null));
        assertThatNullPointerException().isThrownBy(() -> client().fill(null, lease));
        assertThatNullPointerException().isThrownBy(() -> client().fill(user, null));
        assertThatNullPointerException().isThrownBy(() -> client().acquireLease(null));
        assertThatNullPointerException().isThrownBy(() -> client().refresh(null, Optional.empty()));
        assertThatNullPointerException().isThrownBy(() -> client().refresh(user, null));
        assertThatNullPointerException().isThrownBy(() -> client().invalidate(null, 1));
        assertThatNullPointerException().isThrownBy(() -> client().markDeleted(null));
        assertThat(leaseOfMiss(client(), user.id())).isEqualTo(lease);
    }

    /** Returns a user whose id no other clause uses. */
    private static User user() {
        return aUser().build().toUser(new UserId(NEXT_ID.incrementAndGet()));
    }

    /** Repeats a race. A cache that limits its size keeps the entries of one batch, but not of all. */
    private void race(Callable<Round> rounds) throws Exception {
        RACE.run(rounds, () -> {
            restartCache();
            return null;
        });
    }

    /** Returns a user as {@link #user} does; its id distinguishes it, so it is cheap to create. */
    private static User numberedUser() {
        return numberedUser(NEXT_ID.incrementAndGet());
    }

    private static User numberedUser(long id) {
        return TEMPLATE.toUser(new UserId(id));
    }

    private User fill(User user) {
        assertThat(client().fill(user, leaseOfMiss(client(), user.id()))).isTrue();
        return user;
    }

    private static Lease leaseOfMiss(UserCache cache, UserId id) {
        Lookup found = cache.find(id);
        assertThat(found).isInstanceOf(Miss.class);
        Optional<Lease> lease = ((Miss) found).lease();
        assertThat(lease).as("lease of a miss").isPresent();
        return lease.orElseThrow();
    }
}
