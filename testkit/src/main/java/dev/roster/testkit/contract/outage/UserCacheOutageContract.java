package dev.roster.testkit.contract.outage;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.cache.UserCache.Deleted;
import dev.roster.application.port.cache.UserCache.Hit;
import dev.roster.application.port.cache.UserCache.Lease;
import dev.roster.application.port.cache.UserCache.Miss;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import dev.roster.testkit.conformance.fault.Outage;
import dev.roster.testkit.conformance.fault.OutageContract;
import dev.roster.testkit.conformance.fault.Writers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/** Contract of a {@link UserCache} whose server becomes unavailable and recovers. */
public abstract class UserCacheOutageContract extends OutageContract<UserCache> {

    private static final AtomicLong NEXT_ID = new AtomicLong(1_000);

    /**
     * Returns whether entries outlive a restart of the server. If not, the cache is empty afterwards, such as a Redis
     * without persistence.
     */
    protected Capability entriesOutliveServer() {
        return Capability.supported();
    }

    @Override
    protected Duration longestCall() {
        return Duration.ofMillis(50);
    }

    /**
     * Given a cache entry. When the server is cut off, stopped or slow, and each method is called. Then none throws,
     * each returns in bounded time, a lookup is a miss without a lease, and changes report that they were not made.
     */
    @Clause(
            value = "cache-outage.calls-miss",
            promise = "While the server is away or does not respond, each call returns in bounded time without an "
                    + "exception; lookups miss without a lease.",
            needs = {"cut-connections", "slow-responses", "stopped-server"})
    void callsMiss() throws Exception {
        for (Outage outage : outages()) {
            User cached = fill(user());
            User other = user();
            Lease lease = leaseOfMiss(other.id());
            List<Callable<Object>> calls = List.of(
                    () -> client().find(cached.id()),
                    () -> client().find(other.id()),
                    () -> client().acquireLease(other.id()),
                    () -> client().fill(other, lease),
                    () -> client().invalidate(cached.id(), 2),
                    () -> client().markDeleted(other.id()),
                    () -> {
                        client().refresh(cached.withVersion(2), Optional.empty());
                        return "refreshed";
                    });
            outage.begin().run();
            List<Outcome<Object>> first = runBounded(calls);
            List<Outcome<Object>> second = runBounded(calls);
            outage.end().run();

            for (List<Outcome<Object>> outcomes : List.of(first, second)) {
                assertThat(outcomes)
                        .as("results during %s", outage.name())
                        .extracting(Outcome::get)
                        .containsExactly(
                                new Miss(Optional.empty()),
                                new Miss(Optional.empty()),
                                Optional.empty(),
                                false,
                                false,
                                false,
                                "refreshed");
            }
            awaitRecovery(() -> fill(user()));
        }
    }

    /**
     * Given a cache whose server becomes unavailable and recovers. When the same client is used afterwards. Then it
     * stores, finds, invalidates and deletes users again.
     */
    @Clause(
            value = "cache-outage.recovers-without-restart",
            promise = "After an outage the same client stores, finds and deletes users again.",
            needs = {"cut-connections", "slow-responses", "stopped-server"})
    void recoversWithoutRestart() throws Exception {
        for (Outage outage : outages()) {
            outage.begin().run();
            runBounded(List.<Callable<Object>>of(() -> client().find(user().id())));
            outage.end().run();

            User user = awaitRecovery(() -> fill(user()));
            client().refresh(user.withVersion(2), Optional.empty());
            assertThat(client().find(user.id())).isEqualTo(new Hit(user.withVersion(2)));
            assertThat(client().invalidate(user.id(), 3)).isTrue();
            leaseOfMiss(user.id());
            assertThat(client().markDeleted(user.id())).isTrue();
            assertThat(client().find(user.id())).isEqualTo(new Deleted());
        }
    }

    /**
     * Given entries of users that were changed or deleted during an outage. When the changes are repeated after the
     * outage. Then they succeed, and no client finds what was stored before.
     */
    @Clause(
            value = "cache-outage.refused-changes-repeatable",
            promise = "A change that was refused in an outage is done by a repetition, and nothing older is found "
                    + "afterwards.",
            needs = {"cut-connections", "stopped-server"})
    void refusedChangesAreRepeatable() throws Exception {
        for (Outage outage : breaks()) {
            User changed = fill(user());
            User deleted = fill(user());
            User read = user();
            Lease lease = leaseOfMiss(read.id());
            outage.begin().run();
            runBounded(List.<Callable<Object>>of(
                            () -> client().invalidate(changed.id(), 2),
                            () -> client().markDeleted(deleted.id()),
                            () -> client().invalidate(read.id(), 2)))
                    .forEach(outcome -> assertThat(outcome.get()).isEqualTo(false));
            outage.end().run();

            awaitRecovery(() -> fill(user()));
            for (UserCache each : List.of(client(), secondClient())) {
                assertThat(awaitRecovery(() -> accepted(each.invalidate(changed.id(), 2))))
                        .isTrue();
                assertThat(each.markDeleted(deleted.id())).isTrue();
                assertThat(each.invalidate(read.id(), 2)).isTrue();
                assertThat(each.find(changed.id())).isInstanceOf(Miss.class);
                assertThat(each.find(deleted.id())).isEqualTo(new Deleted());
                assertThat(each.fill(read, lease))
                        .as("a lease from before the change")
                        .isFalse();
            }
        }
    }

