package dev.roster.testkit.faulty.storage;

import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.storage.AuditLog;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import dev.roster.testkit.faulty.storage.InterceptedUnit.Call;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Planted faults of storages that do not reject a call, or reject it too late or at a cost. */
public enum TransactionGuardFaults implements PlantedFault {
    @Fault("Lets the repositories of an ended unit of work make each call in a transaction of its own.")
    KEPT_REPOSITORIES_WORK("transactions.ended-unit-rejected"),
    @Fault("Leaves a unit of work usable if its transaction ended by an error.")
    UNIT_OPEN_AFTER_ERROR("transactions.ended-unit-rejected"),
    @Fault("Leaves a unit of work usable if a nested transaction was rejected in its transaction.")
    UNIT_OPEN_AFTER_NESTING("transactions.ended-unit-rejected"),
    @Fault("Lets a unit of work that has ended join the next transaction of its thread.")
    ENDED_UNIT_JOINS_NEXT("transactions.ended-unit-rejected"),
    @Fault("Lets the audit log of an ended unit of work be read.")
    ENDED_AUDIT_LOG_READ("transactions.ended-unit-rejected"),
    @Fault("Lets another thread use a unit of work that has ended.")
    ENDED_UNIT_WORKS_ELSEWHERE("transactions.ended-unit-rejected"),
    @Fault("Lets another thread read from the repositories of an open unit of work.")
    OTHER_THREAD_READS("transactions.foreign-thread-rejected"),
    @Fault("Lets another thread read the audit log of an open unit of work.")
    OTHER_THREAD_READS_AUDIT_LOG("transactions.foreign-thread-rejected"),
    @Fault("Lets a repository that was taken from the storage before a transaction join it.")
    DIRECT_CALLS_JOIN("transactions.direct-calls-rejected"),
    @Fault("Lets an audit log that was taken from the storage before a transaction join it.")
    DIRECT_AUDIT_LOG_JOINS("transactions.direct-calls-rejected"),
    @Fault("Accepts that the queue is listed inside a transaction.")
    QUEUE_LISTED_INSIDE("transactions.direct-calls-rejected"),
    @Fault("Accepts a ping inside a transaction.")
    PING_ACCEPTED_INSIDE("transactions.direct-calls-rejected"),
    @Fault("Rejects a direct call inside a transaction after the call has changed data.")
    REJECTED_TOO_LATE("transactions.direct-calls-rejected"),
    @Fault("Lets a repository that was taken from the storage before it was closed be used.")
    KEPT_REPOSITORIES_WORK_WHEN_CLOSED("transactions.closed-is-unavailable"),
    @Fault("Returns the statistics of the queue of a closed storage.")
    CLOSED_QUEUE_COUNTED("transactions.closed-is-unavailable"),
    @Fault("Keeps the connection of a transaction that ends by an error.")
    ERROR_KEEPS_CONNECTION("transactions.failures-leak-no-resources"),
    @Fault("Keeps a connection when it rejects a nested transaction.")
    NESTING_KEEPS_CONNECTION("transactions.failures-leak-no-resources"),
    @Fault("Keeps a connection when it rejects a ping inside a transaction.")
    REJECTED_PING_KEEPS_CONNECTION("transactions.failures-leak-no-resources");

    /** As many connections as a large pool has. */
    private static final int CONNECTIONS = 100;

    private final String clause;

    TransactionGuardFaults(String clause) {
        this.clause = clause;
    }

    @Override
    public List<String> clauses() {
        return List.of(clause);
    }

    /** Returns a storage with this fault. */
    public Storage plantedIn(InMemoryStorage sound) {
        return new Faulty(sound);
    }

    /** Transaction, as far as the guards know. */
    private static final class Transaction {

        private final UnitOfWork unit;
        private final Thread owner = Thread.currentThread();
        private volatile boolean ended;
        private volatile boolean endedByError;
        private volatile boolean nested;

        Transaction(UnitOfWork unit) {
            this.unit = unit;
        }
    }

    private final class Faulty extends ForwardingStorage {

        private final InMemoryStorage sound;
        private final UnitOfWork direct;
        private final OutboxQueue queue;

        @SuppressWarnings("ThreadLocalUsage") // each storage has transactions of its own
        private final ThreadLocal<Transaction> current = new ThreadLocal<>();

        private final AtomicInteger keptConnections = new AtomicInteger();
        private volatile boolean closed;

