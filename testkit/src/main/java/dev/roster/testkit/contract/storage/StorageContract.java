package dev.roster.testkit.contract.storage;

import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.contract.storage.lockstep.StorageLockstepContract;
import org.junit.jupiter.api.Nested;

/**
 * Every contract of a whole {@link Storage}, for an implementer who has all of it: one subclass, one backend.
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
public abstract class StorageContract {

    /** For subclasses. */
    protected StorageContract() {}

    /** An empty backend, called before each clause and closed after it. */
    protected abstract Backend<Storage> emptyBackend() throws Exception;

    /** As {@link TransactionsContract#concurrentWriteTransactions()} wants it. */
    protected abstract Capability concurrentWriteTransactions();

    /** The users. */
    @Nested
    class Users extends UserRepositoryContract {
        @Override
        protected Backend<UserRepository> emptyBackend() throws Exception {
            return StorageContract.this.emptyBackend().map(Storage::users);
        }
    }

    /** Their credentials. */
    @Nested
    class CredentialsOfUsers extends CredentialsRepositoryContract {
        @Override
        protected Backend<UnitOfWork> emptyBackend() throws Exception {
            return StorageContract.this.emptyBackend().map(storage -> storage);
        }
    }

    /** The one-time tokens. */
    @Nested
    class OneTimeTokens extends OneTimeTokenRepositoryContract {
        @Override
        protected Backend<UnitOfWork> emptyBackend() throws Exception {
            return StorageContract.this.emptyBackend().map(storage -> storage);
        }
    }

    /** The posts. */
    @Nested
    class Posts extends PostRepositoryContract {
        @Override
        protected Backend<UnitOfWork> emptyBackend() throws Exception {
            return StorageContract.this.emptyBackend().map(storage -> storage);
        }
    }

    /** The comments on them. */
    @Nested
    class CommentsOnPosts extends CommentRepositoryContract {
        @Override
        protected Backend<UnitOfWork> emptyBackend() throws Exception {
            return StorageContract.this.emptyBackend().map(storage -> storage);
        }
    }

    /** What happened to the accounts. */
    @Nested
    class Audit extends AuditLogContract {
        @Override
        protected Backend<Storage> emptyBackend() throws Exception {
            return StorageContract.this.emptyBackend();
        }
    }

    /** The outbox. */
    @Nested
    class MessagesInOutbox extends OutboxContract {
        @Override
        protected Backend<Storage> emptyBackend() throws Exception {
            return StorageContract.this.emptyBackend();
        }
    }

    /** The transactions. */
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
    }

    /** All of it, against the model. */
    @Nested
    class Lockstep extends StorageLockstepContract {
        @Override
        protected Backend<Storage> emptyBackend() throws Exception {
            return StorageContract.this.emptyBackend();
        }
    }
}
