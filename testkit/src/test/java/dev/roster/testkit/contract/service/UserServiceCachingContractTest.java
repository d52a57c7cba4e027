package dev.roster.testkit.contract.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.matrix.BrokenClauses;
import dev.roster.testkit.conformance.matrix.FaultDetection;
import dev.roster.testkit.fake.InMemoryUserCache;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import dev.roster.testkit.faulty.service.UserServiceCachingFaults;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Tests that {@link UserServiceCachingContract} detects each planted fault, by the clause about it. */
public class UserServiceCachingContractTest {

    /** The current fault; the tests of this class run sequentially. */
    private static UserServiceCachingFaults planted;

    /** Returns the faults that the contract must detect. */
    public static FaultDetection faults() {
        return new FaultDetection(Planted.class).of(UserServiceCachingFaults.values(), fault -> planted = fault);
    }

    @TestFactory
    List<DynamicTest> detectsPlantedFaults() {
        return faults().tests();
    }

    /** Shows that {@code VERSIONS_IGNORED} is detected by its missing versions, not by its repeated refreshes. */
    @Test
    void toleratesRepeatedChanges() {
        assertThat(BrokenClauses.of(Repeating.class)).isEmpty();
    }

    static class Planted extends UserServiceCachingContract {
        @Override
        protected Backend<Node> emptyBackend() {
            Storage storage = planted.plantedIn(new InMemoryStorage());
            UserCache shared = planted.shared();
            return Backend.of(() -> new Node(storage, planted.plantedIn(shared)), () -> {});
        }
    }

    static class Repeating extends UserServiceCachingContract {
        @Override
        protected Backend<Node> emptyBackend() {
            Storage storage = new InMemoryStorage();
            UserCache shared = new InMemoryUserCache();
            return Backend.of(() -> new Node(storage, UserServiceCachingFaults.repeating(shared)), () -> {});
        }
    }
}
