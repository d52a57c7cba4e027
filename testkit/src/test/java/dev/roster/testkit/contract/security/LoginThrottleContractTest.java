package dev.roster.testkit.contract.security;

import dev.roster.application.port.security.LoginThrottle;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.matrix.FaultDetection;
import dev.roster.testkit.fake.InMemoryLoginThrottle;
import dev.roster.testkit.faulty.security.LoginThrottleFaults;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Checks that the contract detects every planted fault of login throttles, by the right clause. */
class LoginThrottleContractTest {

    /** Fault planted in the current run. The tests of this class run one after the other. */
    private static LoginThrottleFaults planted;

    @TestFactory
    List<DynamicTest> detectsPlantedFaults() {
        return new FaultDetection(Planted.class)
                .of(LoginThrottleFaults.values(), fault -> planted = fault)
                .tests(List.of());
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
