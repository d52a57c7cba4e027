package com.example.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.example.lock.Locks.Held;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Contract;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.lockstep.Lockstep;
import dev.roster.testkit.conformance.lockstep.SystemUnderTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Contract of {@link Locks}. */
public abstract class LocksContract extends Contract<Locks> {

    private static final Instant NOW = Instant.parse("2024-05-06T07:08:09.123456Z");
    private static final Duration LEASE = Duration.ofMinutes(1);

    /** Returns whether a lease can be extended. */
    protected Capability extension() {
        return Capability.supported();
    }

    @Clause(value = "locks.held-rejected", promise = "A lock that is held cannot be acquired, not even by its holder.")
    void rejectsHeldLock() {
        acquire(client(), "backup", NOW);

        assertThat(client().acquire("backup", NOW, LEASE)).isEmpty();
        assertThat(client().acquire("backup", NOW.plusSeconds(59), LEASE)).isEmpty();
    }

    @Clause(value = "locks.shared-by-clients", promise = "All clients of one backend see the same locks.")
    void sharesLocksWithOtherClients() throws Exception {
        Held held = acquire(client(), "backup", NOW);

        assertThat(secondClient().acquire("backup", NOW, LEASE)).isEmpty();
        assertThat(secondClient().release(held)).isTrue();
        assertThat(client().acquire("backup", NOW, LEASE)).isPresent();
    }

    @Clause(
            value = "locks.concurrent-one-wins",
            promise = "Of several concurrent callers that acquire one lock, exactly one succeeds.")
    void oneOfConcurrentCallersWins() throws Exception {
        for (int round = 0; round < 50; round++) {
            String name = "round" + round;
            List<Locks> clients = List.of(client(), secondClient());

            List<Rendezvous.Outcome<Optional<Held>>> outcomes =
                    Rendezvous.run(8, i -> () -> clients.get(i % 2).acquire(name, NOW, LEASE));

            assertThat(outcomes.stream().filter(outcome -> outcome.get().isPresent()))
                    .as("callers that acquired %s", name)
                    .hasSize(1);
        }
    }

    @Clause(
            value = "locks.names-independent",
            promise = "Locks with other names are independent, whatever text the names are.")
    void namesAreIndependent() {
        for (String name : List.of("backup", "Backup", "backup ", "", "a/b", "../b", "ü", "u\u0308", "backup\u0000")) {
            assertThat(client().acquire(name, NOW, LEASE)).as("lock '%s'", name).isPresent();
        }
    }

    @Clause(value = "locks.held-until-expiry", promise = "A lock is held until its lease expires, to the microsecond.")
    void holdsLockUntilExpiry() {
        acquire(client(), "backup", NOW);

        assertThat(client().acquire("backup", NOW.plus(LEASE).minusNanos(1_000), LEASE))
                .isEmpty();
        assertThat(client().acquire("backup", NOW.plus(LEASE).plusMillis(1), LEASE))
                .isPresent();
    }

    @Clause(
            value = "locks.expiry-exact",
            level = Clause.Level.SHOULD,
            promise = "A lock can be acquired again at the very instant at which its lease expires.")
    void expiresExactly() {
        acquire(client(), "backup", NOW);

        assertThat(client().acquire("backup", NOW.plus(LEASE), LEASE)).isPresent();
    }

    @Clause(
            value = "locks.fence-increases",
            promise = "Each acquisition of a lock has a higher fence than the one before, however that one ended.")
    void increasesFence() {
        Held released = acquire(client(), "backup", NOW);
        client().release(released);
        Held expired = acquire(client(), "backup", NOW);
        Held last = acquire(client(), "backup", NOW.plus(LEASE).plusSeconds(1));

        assertThat(List.of(released.fence(), expired.fence(), last.fence()))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Clause(
            value = "locks.extended",
            needs = "extension",
            promise =
                    "A lease can be extended while the lock is held; a backend that cannot extend leases rejects the call.")
    void extendsLease() {
        Held held = acquire(client(), "backup", NOW);
        Instant later = NOW.plusSeconds(59);

        if (extension().isSupported()) {
            assertThat(client().extend(held, later, LEASE)).isTrue();
            assertThat(client().acquire("backup", later.plusSeconds(59), LEASE)).isEmpty();
        } else {
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> client().extend(held, later, LEASE));
            assertThat(client().acquire("backup", NOW.plus(LEASE).plusMillis(1), LEASE))
                    .isPresent();
        }
    }

