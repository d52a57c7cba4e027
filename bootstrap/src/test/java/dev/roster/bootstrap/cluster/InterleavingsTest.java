package dev.roster.bootstrap.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.roster.application.port.cache.UserCache;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.fake.ForwardingUserCache;
import dev.roster.testkit.fake.InMemoryUserCache;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that interleavings pass on the in-memory fakes and detect planted faults in a cache. */
class InterleavingsTest {

    private static final int RUNS_WITHOUT_FAULT = 500;

    /** Several times the number needed to detect the rarest fault. */
    private static final int MAX_RUNS_PER_FAULT = 5_000;

    private static final long FIRST_SEED = 4_000;

    /**
     * A planted fault of a cache.
     *
     * @param planting creates a cache with the fault
     */
    private record Fault(String name, UnaryOperator<UserCache> planting) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static final Fault LEASES_IGNORED = new Fault("leases ignored", sound -> new ForwardingUserCache(sound) {
        @Override
        public boolean fill(User user, Lease lease) {
            return super.fill(user, super.acquireLease(user.id()).orElse(lease));
        }
    });

    private static final Fault LEASES_OUTLIVE_CHANGES =
            new Fault("leases outlive changes", sound -> new ForwardingUserCache(sound) {
                @Override
                public void refresh(User user, Optional<Lease> lease) {
                    Optional<Lease> current = super.acquireLease(user.id());
                    if (current.isEmpty() || current.equals(lease)) {
                        super.refresh(user, lease);
                    }
                }
            });

    private static final Fault VERSIONS_IGNORED =
            new Fault("versions ignored", sound -> new ForwardingUserCache(sound) {
                @Override
                public void refresh(User user, Optional<Lease> lease) {
                    super.invalidate(user.id(), Long.MAX_VALUE);
                    super.refresh(user, super.acquireLease(user.id()));
                }
            });

    private static final Fault RELAY_IGNORED = new Fault("relay ignored", sound -> new ForwardingUserCache(sound) {
        @Override
        public boolean invalidate(UserId id, long version) {
            return true;
        }
    });

    private static final Fault DELETIONS_IGNORED =
            new Fault("deletions ignored", sound -> new ForwardingUserCache(sound) {
                @Override
                public boolean markDeleted(UserId id) {
                    return true;
                }
            });

    static List<Fault> faults() {
        return List.of(LEASES_IGNORED, LEASES_OUTLIVE_CHANGES, VERSIONS_IGNORED, RELAY_IGNORED, DELETIONS_IGNORED);
    }

    @Test
    void findsNoStaleReadWithCorrectCache() {
        Statistics tally =
                Interleavings.run("On the fakes", RUNS_WITHOUT_FAULT, FIRST_SEED, () -> fixture(sound -> sound));

        assertThat(tally.hits()).isGreaterThan(RUNS_WITHOUT_FAULT);
        assertThat(tally.misses()).isGreaterThan(RUNS_WITHOUT_FAULT);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void findsPlantedFault(Fault fault) {
        AssertionError found = failureOf(fault, FIRST_SEED);

        assertThat(found).hasMessageContaining("stale: ").hasMessageContaining("interleavings.seed");
    }

    @Test
    void sameSeedGivesSameSchedule() {
        String first = failureOf(LEASES_IGNORED, FIRST_SEED).getMessage();

        assertThat(failureOf(LEASES_IGNORED, FIRST_SEED)).hasMessage(first);
    }

    private static AssertionError failureOf(Fault fault, long firstSeed) {
        AssertionError found = catchThrowableOfType(
                AssertionError.class,
                () -> Interleavings.run(
                        "With " + fault, MAX_RUNS_PER_FAULT, firstSeed, () -> fixture(fault.planting())));
        assertThat(found).as("error caused by %s", fault).isNotNull();
        return found;
    }

    private static InterleavingFixture fixture(UnaryOperator<UserCache> planting) {
        InMemoryUserCache cache = new InMemoryUserCache();
        UserCache planted = planting.apply(cache);
        return new InterleavingFixture(new InMemoryStorage(), List.of(planted, planted), id -> cache.clear());
    }
}
