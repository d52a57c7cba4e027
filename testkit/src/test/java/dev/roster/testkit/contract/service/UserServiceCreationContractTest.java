package dev.roster.testkit.contract.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.BrokenClauses;
import dev.roster.testkit.conformance.Specification;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that {@link UserServiceCreationContract} detects each planted fault, by the clause about it. */
class UserServiceCreationContractTest {

    /** The current fault; the tests of this class run sequentially. */
    private static UserCreationFaults planted;

    @ParameterizedTest
    @EnumSource
    void detectsPlantedFault(UserCreationFaults fault) {
        planted = fault;

        assertThat(BrokenClauses.of(Planted.class, fault.clause)).containsExactly(fault.clause);
    }

    @Test
    void everyClauseDetectsAFault() {
        assertThat(Arrays.stream(UserCreationFaults.values()).map(fault -> fault.clause))
                .hasSameElementsAs(Specification.clausesOf(UserServiceCreationContract.class));
    }

    static class Planted extends UserServiceCreationContract {
        @Override
        protected Backend<Storage> emptyBackend() {
            return Backend.of(planted.plantedIn(new InMemoryStorage()));
        }
    }
}
