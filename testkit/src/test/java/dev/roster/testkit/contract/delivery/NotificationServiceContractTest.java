package dev.roster.testkit.contract.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.conformance.BrokenClauses;
import dev.roster.testkit.conformance.Specification;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks that the contract detects every planted fault of notification services, by the right clause. */
class NotificationServiceContractTest {

    /** Fault planted in the current run. The tests of this class run one after the other. */
    private static NotificationFaults planted;

    @ParameterizedTest
    @EnumSource
    void detectsPlantedFault(NotificationFaults fault) {
        planted = fault;

        assertThat(BrokenClauses.of(Planted.class, fault.clause)).containsExactly(fault.clause);
    }

    @Test
    void everyClauseDetectsAFault() {
        assertThat(Arrays.stream(NotificationFaults.values()).map(fault -> fault.clause))
                .hasSameElementsAs(Specification.clausesOf(NotificationServiceContract.class));
    }

    static class Planted extends NotificationServiceContract {
        @Override
        protected Fixture newFixture() {
            return new ObservedNotifications(planted::plantedIn);
        }
    }
}
