package dev.roster.testkit.contract.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.ClauseBrokenError;
import dev.roster.testkit.conformance.matrix.BrokenClauses;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A capability that is declared wrongly is a likely cause of a failure, so the failure says what to write. */
class WrongDeclarationTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "transactions.threads-isolated",
                "transactions.foreign-thread-rejected",
                "transactions.message-appended-only-on-commit"
            })
    void saysThatSecondWriterWaits(String clause) {
        assertThat(failure(OneWriterDeclaredAsMany.class, clause))
                .startsWith("clause " + clause + " does not hold for OneWriterDeclaredAsMany: ")
                .contains("failed on another thread: "
                        + "dev.roster.application.port.storage.TransactionConflictException: "
                        + "another transaction is open\n")
                .contains("If its second writer must wait, declare:")
                .contains("return Capability.unsupported(\"one writer at a time\");");
    }

    @Test
    void saysThatReadersWait() {
        assertThat(failure(WaitingReadersDeclaredAsMany.class, "transactions.invisible-before-commit"))
                .contains("a call of another client during a transaction was rejected: "
                        + "dev.roster.application.port.storage.TransactionConflictException: "
                        + "another transaction is open\n")
                .contains("return Capability.unsupported(\"readers wait for the writer\");");
    }

    @Test
    void saysThatWritersNeedNotWait() {
        assertThat(failure(ManyWritersDeclaredAsOne.class, "transactions.threads-isolated"))
                .contains("the failure of the second write transaction")
                .contains("If they may be open at the same time,\ndeclare:")
                .contains("return Capability.supported();");
    }

    @Test
    void isDocumented() throws Exception {
        assertThat(Files.readString(Path.of("FAILURES.md")))
                .contains(failure(OneWriterDeclaredAsMany.class, "transactions.threads-isolated"));
    }

    private static String failure(Class<?> contract, String clause) {
        List<ClauseBrokenError> failures = BrokenClauses.failures(contract, Set.of(clause)::contains);

        assertThat(failures).hasSize(1);
        return failures.get(0).getMessage();
    }

    static class OneWriterDeclaredAsMany extends SerialStorageContractTest {
        @Override
        protected Capability concurrentWriteTransactions() {
            return Capability.supported();
        }
    }

    static class WaitingReadersDeclaredAsMany extends SerialStorageContractTest {
        @Override
        protected Capability readsDuringWrites() {
            return Capability.supported();
        }
    }

    static class ManyWritersDeclaredAsOne extends StorageContract {
        @Override
        protected Backend<Storage> emptyBackend() {
            return Backend.of(new StorageWithoutLock(new InMemoryStorage()));
        }

        @Override
        protected Capability concurrentWriteTransactions() {
            return Capability.unsupported("one writer at a time");
        }
    }

    private static final class StorageWithoutLock extends ForwardingStorage {

        StorageWithoutLock(Storage sound) {
            super(sound);
        }

        @Override
        public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
            return work.execute(this);
        }
    }
}
