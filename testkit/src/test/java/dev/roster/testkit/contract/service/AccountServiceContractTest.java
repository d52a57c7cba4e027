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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that the contracts of sessions and accounts detect faults of storages, hashers and throttles. */
class AccountServiceContractTest {

    /** The current faults; the tests of this class run sequentially. */
    private static AccountFaults planted = AccountFaults.NONE;

    private static LoginGuardFaults plantedInGuards = LoginGuardFaults.NONE;

    static Stream<Arguments> faults() {
        return Arrays.stream(AccountFaults.values())
                .flatMap(fault -> fault.clauses().map(clause -> Arguments.of(fault, clause)));
    }

    static Stream<Arguments> guardFaults() {
        return Arrays.stream(LoginGuardFaults.values())
                .flatMap(fault -> fault.clauses().map(clause -> Arguments.of(fault, clause)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void detectsStorageFault(AccountFaults fault, String clause) {
        planted = fault;
        plantedInGuards = LoginGuardFaults.NONE;

        assertThat(BrokenClauses.of(Planted.class, clause)).containsExactly(clause);
    }

    @ParameterizedTest
    @MethodSource("guardFaults")
    void detectsHasherOrThrottleFault(LoginGuardFaults fault, String clause) {
        planted = AccountFaults.NONE;
        plantedInGuards = fault;

        assertThat(BrokenClauses.of(Planted.class, clause)).containsExactly(clause);
    }

    @Test
    void acceptsCorrectImplementation() {
        planted = AccountFaults.NONE;
        plantedInGuards = LoginGuardFaults.NONE;

        assertThat(BrokenClauses.of(Planted.class)).isEmpty();
    }

    @Test
    void everyClauseDetectsAFault() {
        Set<String> caught = Stream.concat(faults(), guardFaults())
                .map(each -> (String) each.get()[1])
                .collect(Collectors.toSet());

        assertThat(caught)
                .hasSameElementsAs(Stream.of(
                                AccountMailsContract.class,
                                AccountServiceContract.class,
                                UserServiceSessionsContract.class)
                        .flatMap(contract -> Specification.clausesOf(contract).stream())
                        .toList());
    }

    static class Planted extends AccountMailsContract {
        @Override
        protected Backend<Storage> emptyBackend() {
            return Backend.of(planted.plantedIn(new InMemoryStorage()));
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
