package dev.roster.testkit.contract.service;

import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.PasswordBlocklist;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.matrix.FaultDetection;
import dev.roster.testkit.fake.FastPasswordHasher;
import dev.roster.testkit.fake.InMemoryLoginThrottle;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import dev.roster.testkit.faulty.service.AccountFaults;
import dev.roster.testkit.faulty.service.LoginGuardFaults;
import dev.roster.testkit.faulty.service.UserChangeFaults;
import dev.roster.testkit.faulty.service.UserCreationFaults;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Tests that {@link UserServiceContract} detects faults of storages, hashers and throttles. */
public class UserServiceContractTest {

    /** Plants the current fault in the storage; the tests of this class run sequentially. */
    private static Function<InMemoryStorage, Storage> planted;

    private static Optional<LoginGuardFaults> plantedInGuards;

    private static void plant(Function<InMemoryStorage, Storage> inStorage) {
        planted = inStorage;
        plantedInGuards = Optional.empty();
    }

    private static void plant(LoginGuardFaults inGuards) {
        planted = storage -> storage;
        plantedInGuards = Optional.of(inGuards);
    }

    /** Returns the faults that the contract must detect. */
    public static FaultDetection faults() {
        return new FaultDetection(Planted.class)
                .of(AccountFaults.values(), fault -> plant(fault::plantedIn))
                .of(UserCreationFaults.values(), fault -> plant(fault::plantedIn))
                .of(UserChangeFaults.values(), fault -> plant(fault::plantedIn))
                .of(LoginGuardFaults.values(), UserServiceContractTest::plant);
    }

    @TestFactory
    List<DynamicTest> detectsPlantedFaults() {
        return faults().tests();
    }

    static class Planted extends UserServiceContract {
        @Override
        protected Backend<Storage> emptyBackend() {
            return Backend.of(planted.apply(new InMemoryStorage()));
        }

        @Override
        protected PasswordHasher decorated(FastPasswordHasher sound) {
            return plantedInGuards
                    .<PasswordHasher>map(fault -> fault.plantedIn(sound))
                    .orElse(sound);
        }

        @Override
        protected PasswordBlocklist decorated(PasswordBlocklist sound) {
            return plantedInGuards.map(fault -> fault.plantedIn(sound)).orElse(sound);
        }

        @Override
        protected LoginThrottle decorated(InMemoryLoginThrottle sound) {
            return plantedInGuards
                    .<LoginThrottle>map(fault -> fault.plantedIn(sound))
                    .orElse(sound);
        }
    }
}
