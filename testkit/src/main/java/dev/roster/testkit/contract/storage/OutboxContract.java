package dev.roster.testkit.contract.storage;

import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.conformance.Contract;
import java.util.List;
import org.junit.jupiter.api.Nested;

/**
 * Contract of the outbox: of {@link dev.roster.application.port.outbox.Outbox}, which appends messages, and of {@link
 * dev.roster.application.port.outbox.OutboxQueue}, which relays read.
 */
public abstract class OutboxContract extends Contract<Storage> {

    /** For subclasses. */
    protected OutboxContract() {}

    @Override
    protected List<String> dataIn(Storage client) {
        return StoredData.in(client);
    }

    @Nested
    class Claims extends OutboxClaimsContract {
        @Override
        protected Contract<Storage> contract() {
            return OutboxContract.this;
        }
    }

    @Nested
    class Messages extends OutboxMessagesContract {
        @Override
        protected Contract<Storage> contract() {
            return OutboxContract.this;
        }
    }
}
