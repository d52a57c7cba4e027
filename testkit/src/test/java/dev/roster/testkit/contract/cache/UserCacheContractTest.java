package dev.roster.testkit.contract.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.cache.UserCache;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.BrokenClauses;
import dev.roster.testkit.conformance.Specification;
import dev.roster.testkit.fake.InMemoryUserCache;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks that the contract detects every planted fault of user caches, by the right clause. */
class UserCacheContractTest {

    /** Plants the current fault in each client. The tests of this class run one after the other. */
    private static UnaryOperator<UserCache> planted;

    /** Plants the current fault in the cache that all clients share. */
    private static UnaryOperator<UserCache> plantedInAll;

    @ParameterizedTest
    @EnumSource
    void detectsPlantedFault(UserCacheFaults fault) {
        planted = fault::plantedIn;
        plantedInAll = UnaryOperator.identity();

        assertThat(BrokenClauses.of(Planted.class, fault.clause)).containsExactly(fault.clause);
    }

    @ParameterizedTest
    @EnumSource
    void detectsPlantedChangeFault(UserCacheChangeFaults fault) {
        planted = UnaryOperator.identity();
        plantedInAll = fault::plantedIn;

        assertThat(BrokenClauses.of(Planted.class, fault.clause)).containsExactly(fault.clause);
    }

    @Test
    void everyClauseDetectsAFault() {
        Stream<String> caught = Stream.concat(
                Arrays.stream(UserCacheFaults.values()).map(fault -> fault.clause),
                Arrays.stream(UserCacheChangeFaults.values()).map(fault -> fault.clause));

        assertThat(caught).hasSameElementsAs(Specification.clausesOf(UserCacheContract.class));
    }

    static class Planted extends UserCacheContract {

        private final InMemoryUserCache sound = new InMemoryUserCache();

        @Override
        protected Backend<UserCache> emptyBackend() {
            UserCache shared = plantedInAll.apply(sound);
            return Backend.of(() -> planted.apply(shared), () -> {});
        }

        @Override
        protected void restartCache() {
            sound.clear();
        }
    }
}
