package dev.roster.testkit.contract.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.matrix.BrokenClauses;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import dev.roster.testkit.faulty.storage.TransactionGuardFaults;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A failure of a clause about many calls says which of them was not rejected. */
class RejectionTextTest {

    @Test
    void namesCallsThatWereNotRejected() throws Exception {
        String failure = BrokenClauses.failures(EndedAuditLogRead.class, "transactions.ended-unit-rejected"::equals)
                .get(0)
                .getMessage();

        assertThat(Files.readString(Path.of("FAILURES.md"))).contains(failure);
    }

    static class EndedAuditLogRead extends StorageContract {
        @Override
        protected Backend<Storage> emptyBackend() {
            return Backend.of(TransactionGuardFaults.ENDED_AUDIT_LOG_READ.plantedIn(new InMemoryStorage()));
        }

        @Override
        protected Capability concurrentWriteTransactions() {
            return Capability.unsupported("only one write transaction can be open at a time");
        }
    }
}
