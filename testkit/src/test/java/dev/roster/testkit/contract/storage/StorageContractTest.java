package dev.roster.testkit.contract.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.BrokenClauses;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.Specification;
import dev.roster.testkit.contract.storage.lockstep.StorageLockstepContract;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that {@link StorageContract} detects each planted fault, by the clause about it. */
class StorageContractTest {

    /** Plants the current fault; the tests of this class run sequentially. */
    private static Function<InMemoryStorage, Storage> planted;

    static Stream<Arguments> faults() {
        return Stream.of(
                        faults(UserRepositoryFaults.values(), fault -> fault.clause, UserRepositoryFaults::plantedIn),
                        faults(CredentialsFaults.values(), fault -> fault.clause, CredentialsFaults::plantedIn),
                        faults(OneTimeTokenFaults.values(), fault -> fault.clause, OneTimeTokenFaults::plantedIn),
                        faults(PostFaults.values(), fault -> fault.clause, PostFaults::plantedIn),
                        faults(PostListFaults.values(), fault -> fault.clause, PostListFaults::plantedIn),
                        faults(CommentFaults.values(), fault -> fault.clause, CommentFaults::plantedIn),
                        faults(AuditFaults.values(), fault -> fault.clause, AuditFaults::plantedIn),
                        faults(OutboxFaults.values(), fault -> fault.clause, OutboxFaults::plantedIn),
                        Arrays.stream(TransactionFaults.values()).flatMap(StorageContractTest::transactionFaults))
                .flatMap(Function.identity());
    }

    private static <F> Stream<Arguments> faults(
            F[] faults, Function<F, String> clause, BiFunction<F, InMemoryStorage, Storage> plant) {
        return Arrays.stream(faults).map(fault -> arguments(fault, clause.apply(fault), plant));
    }

    private static Stream<Arguments> transactionFaults(TransactionFaults fault) {
        return fault.clauses.stream().map(clause -> arguments(fault, clause, TransactionFaults::plantedIn));
    }

    private static <F> Arguments arguments(F fault, String clause, BiFunction<F, InMemoryStorage, Storage> plant) {
        Function<InMemoryStorage, Storage> plantFault = storage -> plant.apply(fault, storage);
        return Arguments.of(fault, clause, plantFault);
    }

    @ParameterizedTest(name = "{0} by {1}")
    @MethodSource("faults")
    void detectsPlantedFault(Enum<?> fault, String clause, Function<InMemoryStorage, Storage> plant) {
        planted = plant;

        assertThat(BrokenClauses.of(Planted.class, clause)).as("%s", fault).containsExactly(clause);
    }

    /** Uses only faults that do not block writers, so that write transactions can be concurrent. */
    @ParameterizedTest
    @EnumSource(names = {"NO_TRANSACTIONS", "CONFLICT_LEAVES_HALF"})
    void detectsPlantedFaultWithConcurrentWriters(TransactionFaults fault) {
        planted = fault::plantedIn;
        String clause = fault.clauses.get(0);

        assertThat(BrokenClauses.of(PlantedWithConcurrentWriters.class, clause)).containsExactly(clause);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "users.visible-to-second-client",
                "posts.visible-to-second-client",
                "comments.visible-to-second-client"
            })
    void detectsClientsWithSeparateData(String clause) {
        assertThat(BrokenClauses.of(SeparateData.class, clause)).containsExactly(clause);
    }

    @Test
    void everyClauseDetectsAFault() {
        Set<String> clauses = new TreeSet<>(Specification.clausesOf(StorageContract.class));
        // Other tests cover these; a snapshot cannot fail, because users and pages are immutable.
        List.of(
                        "users.visible-to-second-client",
                        "posts.visible-to-second-client",
                        "comments.visible-to-second-client",
                        "users.returned-is-snapshot")
                .forEach(clauses::remove);
        clauses.removeAll(Specification.clausesOf(StorageLockstepContract.class));

        assertThat(faults().map(fault -> (String) fault.get()[1])).hasSameElementsAs(clauses);
    }

    static class Planted extends StorageContract {
        @Override
        protected Backend<Storage> emptyBackend() {
            return Backend.of(planted.apply(new InMemoryStorage(Duration.ofMillis(500))));
        }

        @Override
        protected Capability concurrentWriteTransactions() {
            return Capability.unsupported("only one write transaction can be open at a time");
        }
    }

    static class PlantedWithConcurrentWriters extends Planted {
        @Override
        protected Capability concurrentWriteTransactions() {
            return Capability.supported();
        }
    }

    static class SeparateData extends Planted {
        @Override
        protected Backend<Storage> emptyBackend() {
            return Backend.of(InMemoryStorage::new, () -> {});
        }
    }
}
