package dev.roster.testkit.contract.outage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.cache.UserCache;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.fault.FaultControl;
import dev.roster.testkit.conformance.fault.FaultyBackend;
import dev.roster.testkit.conformance.matrix.BrokenClauses;
import dev.roster.testkit.conformance.matrix.FaultDetection;
import dev.roster.testkit.fake.InMemoryUserCache;
import dev.roster.testkit.faulty.outage.UserCacheOutageFaults;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs the contract on the fake, and checks that it detects every planted fault in outages. */
public class UserCacheOutageContractTest extends UserCacheOutageContract {

    /** Plants the current fault. The tests of this class run one after the other. */
    private static UnaryOperator<UserCache> planted = UnaryOperator.identity();

    /** Whether the cache of the current fault is empty after a restart. */
    private static boolean emptied;

    private static FaultyBackend<UserCache> backend(UnaryOperator<UserCache> fault, boolean emptied) {
        InMemoryUserCache cache = new InMemoryUserCache();
        FaultControl faults = FaultControl.of(reachable -> {
            if (emptied && reachable) {
                cache.clear();
            }
            cache.setReachable(reachable);
        });
        return FaultyBackend.of(Backend.of(fault.apply(cache)), faults);
    }

    @Override
    protected FaultyBackend<UserCache> emptyBackendWithFaults() {
        return backend(UnaryOperator.identity(), false);
    }

    @Override
    protected Capability slowResponses() {
        return Capability.unsupported("calls in this process are not delayed");
    }

    /** Returns the faults that the contract must detect. */
    public static FaultDetection faults() {
        return new FaultDetection(Planted.class).of(UserCacheOutageFaults.values(), fault -> {
            planted = fault::plantedIn;
            emptied = fault.isOfEmptiedCache();
        });
    }

    @Test
    void acceptsDeclaredEmptyCacheAfterRestart() {
        planted = UnaryOperator.identity();
        emptied = true;

        assertThat(BrokenClauses.of(Planted.class, "cache-outage.restart-keeps-all-or-nothing"))
                .isEmpty();
    }

    @Test
    void detectsUndeclaredEmptyCacheAfterRestart() {
        planted = sound -> {
            emptied = false;
            return sound;
        };
        emptied = true;

        assertThat(BrokenClauses.of(Planted.class, "cache-outage.restart-keeps-all-or-nothing"))
                .isNotEmpty();
    }

    @TestFactory
    List<DynamicTest> detectsPlantedFaults() {
        return faults().tests();
    }

    /** Runs none of the tests above but the clauses, with short limits. */
    static class Planted extends UserCacheOutageContractTest {

        @Override
        protected FaultyBackend<UserCache> emptyBackendWithFaults() {
            return backend(planted, emptied);
        }

        @Override
        protected Capability entriesOutliveServer() {
            return emptied ? Capability.unsupported("it is emptied") : Capability.supported();
        }

        @Override
        protected Duration longestCall() {
            return Duration.ofMillis(100);
        }

        @Override
        protected Duration longestRecovery() {
            return Duration.ofMillis(20);
        }

        @Override
        void acceptsDeclaredEmptyCacheAfterRestart() {}

        @Override
        void detectsUndeclaredEmptyCacheAfterRestart() {}

        @Override
        List<DynamicTest> detectsPlantedFaults() {
            return List.of();
        }
    }
}