    @Clause(
            value = "locks.lost-not-extended",
            needs = "extension",
            promise = "The lease of a lock that was released, expired or acquired again is not extended.")
    void doesNotExtendLostLock() {
        Held expired = acquire(client(), "backup", NOW);
        Instant later = NOW.plus(LEASE).plusSeconds(1);
        assertThat(extended(expired, later)).isFalse();

        Held released = acquire(client(), "backup", later);
        client().release(released);
        assertThat(extended(released, later)).isFalse();

        acquire(client(), "backup", later);
        assertThat(extended(released, later)).isFalse();
    }

    @Clause(value = "locks.released-acquirable", promise = "A released lock can be acquired at once.")
    void acquiresReleasedLock() {
        Held held = acquire(client(), "backup", NOW);

        assertThat(client().release(held)).isTrue();
        assertThat(client().acquire("backup", NOW, LEASE)).isPresent();
    }

    @Clause(
            value = "locks.lost-release-ignored",
            promise = "Releasing a lock that was released before or acquired again returns false and changes nothing.")
    void ignoresReleaseOfLostLock() {
        Held first = acquire(client(), "backup", NOW);
        client().release(first);
        assertThat(client().release(first)).isFalse();

        acquire(client(), "backup", NOW);
        assertThat(client().release(first)).isFalse();
        assertThat(client().acquire("backup", NOW, LEASE)).isEmpty();
    }

    @Clause(value = "locks.null-rejected", promise = "Null is rejected, and nothing changes.")
    void rejectsNull() {
        Held held = acquire(client(), "held", NOW);

        assertThatNullPointerException().isThrownBy(() -> client().acquire(null, NOW, LEASE));
        assertThatNullPointerException().isThrownBy(() -> client().acquire("backup", null, LEASE));
        assertThatNullPointerException().isThrownBy(() -> client().acquire("backup", NOW, null));
        assertThatNullPointerException().isThrownBy(() -> client().extend(null, NOW, LEASE));
        assertThatNullPointerException().isThrownBy(() -> client().extend(held, null, LEASE));
        assertThatNullPointerException().isThrownBy(() -> client().extend(held, NOW, null));
        assertThatNullPointerException().isThrownBy(() -> client().release(null));
        assertThat(client().acquire("backup", NOW, LEASE)).isPresent();
        assertThat(client().acquire("held", NOW, LEASE)).isEmpty();
    }

    @Clause(
            value = "locks.agrees-with-model",
            promise = "Every sequence of calls gives the same results as on the in-memory model.")
    void agreesWithModel() throws Exception {
        Lockstep<Locks> lockstep = new Lockstep<>(
                new LockCalls(extension().isSupported()),
                () -> system(emptyBackend()),
                () -> system(Backend.of(new InMemoryLocks())));
        for (long seed = 1; seed <= 20; seed++) {
            lockstep.run(seed, 100);
        }
    }

    private boolean extended(Held held, Instant now) {
        try {
            return client().extend(held, now, LEASE);
        } catch (UnsupportedOperationException rejected) {
            assertThat(extension().isSupported()).as("extension is supported").isFalse();
            return false;
        }
    }

    private static Held acquire(Locks locks, String name, Instant now) {
        return locks.acquire(name, now, LEASE).orElseThrow(() -> new AssertionError(name + " could not be acquired"));
    }

    private static SystemUnderTest<Locks> system(Backend<Locks> backend) throws Exception {
        return SystemUnderTest.of(backend.client(), backend::close);
    }
}
