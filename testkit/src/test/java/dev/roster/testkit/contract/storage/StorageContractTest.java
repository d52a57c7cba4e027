package dev.roster.testkit.contract.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.BrokenClauses;
import dev.roster.testkit.conformance.Specification;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that the contracts of credentials, tokens and outbox detect each planted fault, by the clause about it. */
class StorageContractTest {

    /** The current faults; the tests of this class run sequentially. */
    private static CredentialsFaults credentialsFault;

    private static OneTimeTokenFaults tokenFault;
    private static OutboxFaults outboxFault;

    @ParameterizedTest
    @EnumSource
    void detectsCredentialsFault(CredentialsFaults fault) {
        credentialsFault = fault;

        assertThat(BrokenClauses.of(PlantedCredentials.class)).contains(fault.clause);
    }

    @ParameterizedTest
    @EnumSource
    void detectsTokenFault(OneTimeTokenFaults fault) {
        tokenFault = fault;

        assertThat(BrokenClauses.of(PlantedTokens.class)).contains(fault.clause);
    }

    @ParameterizedTest
    @EnumSource
    void detectsOutboxFault(OutboxFaults fault) {
        outboxFault = fault;

        assertThat(BrokenClauses.of(PlantedOutbox.class)).contains(fault.clause);
    }

    @Test
    void everyClauseDetectsAFault() {
        assertThat(clauses(CredentialsRepositoryContract.class))
                .hasSameElementsAs(Arrays.stream(CredentialsFaults.values())
                        .map(fault -> fault.clause)
                        .toList());
        assertThat(clauses(OneTimeTokenRepositoryContract.class))
                .hasSameElementsAs(Arrays.stream(OneTimeTokenFaults.values())
                        .map(fault -> fault.clause)
                        .toList());
        assertThat(clauses(OutboxContract.class))
                .hasSameElementsAs(Arrays.stream(OutboxFaults.values())
                        .map(fault -> fault.clause)
                        .toList());
    }

    private static List<String> clauses(Class<?> contract) {
        return Specification.clausesOf(contract);
    }

    static class PlantedCredentials extends CredentialsRepositoryContract {
        @Override
        protected Backend<UnitOfWork> emptyBackend() {
            return Backend.of(credentialsFault.plantedIn(new InMemoryStorage()));
        }
    }

    static class PlantedTokens extends OneTimeTokenRepositoryContract {
        @Override
        protected Backend<UnitOfWork> emptyBackend() {
            return Backend.of(tokenFault.plantedIn(new InMemoryStorage()));
        }
    }

    static class PlantedOutbox extends OutboxContract {
        @Override
        protected Backend<Storage> emptyBackend() {
            return Backend.of(outboxFault.plantedIn(new InMemoryStorage()));
        }
    }
}
