package dev.roster.testkit.contract.cache;

import dev.roster.application.port.cache.UserCache;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.matrix.FaultDetection;
import dev.roster.testkit.fake.InMemoryUserCache;
import dev.roster.testkit.faulty.cache.UserCacheChangeFaults;
import dev.roster.testkit.faulty.cache.UserCacheFaults;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Checks that the contract detects every planted fault of user caches, by the right clause. */
class UserCacheContractTest {

    /** Plants the current fault in each client. The tests of this class run one after the other. */
    private static UnaryOperator<UserCache> planted;

    /** Plants the current fault in the cache that all clients share. */
    private static UnaryOperator<UserCache> plantedInAll;

    @TestFactory
    List<DynamicTest> detectsPlantedFaults() {
        return new FaultDetection(Planted.class)
                .of(UserCacheFaults.values(), fault -> {
                    planted = fault::plantedIn;
                    plantedInAll = UnaryOperator.identity();
                })
                .of(UserCacheChangeFaults.values(), fault -> {
                    planted = UnaryOperator.identity();
                    plantedInAll = fault::plantedIn;
                })
                .tests(List.of());
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
