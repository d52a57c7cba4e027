package dev.roster.testkit.contract.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.security.LoginThrottle;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.BrokenClauses;
import dev.roster.testkit.conformance.Specification;
import dev.roster.testkit.fake.InMemoryLoginThrottle;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks that the contract detects every planted fault of login throttles, by the right clause. */
class LoginThrottleContractTest {

    /** Fault planted in the current run. The tests of this class run one after the other. */
    private static LoginThrottleFaults planted;

    @ParameterizedTest
    @EnumSource
    void detectsPlantedFault(LoginThrottleFaults fault) {
        planted = fault;

        assertThat(BrokenClauses.of(Planted.class, fault.clause)).containsExactly(fault.clause);
    }

    @Test
    void everyClauseDetectsAFault() {
        Set<String> caught = Arrays.stream(LoginThrottleFaults.values())
                .map(fault -> fault.clause)
                .collect(Collectors.toSet());

        assertThat(caught).hasSameElementsAs(Specification.clausesOf(LoginThrottleContract.class));
    }

    static class Planted extends LoginThrottleContract {
        @Override
        protected Backend<LoginThrottle> emptyBackend(InstantSource clock) {
            LoginThrottle shared = new InMemoryLoginThrottle(clock);
            LoginThrottle faulty = planted.plantedIn(shared, clock);
            return Backend.of(() -> planted.clientOf(faulty, clock), () -> {});
        }
    }
}
