package dev.roster.testkit.faulty.storage;

import dev.roster.application.port.storage.CredentialsRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.port.storage.TransactionConflictException;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.DomainException;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.fake.forwarding.ForwardingUnit;
import dev.roster.testkit.fake.forwarding.ForwardingUserRepository;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Planted faults of storages in transactions, each with the clauses that must detect it. */
public enum TransactionFaults implements PlantedFault {
    @Fault("Runs work without a transaction.")
    NO_TRANSACTIONS(
            "transactions.threads-isolated",
            "transactions.any-throwable-rolls-back",
            "transactions.invisible-before-commit",
            "transactions.commit-seen-atomically",
            "transactions.nested-creation-atomic",
            "transactions.message-appended-only-on-commit",
            "transactions.nesting-rejected",
            "transactions.direct-calls-rejected",
            "transactions.ended-unit-rejected",
            "transactions.foreign-thread-rejected"),
    @Fault("Keeps the changes that a transaction made before a conflict.")
    CONFLICT_LEAVES_HALF("transactions.deadlock-resolved"),
    @Fault("Throws another exception for a conflict.")
    CONFLICT_AS_OTHER_EXCEPTION("transactions.deadlock-resolved"),
    @Fault("Ends both transactions of a conflict.")
    CONFLICT_ENDS_BOTH("transactions.deadlock-resolved"),
    @Fault("Counts posts in totals before they are committed.")
    COUNTED_BEFORE_COMMIT("transactions.commit-seen-atomically"),
    @Fault("Counts posts in totals that were rolled back.")
    COUNTED_AFTER_ROLLBACK("transactions.nested-creation-atomic"),
    @Fault("Commits when the work throws a checked exception.")
    CHECKED_EXCEPTIONS_COMMIT("transactions.nested-creation-atomic"),
    @Fault("Keeps the comments of an author deleted in a transaction.")
    COMMENTS_KEPT_AFTER_AUTHOR("transactions.user-deletion-cascades"),
    @Fault("Keeps the comments of a post deleted in a transaction.")
    COMMENTS_KEPT_AFTER_POST("transactions.user-deletion-cascades"),
    @Fault("Wraps what the work throws.")
    THROWABLES_WRAPPED("transactions.throwable-propagated-unchanged"),
    @Fault("Leaks the connection of each failed transaction.")
    CONNECTIONS_LEAKED("transactions.failures-leak-no-resources"),
    @Fault("Fails a transaction after a rejected call, as PostgreSQL does without a savepoint.")
    ABORTED_BY_REJECTION("transactions.rejection-keeps-transaction-usable"),
    @Fault("Rolls back, and returns as if it had committed.")
    COMMITS_LOST("transactions.commit-visible-to-second-client"),
    @Fault("Returns an old version of a user when it locks the user.")
    LOCKED_USER_OUTDATED("users.locked-changes-not-stale"),
    @Fault(value = "Lets several transactions lock a user at once.", raced = true)
    LOCK_WITHOUT_EFFECT("users.locked-changes-not-stale"),
    @Fault("Reads and writes credentials outside of the transaction.")
    CREDENTIALS_READ_OUTSIDE("transactions.reads-own-writes"),
    @Fault("Works after it was closed.")
    NEVER_CLOSED("transactions.closed-is-unavailable");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    TransactionFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    public Storage plantedIn(InMemoryStorage sound) {
        return switch (this) {
            case COMMENTS_KEPT_AFTER_AUTHOR -> CommentFaults.COMMENTS_KEPT_AFTER_AUTHOR.plantedIn(sound);
            case COMMENTS_KEPT_AFTER_POST -> CommentFaults.COMMENTS_KEPT_AFTER_POST.plantedIn(sound);
            case COUNTED_BEFORE_COMMIT -> new UncommittedPosts(sound, false);
            case COUNTED_AFTER_ROLLBACK -> new UncommittedPosts(sound, true);
            default -> new Faulty(sound);
        };
    }

    private final class Faulty extends ForwardingStorage {

        private final InMemoryStorage sound;
        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger lostConnections = new AtomicInteger();

        Faulty(InMemoryStorage sound) {
            super(sound);
            this.sound = sound;
        }

