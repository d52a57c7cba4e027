package dev.roster.testkit.contract.outage;

import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.fault.FaultControl;
import dev.roster.testkit.conformance.fault.FaultyBackend;
import dev.roster.testkit.conformance.matrix.FaultDetection;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import dev.roster.testkit.faulty.outage.StorageOutageFaults;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the contract on the fake, and checks that it detects every planted fault of storages in outages. */
public class StorageOutageContractTest extends StorageOutageContract {

    /** Plants the current fault. The tests of this class run one after the other. */
    private static UnaryOperator<Storage> planted = UnaryOperator.identity();

    private static FaultyBackend<Storage> backend(UnaryOperator<Storage> fault) {
        InMemoryStorage storage = new InMemoryStorage();
        Storage client = fault.apply(storage);
        return FaultyBackend.of(
                Backend.of(() -> new Unclosed(client), storage::close), FaultControl.of(storage::setReachable));
    }

    @Override
    protected FaultyBackend<Storage> emptyBackendWithFaults() {
        return backend(UnaryOperator.identity());
    }

    @Override
    protected Capability slowResponses() {
        return Capability.unsupported("calls in this process are not delayed");
    }

    /** Returns the faults that the contract must detect. */
    public static FaultDetection faults() {
        return new FaultDetection(Planted.class).of(StorageOutageFaults.values(), fault -> planted = fault::plantedIn);
    }

    @TestFactory
    List<DynamicTest> detectsPlantedFaults() {
        return faults().tests();
    }

    /** Runs none of the tests above but the clauses, with short limits. */
    static class Planted extends StorageOutageContractTest {

        @Override
        protected FaultyBackend<Storage> emptyBackendWithFaults() {
            return backend(planted);
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
        List<DynamicTest> detectsPlantedFaults() {
            return List.of();
        }
    }
}
