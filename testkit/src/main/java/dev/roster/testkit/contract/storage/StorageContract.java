package dev.roster.testkit.contract.storage;

import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.Clauses;
import dev.roster.testkit.contract.storage.lockstep.StorageLockstepContract;
import dev.roster.testkit.contract.storage.transaction.WriteRace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;

/**
 * All contracts of a {@link Storage}. An implementer of the whole storage writes one subclass with one backend.
 *
 * <pre>{@code
 * class MyStorageTest extends StorageContract {
 *     protected Backend<Storage> emptyBackend() {
 *         MyDatabase database = MyDatabase.empty();
 *         return Backend.of(() -> new MyStorage(database), database::drop);
 *     }
 *     protected Capability concurrentWriteTransactions() {
 *         return Capability.supported();
 *     }
 * }
 * }</pre>
 */
@Clauses
public abstract class StorageContract {

    /** For subclasses. */
    protected StorageContract() {}

    /** Returns an empty backend. Called before each clause; the backend is closed after it. */
    protected abstract Backend<Storage> emptyBackend() throws Exception;

    /**
     * Returns whether several write transactions may be open at once. A storage with a single writer returns {@code
     * Capability.unsupported("one writer at a time")}. See {@link TransactionsContract#concurrentWriteTransactions()}.
     */
    protected abstract Capability concurrentWriteTransactions();

    /**
     * Returns whether the data outlives its clients. A database in the memory of its clients returns
     * {@code Capability.unsupported("in memory")}. See {@link DurabilityContract#dataOutlivesClients()}.
     */
    protected Capability dataOutlivesClients() {
        return Capability.supported();
    }

    /**
     * Returns whether a read proceeds while a write transaction of another client is open; supported by default. See
     * {@link TransactionsContract#readsDuringWrites()}.
     */
    protected Capability readsDuringWrites() {
        return Capability.supported();
    }

    /**
     * Returns whether later reads of a client show at least as much of a commit as earlier ones. See
     * {@link TransactionsContract#monotonicReads()}.
     */
    protected Capability monotonicReads() {
        return Capability.supported();
    }

    /**
     * Returns whether an id of a row that was rolled back is never given to another row; supported by default. See
     * {@link TransactionsContract#rolledBackIdsStayUnused()}.
     */
    protected Capability rolledBackIdsStayUnused() {
        return Capability.supported();
    }

    @Nested
    class Users extends UserRepositoryContract {

        private final List<Storage> storages = new ArrayList<>();

        @Override
        protected Backend<UserRepository> emptyBackend() throws Exception {
            return StorageContract.this.emptyBackend().map(storage -> {
                storages.add(storage);
                return storage.users();
            });
        }

        @Override
        WriteRace<UserRepository> race() throws Exception {
            secondClient();
            return WriteRace.of(storages.get(0), storages.get(1), UnitOfWork::users);
        }

        @Override
        protected Capability dataOutlivesClients() {
            return StorageContract.this.dataOutlivesClients();
        }
    }

    @Nested
    class CredentialsOfUsers extends CredentialsRepositoryContract {
        @Override
        protected Backend<UnitOfWork> emptyBackend() throws Exception {
            return StorageContract.this.emptyBackend().map(storage -> storage);
        }
    }

    @Nested
    class OneTimeTokens extends OneTimeTokenRepositoryContract {
        @Override
        protected Backend<UnitOfWork> emptyBackend() throws Exception {
            return StorageContract.this.emptyBackend().map(storage -> storage);
        }
    }

    @Nested
    class Posts extends PostRepositoryContract {
        @Override
        protected Backend<UnitOfWork> emptyBackend() throws Exception {
            return StorageContract.this.emptyBackend().map(storage -> storage);
        }
    }

    @Nested
    class CommentsOnPosts extends CommentRepositoryContract {
        @Override
        protected Backend<UnitOfWork> emptyBackend() throws Exception {
            return StorageContract.this.emptyBackend().map(storage -> storage);
        }
    }

    @Nested
    class Audit extends AuditLogContract {
        @Override
        protected Backend<Storage> emptyBackend() throws Exception {
            return StorageContract.this.emptyBackend();
        }
    }

    @Nested
    class MessagesInOutbox extends OutboxContract {
        @Override
        protected Backend<Storage> emptyBackend() throws Exception {
            return StorageContract.this.emptyBackend();
        }
    }

    @Nested
    class Transactions extends TransactionsContract {
        @Override
        protected Backend<Storage> emptyBackend() throws Exception {
            return StorageContract.this.emptyBackend();
        }

        @Override
        protected Capability concurrentWriteTransactions() {
            return StorageContract.this.concurrentWriteTransactions();
        }

        @Override
        protected Capability readsDuringWrites() {
            return StorageContract.this.readsDuringWrites();
        }

        @Override
        protected Capability monotonicReads() {
            return StorageContract.this.monotonicReads();
        }

        @Override
        protected Capability rolledBackIdsStayUnused() {
            return StorageContract.this.rolledBackIdsStayUnused();
        }
    }

    @Nested
    class Data extends StoredDataContract {
        @Override
        protected Backend<Storage> emptyBackend() throws Exception {
            return StorageContract.this.emptyBackend();
        }
    }

    @Nested
    class Durability extends DurabilityContract {
        @Override
        protected Backend<Storage> emptyBackend() throws Exception {
            return StorageContract.this.emptyBackend();
        }

        @Override
        protected Capability dataOutlivesClients() {
            return StorageContract.this.dataOutlivesClients();
        }
    }

    /** All repositories, compared with the reference model. */
    @Nested
    class Lockstep extends StorageLockstepContract {
        @Override
        protected Capability rolledBackIdsStayUnused() {
            return StorageContract.this.rolledBackIdsStayUnused();
        }

        @Override
        protected Backend<Storage> emptyBackend() throws Exception {
            return StorageContract.this.emptyBackend();
        }
    }
}
