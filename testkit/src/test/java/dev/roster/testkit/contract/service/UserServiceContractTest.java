package dev.roster.testkit.contract.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.PasswordBlocklist;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Specification;
import dev.roster.testkit.conformance.matrix.BrokenClauses;
import dev.roster.testkit.conformance.matrix.FaultDetection;
import dev.roster.testkit.fake.FastPasswordHasher;
import dev.roster.testkit.fake.InMemoryLoginThrottle;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import dev.roster.testkit.faulty.service.AccountFaults;
import dev.roster.testkit.faulty.service.LoginGuardFaults;
import dev.roster.testkit.faulty.service.UserCreationFaults;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Tests that {@link UserServiceContract} detects faults of storages, hashers and throttles. */
class UserServiceContractTest {

    /** Plants the current fault in the storage; the tests of this class run sequentially. */
    private static Function<InMemoryStorage, Storage> planted = storage -> storage;

    private static LoginGuardFaults plantedInGuards = LoginGuardFaults.NONE;

    private static void plant(Function<InMemoryStorage, Storage> inStorage, LoginGuardFaults inGuards) {
        planted = inStorage;
        plantedInGuards = inGuards;
    }

    /** Leaves out the clauses of {@link UserServiceChangesContract}, except one: no faults are planted for them. */
    @TestFactory
    List<DynamicTest> detectsPlantedFaults() {
        return new FaultDetection(Planted.class)
                .of(AccountFaults.values(), fault -> plant(fault::plantedIn, LoginGuardFaults.NONE))
                .of(UserCreationFaults.values(), fault -> plant(fault::plantedIn, LoginGuardFaults.NONE))
                .of(LoginGuardFaults.values(), fault -> plant(storage -> storage, fault))
                .tests(Specification.clausesOf(UserServiceChangesContract.class).stream()
                        .filter(clause -> !clause.equals("service.email-visible-to-managers-only"))
                        .toList());
    }

    @Test
    void acceptsCorrectImplementation() {
        plant(AccountFaults.NONE::plantedIn, LoginGuardFaults.NONE);

        assertThat(BrokenClauses.of(Planted.class)).isEmpty();
    }

    static class Planted extends UserServiceContract {
        @Override
        protected Backend<Storage> emptyBackend() {
            return Backend.of(planted.apply(new InMemoryStorage()));
        }

        @Override
        protected PasswordHasher decorated(FastPasswordHasher sound) {
            return plantedInGuards.plantedIn(sound);
        }

        @Override
        protected PasswordBlocklist decorated(PasswordBlocklist sound) {
            return plantedInGuards.plantedIn(sound);
        }

        @Override
        protected LoginThrottle decorated(InMemoryLoginThrottle sound) {
            return plantedInGuards.plantedIn(sound);
        }
    }
}
