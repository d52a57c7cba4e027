package dev.roster.testkit.contract.storage;

import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionConflictException;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.Post;
import dev.roster.domain.user.User;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import dev.roster.testkit.faulty.storage.InterceptedUnit;
import dev.roster.testkit.faulty.storage.InterceptedUnit.Call;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs the contract on a storage that lacks every capability, but keeps every promise: readers wait for the writer, and
 * the ids of rolled-back rows come again.
 */
class SerialStorageContractTest extends StorageContract {

    @Override
    protected Backend<Storage> emptyBackend() {
        return Backend.of(new SerialStorage(new InMemoryStorage()));
    }

    @Override
    protected Capability concurrentWriteTransactions() {
        return Capability.unsupported("one transaction at a time");
    }

    @Override
    protected Capability readsDuringWrites() {
        return Capability.unsupported("readers wait for the writer");
    }

    @Override
    protected Capability rolledBackIdsStayUnused() {
        return Capability.unsupported("the ids of a transaction are rolled back with it");
    }

    private static final class SerialStorage extends ForwardingStorage {

        private final InMemoryStorage sound;
        private final UnitOfWork direct;
        private final OutboxQueue queue;
        private final ReentrantLock lock = new ReentrantLock(true);

        SerialStorage(InMemoryStorage sound) {
            super(sound);
            this.sound = sound;
            this.direct = new InterceptedUnit(sound, this::alone);
            this.queue = InterceptedUnit.intercepted(
                    OutboxQueue.class, sound.outboxQueue(), unit -> sound.outboxQueue(), this::alone);
        }

        @Override
        protected UnitOfWork unit() {
            return direct;
        }

        @Override
        public OutboxQueue outboxQueue() {
            return queue;
        }

        private Object alone(Call call) throws Throwable {
            lock();
            try {
                return call.proceed();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
            List<Object> created = new ArrayList<>();
            boolean committed = false;
            lock();
            try {
                T result = sound.inTransaction(unit -> work.execute(new InterceptedUnit(unit, call -> {
                    Object returned = call.proceed();
                    if (call.isNamed("create")) {
                        created.add(returned);
                    }
                    return returned;
                })));
                committed = true;
                return result;
            } finally {
                if (!committed) {
                    Collections.reverse(created);
                    created.forEach(this::takeIdBack);
                }
                lock.unlock();
            }
        }

        private void takeIdBack(Object row) {
            if (row instanceof User user) {
                sound.setNextUserId(user.id());
            } else if (row instanceof Post post) {
                sound.setNextPostId(post.id());
            } else if (row instanceof Comment comment) {
                sound.setNextCommentId(comment.id());
            }
        }

        private void lock() {
            try {
                if (!lock.tryLock(500, TimeUnit.MILLISECONDS)) {
                    throw new TransactionConflictException("another transaction is open");
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new TransactionConflictException("interrupted", interrupted);
            }
        }
    }
}
