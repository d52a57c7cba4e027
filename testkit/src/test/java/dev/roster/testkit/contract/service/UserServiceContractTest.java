package dev.roster.testkit.contract.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.BrokenClauses;
import dev.roster.testkit.conformance.Specification;
import dev.roster.testkit.fake.FastPasswordHasher;
import dev.roster.testkit.fake.InMemoryLoginThrottle;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that {@link UserServiceContract} detects faults of storages, hashers and throttles. */
class UserServiceContractTest {

    /** Plants the current fault in the storage; the tests of this class run sequentially. */
    private static Function<InMemoryStorage, Storage> planted;

    private static LoginGuardFaults plantedInGuards;

    static Stream<Arguments> faults() {
        return Arrays.stream(AccountFaults.values())
                .flatMap(fault -> fault.clauses.stream().map(clause -> Arguments.of(fault, clause)));
    }

    static Stream<Arguments> guardFaults() {
        return Arrays.stream(LoginGuardFaults.values())
                .flatMap(fault -> fault.clauses.stream().map(clause -> Arguments.of(fault, clause)));
    }

    @BeforeEach
    void plantNothing() {
        planted = storage -> storage;
        plantedInGuards = LoginGuardFaults.NONE;
    }

    @ParameterizedTest
    @MethodSource("faults")
    void detectsStorageFault(AccountFaults fault, String clause) {
        planted = fault::plantedIn;

        assertThat(BrokenClauses.of(Planted.class, clause)).containsExactly(clause);
    }

    @ParameterizedTest
    @EnumSource
    void detectsStorageFaultInCreation(UserCreationFaults fault) {
        planted = fault::plantedIn;

        assertThat(BrokenClauses.of(Planted.class, fault.clause)).containsExactly(fault.clause);
    }

    @ParameterizedTest
    @MethodSource("guardFaults")
    void detectsHasherOrThrottleFault(LoginGuardFaults fault, String clause) {
        plantedInGuards = fault;

        assertThat(BrokenClauses.of(Planted.class, clause)).containsExactly(clause);
    }

    @Test
    void acceptsCorrectImplementation() {
        planted = AccountFaults.NONE::plantedIn;

        assertThat(BrokenClauses.of(Planted.class)).isEmpty();
    }

    /** Leaves out the clauses of {@link UserServiceChangesContract}, for which no fault is planted. */
    @Test
    void everyOtherClauseDetectsAFault() {
        Set<String> clauses = new HashSet<>(Specification.clausesOf(UserServiceContract.class));
        clauses.removeAll(Specification.clausesOf(UserServiceChangesContract.class));

        assertThat(Stream.concat(
                        Stream.concat(faults(), guardFaults()).map(fault -> (String) fault.get()[1]),
                        Arrays.stream(UserCreationFaults.values()).map(fault -> fault.clause)))
                .hasSameElementsAs(clauses);
    }

    static class Planted extends UserServiceContract {
        @Override
        protected Backend<Storage> emptyBackend() {
            return Backend.of(planted.apply(new InMemoryStorage()));
        }

        @Override
        PasswordHasher decorated(FastPasswordHasher sound) {
            return plantedInGuards.plantedIn(sound);
        }

        @Override
        LoginThrottle decorated(InMemoryLoginThrottle sound) {
            return plantedInGuards.plantedIn(sound);
        }
    }
}