    /**
     * Given threads that change entries. When the server is cut off and stopped meanwhile. Then a deletion that was
     * acknowledged is still reported, or the cache is empty; no user is found in a version that was not stored.
     */
    @Clause(
            value = "cache-outage.acknowledged-deletions-kept",
            promise = "A deletion that the cache acknowledged is not lost while connections break.",
            needs = "cut-connections")
    void acknowledgedDeletionsAreKept() throws Exception {
        List<Outage> cuts =
                breaks().stream().filter(outage -> outage.name().equals("cut")).toList();
        assertThat(cuts).as("cut").hasSize(cutConnections().isSupported() ? 1 : 0);
        try (Writers<Change> writers = new Writers<>(4, () -> {
            User user = user();
            boolean filled = client().find(user.id()) instanceof Miss miss
                    && miss.lease().isPresent()
                    && client().fill(user, miss.lease().get());
            return new Change(user, filled, client().markDeleted(user.id()));
        })) {
            for (int round = 0; round < 2; round++) {
                for (Outage cut : cuts) {
                    writers.await(change -> change.deleted(), 20);
                    cut.begin().run();
                    writers.await(change -> !change.deleted(), 5);
                    cut.end().run();
                }
                writers.await(change -> change.deleted(), 20);
            }
            for (Change each : writers.stop()) {
                UserCache.Lookup found = client().find(each.user().id());
                if (each.deleted()) {
                    assertThat(found).as("acknowledged deletion").isEqualTo(new Deleted());
                } else if (found instanceof Hit hit) {
                    assertThat(hit.user()).isEqualTo(each.user());
                }
            }
        }
    }

    /**
     * Given a cached user, a deleted one, and leases, one of them of a user that has changed since. When the server is
     * stopped and started again. Then each client finds the cached and the deleted user as before; or, as declared, the
     * cache is empty: lookups miss, and no lease from before is accepted. The lease of the changed user never is.
     */
    @Clause(
            value = "cache-outage.restart-keeps-all-or-nothing",
            promise =
                    "After a restart of its server a cache has all its entries or, as declared, none; then leases from"
                            + " before are rejected.",
            needs = {"entries-outlive-server", "cut-connections", "stopped-server"})
    void restartKeepsAllOrNothing() throws Exception {
        User cached = fill(user());
        User deleted = user();
        assertThat(client().markDeleted(deleted.id())).isTrue();
        User changed = user();
        Lease outdated = leaseOfMiss(changed.id());
        assertThat(client().invalidate(changed.id(), 2)).isTrue();
        User read = user();
        Lease unused = leaseOfMiss(read.id());
        List<Outage> breaks = breaks();
        Outage restart = breaks.get(breaks.size() - 1);
        restart.begin().run();
        runBounded(List.<Callable<Object>>of(() -> client().find(cached.id())));
        restart.end().run();

        awaitRecovery(() -> fill(user()));
        boolean kept = entriesOutliveServer().isSupported() || !stoppedServer().isSupported();
        for (UserCache each : List.of(client(), secondClient())) {
            assertThat(awaitRecovery(() -> each.fill(changed, outdated)))
                    .as("a lease from before the change")
                    .isFalse();
            if (kept) {
                assertThat(each.find(cached.id())).isEqualTo(new Hit(cached));
                assertThat(each.find(deleted.id())).isEqualTo(new Deleted());
            } else {
                assertThat(each.fill(read, unused))
                        .as("a lease from before the restart")
                        .isFalse();
                assertThat(each.find(cached.id())).isInstanceOf(Miss.class);
                assertThat(each.find(deleted.id())).isInstanceOf(Miss.class);
            }
        }
    }

    private record Change(User user, boolean filled, boolean deleted) {}

    private static boolean accepted(boolean done) {
        assertThat(done).as("accepted").isTrue();
        return done;
    }

    private static User user() {
        return aUser().build().toUser(new UserId(NEXT_ID.incrementAndGet()));
    }

    private User fill(User user) {
        assertThat(client().fill(user, leaseOfMiss(user.id()))).isTrue();
        return user;
    }

    private Lease leaseOfMiss(UserId id) {
        assertThat(client().find(id))
                .isInstanceOfSatisfying(
                        Miss.class, miss -> assertThat(miss.lease()).isPresent());
        return client().acquireLease(id).orElseThrow(() -> new AssertionError("no lease"));
    }
}
