package dev.roster.testkit.contract.directory;

import dev.roster.application.port.directory.UserDirectory;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.matrix.FaultDetection;
import dev.roster.testkit.fake.InMemoryUserDirectory;
import dev.roster.testkit.fake.SettableClock;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import dev.roster.testkit.faulty.directory.UserDirectoryFaults;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Checks that the contract detects every planted fault of user directories, by the right clause. */
public class UserDirectoryContractTest {

    /** Fault planted in the current run. The tests of this class run one after the other. */
    private static UserDirectoryFaults planted;

    /** Returns the faults that the contract must detect. */
    public static FaultDetection faults() {
        return new FaultDetection(Planted.class).of(UserDirectoryFaults.values(), fault -> planted = fault);
    }

    @TestFactory
    List<DynamicTest> detectsPlantedFaults() {
        return faults().tests();
    }

    static class Planted extends UserDirectoryContract {
        @Override
        protected Backend<UserDirectory> emptyBackend() {
            InMemoryStorage storage = new InMemoryStorage();
            UserDirectory sound = new InMemoryUserDirectory(storage, new SettableClock());
            return Backend.of(() -> planted.plantedIn(sound), storage::close);
        }
    }
}
