package dev.roster.testkit.contract.cache;

import dev.roster.application.port.cache.UserCache;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Provided;
import dev.roster.testkit.conformance.matrix.FaultDetection;
import dev.roster.testkit.fake.InMemoryUserCache;
import dev.roster.testkit.fake.SettableClock;
import dev.roster.testkit.faulty.cache.UserCacheChangeFaults;
import dev.roster.testkit.faulty.cache.UserCacheEdgeFaults;
import dev.roster.testkit.faulty.cache.UserCacheFaults;
import dev.roster.testkit.faulty.cache.UserCacheRaceFaults;
import dev.roster.testkit.faulty.cache.UserCacheStateFaults;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Checks that the contract detects every planted fault of user caches, by the right clause. */
public class UserCacheContractTest {

    /** Plants the current fault in each client. The tests of this class run one after the other. */
    private static BiFunction<UserCache, InstantSource, UserCache> planted;

    /** Plants the current fault in the cache that all clients share. */
    private static UnaryOperator<UserCache> plantedInAll;

    /** Returns the faults that the contract must detect. */
    public static FaultDetection faults() {
        return new FaultDetection(Planted.class)
                .of(UserCacheFaults.values(), fault -> {
                    planted = (sound, clock) -> fault.plantedIn(sound);
                    plantedInAll = UnaryOperator.identity();
                })
                .of(UserCacheChangeFaults.values(), fault -> {
                    planted = (sound, clock) -> sound;
                    plantedInAll = fault::plantedIn;
                })
                .of(UserCacheEdgeFaults.values(), fault -> {
                    planted = (sound, clock) -> sound;
                    plantedInAll = fault::plantedIn;
                })
                .of(UserCacheStateFaults.values(), fault -> {
                    planted = fault::plantedIn;
                    plantedInAll = UnaryOperator.identity();
                })
                .of(UserCacheRaceFaults.values(), fault -> {
                    planted = (sound, clock) -> sound;
                    plantedInAll = sound -> fault.newCache();
                });
    }

    @TestFactory
    List<DynamicTest> detectsPlantedFaults() {
        return faults().tests();
    }

    static class Planted extends UserCacheContract {

        private final SettableClock clock = new SettableClock();
        private final InMemoryUserCache sound = new InMemoryUserCache(clock);

        @Override
        protected Backend<UserCache> emptyBackend() {
            UserCache shared = plantedInAll.apply(sound);
            return Backend.of(() -> planted.apply(shared, clock), () -> {});
        }

        @Override
        protected void restartCache() {
            sound.clear();
        }

        @Override
        protected Provided<PassingTime> passingTime() {
            return Provided.of(clock::advance);
        }
    }
}
