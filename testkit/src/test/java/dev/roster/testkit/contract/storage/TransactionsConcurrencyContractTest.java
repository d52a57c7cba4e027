package dev.roster.testkit.contract.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.BrokenClauses;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.Specification;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that {@link TransactionsConcurrencyContract} detects each planted fault, by the clause about it. */
class TransactionsConcurrencyContractTest {

    /** The current fault; the tests of this class run sequentially. */
    private static TransactionFaults planted;

    @ParameterizedTest
    @EnumSource
    void detectsPlantedFault(TransactionFaults fault) {
        planted = fault;

        assertThat(BrokenClauses.of(Planted.class, fault.clause)).containsExactly(fault.clause);
    }

    /** Uses only faults that do not block writers, so that write transactions can be concurrent. */
    @ParameterizedTest
    @EnumSource(names = {"NO_TRANSACTIONS", "CONFLICT_LEAVES_HALF"})
    void detectsPlantedFaultWithConcurrentWriters(TransactionFaults fault) {
        planted = fault;

        assertThat(BrokenClauses.of(PlantedWithConcurrentWriters.class, fault.clause))
                .containsExactly(fault.clause);
    }

    @Test
    void everyClauseDetectsAFault() {
        assertThat(Arrays.stream(TransactionFaults.values()).map(fault -> fault.clause))
                .hasSameElementsAs(Specification.clausesOf(TransactionsConcurrencyContract.class));
    }

    static class Planted extends TransactionsContract {
        @Override
        protected Backend<Storage> emptyBackend() {
            return Backend.of(planted.plantedIn(new InMemoryStorage()));
        }

        @Override
        protected Capability concurrentWriteTransactions() {
            return Capability.unsupported("only one write transaction can be open at a time");
        }
    }

    static class PlantedWithConcurrentWriters extends TransactionsContract {
        @Override
        protected Backend<Storage> emptyBackend() {
            return Backend.of(planted.plantedIn(new InMemoryStorage()));
        }

        @Override
        protected Capability concurrentWriteTransactions() {
            return Capability.supported();
        }
    }
}
