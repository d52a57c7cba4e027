package dev.roster.testkit.contract.outage;

import dev.roster.application.port.directory.UserDirectory;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.Provided;
import dev.roster.testkit.conformance.fault.FaultControl;
import dev.roster.testkit.conformance.fault.FaultyBackend;
import dev.roster.testkit.conformance.matrix.FaultDetection;
import dev.roster.testkit.fake.InMemoryUserDirectory;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import dev.roster.testkit.faulty.outage.OutageFaults;
import dev.roster.testkit.faulty.outage.UserDirectoryOutageFaults;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the contract on the fake, and checks that it detects every planted fault in outages. */
public class UserDirectoryOutageContractTest extends UserDirectoryOutageContract {

    /** Plants the current fault. The tests of this class run one after the other. */
    private static UnaryOperator<UserDirectory> planted = UnaryOperator.identity();

    private static FaultyBackend<UserDirectory> backend(UnaryOperator<UserDirectory> fault) {
        InMemoryStorage storage = new InMemoryStorage();
        UserDirectory directory = new InMemoryUserDirectory(storage, InstantSource.system());
        return FaultyBackend.of(Backend.of(fault.apply(directory)), FaultControl.of(storage::setReachable));
    }

    @Override
    protected FaultyBackend<UserDirectory> emptyBackendWithFaults() {
        return backend(UnaryOperator.identity());
    }

    @Override
    protected Capability slowResponses() {
        return Capability.unsupported("calls in this process are not delayed");
    }

    @Override
    protected Provided<String> accessToken() {
        return Provided.of(OutageFaults.ACCESS_TOKEN);
    }

    /** Returns the faults that the contract must detect. */
    public static FaultDetection faults() {
        return new FaultDetection(Planted.class)
                .of(
                        OutageFaults.inArea("directory-outage", "acknowledged-writes-kept"),
                        fault -> planted = sound -> fault.plantedIn(UserDirectory.class, sound))
                .of(
                        OutageFaults.revealing("directory-outage.access-token-not-revealed"),
                        fault -> planted = sound -> fault.plantedIn(UserDirectory.class, sound))
                .of(UserDirectoryOutageFaults.values(), fault -> planted = fault::plantedIn);
    }

    @TestFactory
    List<DynamicTest> detectsPlantedFaults() {
        return faults().tests();
    }

    /** Runs none of the tests above but the clauses, with short limits. */
    static class Planted extends UserDirectoryOutageContractTest {

        @Override
        protected FaultyBackend<UserDirectory> emptyBackendWithFaults() {
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
