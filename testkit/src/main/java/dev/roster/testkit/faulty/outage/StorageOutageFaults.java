package dev.roster.testkit.faulty.outage;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingOutboxQueue;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.fake.forwarding.ForwardingUserRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Planted faults of storages in outages of their server. Each is planted in a correct storage. */
public enum StorageOutageFaults implements PlantedFault {
    @Fault("Throws an exception of the library when it cannot read.")
    READ_FAILS_UNTYPED("storage-outage.calls-fail-typed"),
    @Fault("Reports missing users when it cannot read.")
    READ_FINDS_NOTHING("storage-outage.calls-fail-typed"),
    @Fault("Confirms a ping while the server is away.")
    PING_SUCCEEDS("storage-outage.calls-fail-typed"),
    @Fault("Claims nothing, without an exception, while the server is away.")
    CLAIM_RETURNS_NOTHING("storage-outage.calls-fail-typed"),
    @Fault("Waits for a server that is away.")
    READ_HANGS("storage-outage.calls-fail-typed"),
    @Fault("Runs the work of a broken transaction again when the server is back.")
    WORK_REPEATED_LATER("storage-outage.transaction-undone", "storage-outage.acknowledged-writes-kept"),
    @Fault("Runs the work again when the commit has failed.")
    COMMIT_RUN_AGAIN("storage-outage.commit-all-or-nothing"),
    @Fault("Returns without an exception when the commit has failed.")
    FAILED_COMMIT_ACKNOWLEDGED("storage-outage.commit-all-or-nothing"),
    @Fault("Acknowledges every third transaction that failed.")
    THIRD_FAILURE_ACKNOWLEDGED("storage-outage.acknowledged-writes-kept"),
    @Fault("Fails after an outage until it is opened again.")
    NEVER_RECOVERS("storage-outage.recovers-without-restart"),
    @Fault("Loses a connection with each transaction that fails.")
    CONNECTIONS_LOST("storage-outage.recovers-without-restart"),
    @Fault("Removes messages when they are claimed.")
    CLAIMED_MESSAGES_REMOVED("storage-outage.claimed-messages-kept"),
    @Fault("Confirms acknowledgements that failed.")
    FAILED_ACKNOWLEDGEMENT_CONFIRMED("storage-outage.claimed-messages-kept");

    private static final int CONNECTIONS = 8;

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    StorageOutageFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    /** Returns a client with the fault. */
    public Storage plantedIn(Storage sound) {
        return new Faulty(sound);
    }

    private final class Faulty extends ForwardingStorage {

        private final Storage sound;
        private final Queue<TransactionWork<?, ?>> unfinished = new ConcurrentLinkedQueue<>();
        private final AtomicInteger failures = new AtomicInteger();
        private final AtomicInteger running = new AtomicInteger();

        Faulty(Storage sound) {
            super(sound);
            this.sound = sound;
        }

        private boolean is(StorageOutageFaults fault) {
            return StorageOutageFaults.this == fault;
        }

        @Override
        public UserRepository users() {
            return new ForwardingUserRepository(sound.users()) {
                @Override
                public Optional<User> findById(UserId id) {
                    requireRecovered();
                    try {
                        return super.findById(id);
                    } catch (StorageUnavailableException unavailable) {
                        switch (StorageOutageFaults.this) {
                            case READ_FAILS_UNTYPED -> throw new IllegalStateException(unavailable);
                            case READ_FINDS_NOTHING -> {
                                return Optional.empty();
                            }
                            case READ_HANGS -> LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
                            default -> {}
                        }
                        throw unavailable;
                    }
                }
            };
        }

        private void requireRecovered() {
            if (is(NEVER_RECOVERS) && failures.get() > 0) {
                throw new StorageUnavailableException("broken before");
            }
        }

        @Override
        public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
            requireRecovered();
            if (is(WORK_REPEATED_LATER)) {
                repeatUnfinished();
            }
            try {
                if (running.incrementAndGet() > CONNECTIONS - failures.get() && is(CONNECTIONS_LOST)) {
                    throw new StorageUnavailableException("no connection is left");
                }
                return sound.inTransaction(work);
            } catch (StorageUnavailableException unavailable) {
                int count = failures.incrementAndGet();
                unfinished.add(work);
                if (is(FAILED_COMMIT_ACKNOWLEDGED) || (is(THIRD_FAILURE_ACKNOWLEDGED) && count % 3 == 0)) {
                    return null;
                }
                if (is(COMMIT_RUN_AGAIN)) {
                    work.execute(sound);
                }
                throw unavailable;
            } finally {
                running.decrementAndGet();
            }
        }

        private void repeatUnfinished() {
            try {
                for (TransactionWork<?, ?> work = unfinished.poll(); work != null; work = unfinished.poll()) {
                    sound.inTransaction(work);
                }
            } catch (Exception again) {
                // The fault loses this work.
            }
        }

        @Override
        public void ping() {
            try {
                sound.ping();
            } catch (StorageUnavailableException unavailable) {
                if (!is(PING_SUCCEEDS)) {
                    throw unavailable;
                }
            }
        }

        @Override
        public OutboxQueue outboxQueue() {
            return new ForwardingOutboxQueue(sound.outboxQueue()) {
                @Override
                public List<Claim> claim(Lane lane, int limit, Instant now, Duration lease) {
                    try {
                        List<Claim> claims = super.claim(lane, limit, now, lease);
                        if (is(CLAIMED_MESSAGES_REMOVED) && claims.size() == 1) {
                            super.acknowledgeAll(claims);
                        }
                        return claims;
                    } catch (StorageUnavailableException unavailable) {
                        if (is(CLAIM_RETURNS_NOTHING)) {
                            return List.of();
                        }
                        throw unavailable;
                    }
                }

                @Override
                public boolean acknowledge(Claim claim) {
                    boolean lost = is(FAILED_ACKNOWLEDGEMENT_CONFIRMED) && failures.incrementAndGet() % 3 == 0;
                    return lost || is(CLAIMED_MESSAGES_REMOVED) || super.acknowledge(claim);
                }
            };
        }
    }
}
