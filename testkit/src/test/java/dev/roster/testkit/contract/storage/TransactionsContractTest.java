package dev.roster.testkit.contract.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.storage.CredentialsRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.DomainException;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.User;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.BrokenClauses;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.Specification;
import dev.roster.testkit.fake.ForwardingStorage;
import dev.roster.testkit.fake.ForwardingUnit;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Tests that {@link TransactionsContract} detects storages with missing or faulty transactions. */
class TransactionsContractTest {

    /** Leaves the clauses about concurrency to {@link TransactionsConcurrencyContractTest}. */
    @Test
    void everyClauseDetectsAFault() {
        Set<String> clauses = new TreeSet<>(Specification.clausesOf(TransactionsContract.class));
        clauses.addAll(Specification.clausesOf(TransactionsMisuseContract.class));

        Set<String> caught = new TreeSet<>(BrokenClauses.of(NoTransactions.class));
        assertThat(caught)
                .contains(
                        "transactions.any-throwable-rolls-back",
                        "transactions.invisible-before-commit",
                        "transactions.threads-isolated",
                        "transactions.commit-seen-atomically",
                        "transactions.nested-creation-atomic");
        Set<String> wrapping = BrokenClauses.of(WrapsThrowables.class);
        assertThat(wrapping).contains("transactions.throwable-propagated-unchanged");
        Set<String> leaking = BrokenClauses.of(LeaksConnections.class);
        assertThat(leaking).containsExactly("transactions.failures-leak-no-resources");
        Set<String> doomed = BrokenClauses.of(AbortedByRejections.class);
        assertThat(doomed).containsExactly("transactions.rejection-keeps-transaction-usable");
        Set<String> losing = BrokenClauses.of(LosesCommits.class);
        assertThat(losing).contains("transactions.commit-visible-to-second-client");
        Set<String> open = BrokenClauses.of(NeverCloses.class);
        assertThat(open).contains("transactions.closed-is-unavailable");
        Set<String> stale = BrokenClauses.of(ReadsCommittedOnly.class);
        assertThat(stale).contains("transactions.reads-own-writes");

        for (Set<String> each : List.of(wrapping, leaking, doomed, losing, open, stale)) {
            caught.addAll(each);
        }
        clauses.removeAll(caught);
        assertThat(clauses).as("clauses that detect no planted fault").isEmpty();
    }

    /** Runs each call in a transaction of its own. */
    static class NoTransactions extends Planted {
        @Override
        Storage planted(Storage sound) {
            return new ForwardingStorage(sound) {
                @Override
                public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
                    return work.execute(sound);
                }
            };
        }
    }

    static class WrapsThrowables extends Planted {
        @Override
        Storage planted(Storage sound) {
            return new ForwardingStorage(sound) {
                @Override
                public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
                    try {
                        return sound.inTransaction(work);
                    } catch (IllegalArgumentException wrapped) {
                        throw new IllegalArgumentException("transaction failed", wrapped);
                    }
                }
            };
        }
    }

    /** Loses one of 400 connections at each rollback. */
    static class LeaksConnections extends Planted {
        @Override
        Storage planted(Storage sound) {
            AtomicInteger left = new AtomicInteger(400);
            return new ForwardingStorage(sound) {
                @Override
                public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
                    if (left.get() == 0) {
                        throw new StorageUnavailableException("no connection left");
                    }
                    left.decrementAndGet();
                    T result = sound.inTransaction(work);
                    left.incrementAndGet();
                    return result;
                }
            };
        }
    }

    /** Fails the transaction after a rejected call, like PostgreSQL without a savepoint. */
    static class AbortedByRejections extends Planted {
        @Override
        Storage planted(Storage sound) {
            return new ForwardingStorage(sound) {
                @Override
                public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
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
            };
        }
    }

    static class LosesCommits extends Planted {
        @Override
        Storage planted(Storage sound) {
            return new ForwardingStorage(sound) {
                @Override
                public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
                    List<T> result = new ArrayList<>();
                    try {
                        sound.inTransaction(unit -> {
                            result.add(work.execute(unit));
                            throw new IOException("never committed");
                        });
                    } catch (IOException rolledBack) {
                        return result.get(0);
                    } catch (Exception thrown) {
                        throw TransactionsContractTest.<RuntimeException>sneaky(thrown);
                    }
                    throw new AssertionError();
                }
            };
        }
    }

    /** Reads credentials outside of the transaction, as on another connection. */
    static class ReadsCommittedOnly extends Planted {
        @Override
        Storage planted(Storage sound) {
            InMemoryStorage other = new InMemoryStorage();
            return new ForwardingStorage(sound) {
                @Override
                public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
                    return sound.inTransaction(unit -> work.execute(new ForwardingUnit(unit) {
                        @Override
                        public CredentialsRepository credentials() {
                            return other.credentials();
                        }
                    }));
                }
            };
        }
    }

    static class NeverCloses extends Planted {
        @Override
        Storage planted(Storage sound) {
            return new ForwardingStorage(sound) {
                @Override
                public void close() {
                    // planted fault
                }
            };
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // rethrows without declaring it
    private static <X extends Throwable> X sneaky(Throwable thrown) throws X {
        throw (X) thrown;
    }

    abstract static class Planted extends TransactionsContract {
        abstract Storage planted(Storage sound);

        @Override
        protected Backend<Storage> emptyBackend() {
            return Backend.of(planted(new InMemoryStorage(java.time.Duration.ofMillis(500))));
        }

        @Override
        protected Capability concurrentWriteTransactions() {
            return Capability.unsupported("only one write transaction can be open at a time");
        }
    }
}
