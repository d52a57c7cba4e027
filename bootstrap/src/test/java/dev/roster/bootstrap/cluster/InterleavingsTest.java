package dev.roster.bootstrap.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.roster.application.port.cache.UserCache;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.fake.InMemoryUserCache;
import dev.roster.testkit.fake.forwarding.ForwardingUserCache;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks that interleavings pass on the in-memory fakes and detect planted faults in a cache. */
class InterleavingsTest {

    private static final int RUNS_WITHOUT_FAULT = 500;

    /** Several times the number needed to detect the rarest fault. */
    private static final int MAX_RUNS_PER_FAULT = 5_000;

    private static final long FIRST_SEED = 4_000;

    /** Planted faults of a cache. */
    @SuppressWarnings("ImmutableEnumChecker") // the functions have no state
    private enum Fault {
        LEASES_IGNORED(sound -> new ForwardingUserCache(sound) {
            @Override
            public boolean fill(User user, Lease lease) {
                return super.fill(user, super.acquireLease(user.id()).orElse(lease));
            }
        }),
        LEASES_OUTLIVE_CHANGES(sound -> new ForwardingUserCache(sound) {
            @Override
            public void refresh(User user, Optional<Lease> lease) {
                Optional<Lease> current = super.acquireLease(user.id());
                if (current.isEmpty() || current.equals(lease)) {
                    super.refresh(user, lease);
                }
            }
        }),
        VERSIONS_IGNORED(sound -> new ForwardingUserCache(sound) {
            @Override
            public void refresh(User user, Optional<Lease> lease) {
                super.invalidate(user.id(), Long.MAX_VALUE);
                super.refresh(user, super.acquireLease(user.id()));
            }
        }),
        RELAY_IGNORED(sound -> new ForwardingUserCache(sound) {
            @Override
            public boolean invalidate(UserId id, long version) {
                return true;
            }
        }),
        DELETIONS_IGNORED(sound -> new ForwardingUserCache(sound) {
            @Override
            public boolean markDeleted(UserId id) {
                return true;
            }
        });

        private final UnaryOperator<UserCache> planting;

        Fault(UnaryOperator<UserCache> planting) {
            this.planting = planting;
        }
    }

    @Test
    void findsNoStaleReadWithCorrectCache() {
        Statistics tally =
                Interleaving.runMany("On the fakes", RUNS_WITHOUT_FAULT, FIRST_SEED, () -> fixture(sound -> sound));

        assertThat(tally.count(Statistics.HITS)).isGreaterThan(RUNS_WITHOUT_FAULT);
        assertThat(tally.count(Statistics.MISSES)).isGreaterThan(RUNS_WITHOUT_FAULT);
    }

    @ParameterizedTest
    @EnumSource
    void findsPlantedFault(Fault fault) {
        AssertionError found = failureOf(fault, FIRST_SEED);

        assertThat(found).hasMessageContaining("stale: ").hasMessageContaining("interleavings.seed");
    }

    @Test
    void sameSeedGivesSameSchedule() {
        String first = failureOf(Fault.LEASES_IGNORED, FIRST_SEED).getMessage();

        assertThat(failureOf(Fault.LEASES_IGNORED, FIRST_SEED)).hasMessage(first);
    }

    private static AssertionError failureOf(Fault fault, long firstSeed) {
        AssertionError found = catchThrowableOfType(
                AssertionError.class,
                () -> Interleaving.runMany(
                        "With " + fault, MAX_RUNS_PER_FAULT, firstSeed, () -> fixture(fault.planting)));
        assertThat(found).as("error caused by %s", fault).isNotNull();
        return found;
    }

    private static Interleaving.Fixture fixture(UnaryOperator<UserCache> planting) {
        InMemoryUserCache cache = new InMemoryUserCache();
        UserCache planted = planting.apply(cache);
        return new Interleaving.Fixture(new InMemoryStorage(), List.of(planted, planted), id -> cache.clear());
    }
}
