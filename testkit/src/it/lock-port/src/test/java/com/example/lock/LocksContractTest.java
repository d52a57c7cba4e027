package com.example.lock;

import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.matrix.FaultDetection;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Checks that the contract detects every planted fault, by the right clause. */
class LocksContractTest {

    private static LocksFaults planted;

    @TestFactory
    List<DynamicTest> detectsPlantedFaults() {
        return new FaultDetection(Planted.class)
                .of(LocksFaults.values(), fault -> planted = fault)
                .tests();
    }

    static class Planted extends LocksContract {
        @Override
        protected Backend<Locks> emptyBackend() {
            Locks shared = new InMemoryLocks();
            return Backend.of(() -> planted.plantedIn(shared), () -> {});
        }
    }
}
