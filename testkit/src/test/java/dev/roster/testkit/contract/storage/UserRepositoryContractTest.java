package dev.roster.testkit.contract.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.storage.UserRepository;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.BrokenClauses;
import dev.roster.testkit.conformance.Specification;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that {@link UserRepositoryContract} detects each planted fault and accepts a correct repository. */
class UserRepositoryContractTest {

    /** The current fault; the tests of this class run sequentially. */
    private static UserRepositoryFaults planted;

    @ParameterizedTest
    @EnumSource
    void detectsPlantedFault(UserRepositoryFaults fault) {
        planted = fault;

        assertThat(BrokenClauses.of(Planted.class)).contains(fault.clause);
    }

    @Test
    void detectsClientsWithSeparateData() {
        assertThat(BrokenClauses.of(SeparateData.class)).contains("users.visible-to-second-client");
    }

    @Test
    void acceptsCorrectRepository() {
        assertThat(BrokenClauses.of(Correct.class)).isEmpty();
    }

    @Test
    void everyClauseDetectsAFault() {
        Set<String> clauses = new TreeSet<>(Specification.clausesOf(UserRepositoryContract.class));
        clauses.addAll(Specification.clausesOf(UserRepositoryListsContract.class));
        clauses.addAll(Specification.clausesOf(UserRepositoryRoundTripContract.class));
        for (UserRepositoryFaults fault : UserRepositoryFaults.values()) {
            assertThat(clauses.remove(fault.clause) || sharesClause(fault))
                    .as("%s", fault)
                    .isTrue();
        }
        // The test above covers the first; the second cannot fail, because users and pages are immutable.
        assertThat(clauses).containsExactlyInAnyOrder("users.visible-to-second-client", "users.returned-is-snapshot");
    }

    private static boolean sharesClause(UserRepositoryFaults fault) {
        return Arrays.stream(UserRepositoryFaults.values())
                .anyMatch(other -> other != fault && other.clause.equals(fault.clause));
    }

    static class Planted extends UserRepositoryContract {
        @Override
        protected Backend<UserRepository> emptyBackend() {
            InMemoryStorage storage = new InMemoryStorage();
            UserRepository faulty = planted.plantedIn(storage.users(), storage::setNextUserId);
            return Backend.of(faulty);
        }
    }

    static class SeparateData extends UserRepositoryContract {
        @Override
        protected Backend<UserRepository> emptyBackend() {
            return Backend.of(() -> new InMemoryStorage().users(), () -> {});
        }
    }

    static class Correct extends UserRepositoryContract {
        @Override
        protected Backend<UserRepository> emptyBackend() {
            return Backend.of(new InMemoryStorage().users());
        }
    }
}
