package dev.roster.application.outbox;

import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.outbox.OutboxMessage.Lane;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.storage.AuditLog;
import dev.roster.application.port.storage.CommentRepository;
import dev.roster.application.port.storage.CredentialsRepository;
import dev.roster.application.port.storage.OneTimeTokenRepository;
import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.application.port.storage.UserRepository;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Storage that reports when a transaction has appended messages to the outbox, so that a relay of this node can deliver
 * them at once instead of at its next poll. Everything else is delegated.
 */
public final class OutboxNotifyingStorage implements Storage {

    private final Storage storage;
    private final Consumer<Lane> onAppended;

    /**
     * @param storage the storage to delegate to; closed with this one
     * @param wake called after each commit that appended messages, once per lane, on the committing thread; must be
     *     fast and must not throw
     */
    public OutboxNotifyingStorage(Storage storage, Consumer<Lane> wake) {
        this.storage = storage;
        this.onAppended = wake;
    }

    @Override
    public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
        Set<Lane> appended = EnumSet.noneOf(Lane.class);
        T result = storage.inTransaction(unit -> {
            appended.clear();
            return work.execute(new NotifyingUnitOfWork(unit, appended));
        });
        appended.forEach(onAppended);
        return result;
    }

    @Override
    public Outbox outbox() {
        Outbox outbox = storage.outbox();
        return message -> {
            outbox.append(message);
            onAppended.accept(message.lane());
        };
    }

    @Override
    public UserRepository users() {
        return storage.users();
    }

    @Override
    public CredentialsRepository credentials() {
        return storage.credentials();
    }

    @Override
    public OneTimeTokenRepository oneTimeTokens() {
        return storage.oneTimeTokens();
    }

    @Override
    public PostRepository posts() {
        return storage.posts();
    }

    @Override
    public CommentRepository comments() {
        return storage.comments();
    }

    @Override
    public AuditLog auditLog() {
        return storage.auditLog();
    }

    @Override
    public OutboxQueue outboxQueue() {
        return storage.outboxQueue();
    }

    @Override
    public void ping() {
        storage.ping();
    }

    @Override
    public void close() {
        storage.close();
    }

    /** Unit of work that records the lanes to which messages were appended. */
    private record NotifyingUnitOfWork(UnitOfWork unit, Set<Lane> appended) implements UnitOfWork {

        @Override
        public Outbox outbox() {
            Outbox outbox = unit.outbox();
            return message -> {
                outbox.append(message);
                appended.add(message.lane());
            };
        }

        @Override
        public AuditLog auditLog() {
            return unit.auditLog();
        }

        @Override
        public UserRepository users() {
            return unit.users();
        }

        @Override
        public CredentialsRepository credentials() {
            return unit.credentials();
        }

        @Override
        public OneTimeTokenRepository oneTimeTokens() {
            return unit.oneTimeTokens();
        }

        @Override
        public PostRepository posts() {
            return unit.posts();
        }

        @Override
        public CommentRepository comments() {
            return unit.comments();
        }
    }
}
