package dev.roster.testkit.contract.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.matrix.BrokenClauses;
import dev.roster.testkit.conformance.matrix.FaultDetection;
import dev.roster.testkit.contract.storage.transaction.StoredSample;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import dev.roster.testkit.faulty.storage.AuditFaults;
import dev.roster.testkit.faulty.storage.CommentFaults;
import dev.roster.testkit.faulty.storage.CredentialsFaults;
import dev.roster.testkit.faulty.storage.LockstepFaults;
import dev.roster.testkit.faulty.storage.OneTimeTokenFaults;
import dev.roster.testkit.faulty.storage.OtherValueFaults;
import dev.roster.testkit.faulty.storage.OutboxClaimFaults;
import dev.roster.testkit.faulty.storage.OutboxFaults;
import dev.roster.testkit.faulty.storage.OutboxMessageFaults;
import dev.roster.testkit.faulty.storage.PostFaults;
import dev.roster.testkit.faulty.storage.PostListFaults;
import dev.roster.testkit.faulty.storage.PostValueFaults;
import dev.roster.testkit.faulty.storage.RelationFaults;
import dev.roster.testkit.faulty.storage.ReopeningFaults;
import dev.roster.testkit.faulty.storage.TornReadFaults;
import dev.roster.testkit.faulty.storage.TransactionFaults;
import dev.roster.testkit.faulty.storage.TransactionGuardFaults;
import dev.roster.testkit.faulty.storage.TransactionScopeFaults;
import dev.roster.testkit.faulty.storage.UserEmailFaults;
import dev.roster.testkit.faulty.storage.UserRepositoryFaults;
import dev.roster.testkit.faulty.storage.UserValueFaults;
import dev.roster.testkit.faulty.storage.data.PageOffsetFaults;
import dev.roster.testkit.faulty.storage.data.StoredDataFaults;
import dev.roster.testkit.faulty.storage.data.UserEdgeFaults;
import dev.roster.testkit.faulty.storage.race.PostRaceFaults;
import dev.roster.testkit.faulty.storage.race.SecretRaceFaults;
import dev.roster.testkit.faulty.storage.race.UserRaceFaults;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that {@link StorageContract} detects each planted fault, by the clause about it. */
public class StorageContractTest {

    /** Opens the backend with the current fault; the tests of this class run sequentially. */
    private static Supplier<Backend<Storage>> faulty;

    /** Returns the faults that the contract must detect. */
    public static FaultDetection faults() {
        return new FaultDetection(Planted.class)
                .of(UserRepositoryFaults.values(), fault -> plant(fault::plantedIn))
                .of(UserValueFaults.values(), fault -> plant(fault::plantedIn))
                .of(UserEmailFaults.values(), fault -> plant(fault::plantedIn))
                .of(RelationFaults.values(), fault -> plant(fault::plantedIn))
                .of(
                        ReopeningFaults.values(),
                        fault -> faulty = () -> fault.plantedIn(StorageContractTest::soundStorage))
                .of(CredentialsFaults.values(), fault -> plant(fault::plantedIn))
                .of(OneTimeTokenFaults.values(), fault -> plant(fault::plantedIn))
                .of(PostFaults.values(), fault -> plant(fault::plantedIn))
                .of(PostListFaults.values(), fault -> plant(fault::plantedIn))
                .of(PostValueFaults.values(), fault -> plant(fault::plantedIn))
                .of(OtherValueFaults.values(), fault -> plant(fault::plantedIn))
                .of(UserRaceFaults.values(), fault -> plant(fault::plantedIn))
                .of(PostRaceFaults.values(), fault -> plant(fault::plantedIn))
                .of(SecretRaceFaults.values(), fault -> plant(fault::plantedIn))
                .of(CommentFaults.values(), fault -> plant(fault::plantedIn))
                .of(AuditFaults.values(), fault -> plant(fault::plantedIn))
                .of(OutboxFaults.values(), fault -> plant(fault::plantedIn))
                .of(OutboxClaimFaults.values(), fault -> plant(fault::plantedIn))
                .of(OutboxMessageFaults.values(), fault -> plant(fault::plantedIn))
                .of(TransactionFaults.values(), fault -> plant(fault::plantedIn))
                .of(TransactionGuardFaults.values(), fault -> plant(fault::plantedIn))
                .of(TransactionScopeFaults.values(), fault -> plant(fault::plantedIn))
                .of(TornReadFaults.values(), fault -> plant(fault::plantedIn))
                .of(StoredDataFaults.values(), fault -> plant(fault::plantedIn))
                .of(UserEdgeFaults.values(), fault -> plant(fault::plantedIn))
                .of(PageOffsetFaults.values(), fault -> plant(fault::plantedIn))
                .of(LockstepFaults.values(), fault -> plant(fault::plantedIn));
    }

    @TestFactory
    List<DynamicTest> detectsPlantedFaults() {
        return faults().tests();
    }

    private static void plant(Function<InMemoryStorage, Storage> fault) {
        faulty = () -> Backend.of(fault.apply(soundStorage()));
    }

    private static InMemoryStorage soundStorage() {
        return new InMemoryStorage(Duration.ofMillis(500));
    }

    /** Uses only faults that do not block writers, so that write transactions can be concurrent. */
    @ParameterizedTest
    @EnumSource(names = {"NO_TRANSACTIONS", "CONFLICT_LEAVES_HALF"})
    void detectsPlantedFaultWithConcurrentWriters(TransactionFaults fault) {
        plant(fault::plantedIn);
        String clause = fault.clauses().get(0);

        assertThat(BrokenClauses.of(PlantedWithConcurrentWriters.class, clause)).containsExactly(clause);
    }

    /** On data of other clauses, a clause would fail for a reason that is not its own. */
    @ParameterizedTest
    @CsvSource({
        "users.fields-round-trip, 1 or more users",
        "tokens.single-use, audit events",
        "audit.newest-first, audit events",
        "outbox.claim-limited, messages",
        "transactions.reads-own-writes, messages"
    })
    void reportsBackendThatIsNotEmpty(String clause, String found) {
        plant(storage -> {
            storage.inTransaction(StoredSample::storeIn);
            return storage;
        });

        assertThatThrownBy(() -> BrokenClauses.of(Planted.class, clause))
                .rootCause()
                .hasMessageStartingWith("the backend of a clause is not empty, it contains ")
                .hasMessageContaining(found)
                .hasMessageContaining("emptyBackend() must return new data for each clause");
    }

    static class Planted extends StorageContract {
        @Override
        protected Backend<Storage> emptyBackend() {
            return faulty.get();
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
}
