package dev.roster.testkit.contract.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.directory.UserDirectory;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.BrokenClauses;
import dev.roster.testkit.conformance.Specification;
import dev.roster.testkit.fake.InMemoryUserDirectory;
import dev.roster.testkit.fake.SettableClock;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks that the contract detects every planted fault of user directories, by the right clause. */
class UserDirectoryContractTest {

    /** Fault planted in the current run. The tests of this class run one after the other. */
    private static UserDirectoryFaults planted;

    @ParameterizedTest
    @EnumSource
    void detectsPlantedFault(UserDirectoryFaults fault) {
        planted = fault;

        assertThat(BrokenClauses.of(Planted.class, fault.clause)).containsExactly(fault.clause);
    }

    @Test
    void everyClauseDetectsAFault() {
        assertThat(Arrays.stream(UserDirectoryFaults.values()).map(fault -> fault.clause))
                .hasSameElementsAs(Specification.clausesOf(UserDirectoryContract.class));
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