        @Override
        public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
            int number = begun.incrementAndGet();
            return switch (TransactionFaults.this) {
                case NO_TRANSACTIONS -> work.execute(sound);
                case LOCK_WITHOUT_EFFECT ->
                    work.execute(new ForwardingUnit(sound) {
                        @Override
                        public UserRepository users() {
                            return new ForwardingUserRepository(super.users()) {
                                @Override
                                public Optional<User> lock(UserId id) {
                                    return findById(id);
                                }
                            };
                        }
                    });
                case CONFLICT_LEAVES_HALF -> work.execute(number == 2 ? conflicting(sound) : sound);
                case CONFLICT_AS_OTHER_EXCEPTION ->
                    sound.inTransaction(unit -> work.execute(number == 2 ? conflicting(unit) : unit));
                case CONFLICT_ENDS_BOTH -> sound.inTransaction(unit -> work.execute(conflicting(unit)));
                case CHECKED_EXCEPTIONS_COMMIT -> committing(work);
                case THROWABLES_WRAPPED -> wrapping(work);
                case CONNECTIONS_LEAKED -> leaking(work);
                case ABORTED_BY_REJECTION -> abortedByRejection(work);
                case COMMITS_LOST -> losing(work);
                case LOCKED_USER_OUTDATED ->
                    sound.inTransaction(unit -> work.execute(new ForwardingUnit(unit) {
                        @Override
                        public UserRepository users() {
                            return new ForwardingUserRepository(unit.users()) {
                                @Override
                                public Optional<User> lock(UserId id) {
                                    return sound.lock(id).map(user -> user.withVersion(1));
                                }
                            };
                        }
                    }));
                case CREDENTIALS_READ_OUTSIDE ->
                    sound.inTransaction(unit -> work.execute(new ForwardingUnit(unit) {
                        @Override
                        public CredentialsRepository credentials() {
                            return new InMemoryStorage().credentials();
                        }
                    }));
                default -> sound.inTransaction(work);
            };
        }

        /** Returns a unit of work that reports a conflict at the second use of the credentials. */
        private UnitOfWork conflicting(UnitOfWork unit) {
            AtomicInteger asked = new AtomicInteger();
            return new ForwardingUnit(unit) {
                @Override
                public CredentialsRepository credentials() {
                    if (asked.incrementAndGet() == 2) {
                        throw TransactionFaults.this == CONFLICT_AS_OTHER_EXCEPTION
                                ? new StorageUnavailableException("deadlock detected")
                                : new TransactionConflictException("deadlock detected");
                    }
                    return super.credentials();
                }
            };
        }

        /** Commits even if work throws a checked exception, which is the default of many containers. */
        @SuppressWarnings("unchecked") // the only checked exceptions of work are of type X
        private <T, X extends Exception> T committing(TransactionWork<T, X> work) throws X {
            List<T> result = new ArrayList<>();
            Optional<Exception> thrown = sound.inTransaction(unit -> {
                try {
                    result.add(work.execute(unit));
                    return Optional.empty();
                } catch (RuntimeException unchecked) {
                    throw unchecked;
                } catch (Exception checked) {
                    return Optional.of(checked);
                }
            });
            if (thrown.isPresent()) {
                throw (X) thrown.get();
            }
            return result.get(0);
        }

        private <T, X extends Exception> T wrapping(TransactionWork<T, X> work) throws X {
            try {
                return sound.inTransaction(work);
            } catch (IllegalArgumentException wrapped) {
                throw new IllegalArgumentException("transaction failed", wrapped);
            }
        }

        /** Loses one of 400 connections at each rollback. */
        private <T, X extends Exception> T leaking(TransactionWork<T, X> work) throws X {
            if (lostConnections.incrementAndGet() > 400) {
                throw new StorageUnavailableException("no connection left");
            }
            T result = sound.inTransaction(work);
            lostConnections.decrementAndGet();
            return result;
        }

        /** Fails the transaction after a rejected call, like PostgreSQL without a savepoint. */
        private <T, X extends Exception> T abortedByRejection(TransactionWork<T, X> work) throws X {
            AtomicBoolean doomed = new AtomicBoolean();
            return sound.inTransaction(unit -> {
                T result = work.execute(new ForwardingUnit(unit) {
                    @Override
                    public UserRepository users() {
                        return new ForwardingUserRepository(unit.users()) {
                            @Override
                            public User create(NewUser user) {
                                try {
                                    return super.create(user);
                                } catch (DomainException refusal) {
                                    doomed.set(true);
                                    throw refusal;
                                }
                            }
                        };
                    }
                });
                if (doomed.get()) {
                    throw new StorageUnavailableException("current transaction is aborted");
                }
                return result;
            });
        }

        /** Rolls back, but returns the result as if the transaction were committed. */
        private <T, X extends Exception> T losing(TransactionWork<T, X> work) throws X {
            List<T> result = new ArrayList<>();
            try {
                return sound.inTransaction(unit -> {
                    result.add(work.execute(unit));
                    throw new CancellationException("never committed");
                });
            } catch (CancellationException rolledBack) {
                return result.get(0);
            }
        }

        @Override
        public void close() {
            if (TransactionFaults.this != NEVER_CLOSED) {
                super.close();
            }
        }
    }
}
