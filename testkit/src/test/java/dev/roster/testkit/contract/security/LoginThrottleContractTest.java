package dev.roster.testkit.contract.security;

import dev.roster.application.port.security.LoginThrottle;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.matrix.FaultDetection;
import dev.roster.testkit.fake.InMemoryLoginThrottle;
import dev.roster.testkit.faulty.security.LoginThrottleFaults;
import dev.roster.testkit.faulty.security.ThrottleClientFaults;
import dev.roster.testkit.faulty.security.ThrottleCountFaults;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Checks that the contract detects every planted fault of login throttles, by the right clause. */
public class LoginThrottleContractTest {

    /** Fault planted in the current run. The tests of this class run one after the other. */
    private static Throttles planted;

    private interface Throttles {
        Backend<LoginThrottle> backend(InstantSource clock);
    }

    /** Returns the faults that the contract must detect. */
    public static FaultDetection faults() {
        return new FaultDetection(Planted.class)
                .of(
                        LoginThrottleFaults.values(),
                        fault -> planted = clock -> {
                            LoginThrottle faulty = fault.plantedIn(new InMemoryLoginThrottle(clock), clock);
                            return Backend.of(() -> fault.clientOf(faulty, clock), () -> {});
                        })
                .of(
                        ThrottleClientFaults.values(),
                        fault -> planted = clock -> {
                            LoginThrottle faulty = fault.plantedIn(new InMemoryLoginThrottle(clock), clock);
                            return Backend.of(() -> fault.clientOf(faulty, clock), () -> {});
                        })
                .of(
                        ThrottleCountFaults.values(),
                        fault -> planted = clock -> {
                            LoginThrottle faulty = fault.plantedIn(new InMemoryLoginThrottle(clock), clock);
                            return Backend.of(() -> faulty, () -> {});
                        });
    }

    @TestFactory
    List<DynamicTest> detectsPlantedFaults() {
        return faults().tests();
    }

    static class Planted extends LoginThrottleContract {
        @Override
        protected Backend<LoginThrottle> emptyBackend(InstantSource clock) {
            return planted.backend(clock);
        }
    }
}