        Faulty(InMemoryStorage sound) {
            super(sound);
            this.sound = sound;
            this.direct = new InterceptedUnit(sound, this::direct);
            this.queue = InterceptedUnit.intercepted(
                    OutboxQueue.class, sound.outboxQueue(), unit -> sound.outboxQueue(), this::queue);
        }

        private boolean is(TransactionGuardFaults fault) {
            return TransactionGuardFaults.this == fault;
        }

        @Override
        protected UnitOfWork unit() {
            if (closed) {
                throw new StorageUnavailableException("closed");
            }
            return current.get() == null ? direct : sound;
        }

        private Object direct(Call call) throws Throwable {
            Transaction open = current.get();
            if (open == null) {
                requireConnection();
                return call.proceed();
            }
            if (is(DIRECT_CALLS_JOIN) || (is(DIRECT_AUDIT_LOG_JOINS) && call.isOf(AuditLog.class))) {
                return call.in(open.unit);
            }
            if (is(REJECTED_TOO_LATE) && call.isOf(AuditLog.class)) {
                call.in(open.unit);
            }
            return call.proceed();
        }

        private Object queue(Call call) throws Throwable {
            if (closed && !call.isNamed("stats")) {
                throw new StorageUnavailableException("closed");
            }
            return is(QUEUE_LISTED_INSIDE) && current.get() != null && call.isNamed("list")
                    ? List.of()
                    : call.proceed();
        }

        @Override
        public OutboxQueue outboxQueue() {
            return is(KEPT_REPOSITORIES_WORK_WHEN_CLOSED) ? sound.outboxQueue() : queue;
        }

        @Override
        public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
            Transaction outer = current.get();
            if (outer != null) {
                outer.nested = true;
                keepConnectionIf(is(NESTING_KEEPS_CONNECTION));
            } else {
                requireConnection();
            }
            return sound.inTransaction(unit -> {
                Transaction transaction = new Transaction(unit);
                current.set(transaction);
                try {
                    return work.execute(new InterceptedUnit(unit, call -> inside(transaction, call)));
                } catch (Error failed) {
                    transaction.endedByError = true;
                    keepConnectionIf(is(ERROR_KEEPS_CONNECTION));
                    throw failed;
                } finally {
                    current.remove();
                    transaction.ended = true;
                }
            });
        }

        private Object inside(Transaction transaction, Call call) throws Throwable {
            boolean elsewhere = Thread.currentThread() != transaction.owner;
            boolean reads = call.isRead();
            boolean ofAuditLog = call.isOf(AuditLog.class);
            Transaction next = current.get();
            if (!transaction.ended) {
                boolean accepted = is(OTHER_THREAD_READS) || (is(OTHER_THREAD_READS_AUDIT_LOG) && ofAuditLog);
                return accepted && elsewhere && reads ? call.in(sound) : call.proceed();
            }
            if (next != null) {
                return is(ENDED_UNIT_JOINS_NEXT) ? call.in(next.unit) : call.proceed();
            }
            boolean accepted = switch (TransactionGuardFaults.this) {
                case KEPT_REPOSITORIES_WORK -> !elsewhere;
                case UNIT_OPEN_AFTER_ERROR -> transaction.endedByError;
                case UNIT_OPEN_AFTER_NESTING -> transaction.nested;
                case ENDED_AUDIT_LOG_READ -> ofAuditLog && reads;
                case ENDED_UNIT_WORKS_ELSEWHERE -> elsewhere;
                default -> false;
            };
            return accepted ? call.in(sound) : call.proceed();
        }

        @Override
        public void ping() {
            if (current.get() != null) {
                keepConnectionIf(is(REJECTED_PING_KEEPS_CONNECTION));
                if (is(PING_ACCEPTED_INSIDE)) {
                    return;
                }
            } else {
                requireConnection();
            }
            super.ping();
        }

        private void keepConnectionIf(boolean leaks) {
            if (leaks) {
                keptConnections.incrementAndGet();
            }
        }

        private void requireConnection() {
            if (keptConnections.get() >= CONNECTIONS || (closed && is(CLOSED_QUEUE_COUNTED))) {
                throw new StorageUnavailableException("no connection left");
            }
        }

        @Override
        public void close() {
            if (is(KEPT_REPOSITORIES_WORK_WHEN_CLOSED) || is(CLOSED_QUEUE_COUNTED)) {
                closed = true;
            } else {
                super.close();
            }
        }
    }
}
