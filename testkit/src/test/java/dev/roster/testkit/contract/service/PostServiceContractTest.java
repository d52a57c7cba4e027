package dev.roster.testkit.contract.service;

import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.matrix.FaultDetection;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import dev.roster.testkit.faulty.service.PostServiceFaults;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Tests that {@link PostServiceContract} detects each planted fault, by the clauses about it. */
public class PostServiceContractTest {

    /** The current fault; the tests of this class run sequentially. */
    private static PostServiceFaults planted;

    /** Returns the faults that the contract must detect. */
    public static FaultDetection faults() {
        return new FaultDetection(Planted.class).of(PostServiceFaults.values(), fault -> planted = fault);
    }

    @TestFactory
    List<DynamicTest> detectsPlantedFaults() {
        return faults().tests();
    }

    static class Planted extends PostServiceContract {
        @Override
        protected Backend<Storage> emptyBackend() {
            return Backend.of(planted.plantedIn(new InMemoryStorage()));
        }
    }
}
