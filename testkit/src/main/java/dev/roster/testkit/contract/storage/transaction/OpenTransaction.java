package dev.roster.testkit.contract.storage.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Transaction during which another client is called.
 *
 * @param storage runs the transaction
 * @param work the work of the transaction
 * @param othersProceed whether calls of other clients proceed meanwhile; if not, they wait for the end of the
 *     transaction or are rejected
 */
public record OpenTransaction(Storage storage, Consumer<UnitOfWork> work, Capability othersProceed) {

    private static final String IF_NOT_SUPPORTED = """
            This storage declares reads during writes as supported. If a reader must wait for the writer, declare:

                @Override
                protected Capability readsDuringWrites() {
                    return Capability.unsupported("readers wait for the writer");
                }
            """;

    /**
     * Runs the transaction and commits it.
     *
     * @param otherCall made on another thread, after the work and before the commit
     * @return the result of the other call; empty if it was rejected
     */
    public <T> Optional<T> callBeforeCommit(Callable<T> otherCall) throws InterruptedException {
        return call(otherCall, Optional.empty());
    }

    /** Runs the transaction and rolls it back; see {@link #callBeforeCommit}. */
    public <T> Optional<T> callBeforeRollback(Callable<T> otherCall) throws InterruptedException {
        return call(otherCall, Optional.of(new CancellationException("planned")));
    }

    private <T> Optional<T> call(Callable<T> otherCall, Optional<RuntimeException> end) throws InterruptedException {
        AtomicBoolean met = new AtomicBoolean();
        List<Outcome<Optional<T>>> outcomes = Rendezvous.runWithBarrier(
                2,
                barrier -> i -> i == 1
                        ? () -> {
                            barrier.await();
                            return Optional.of(otherCall.call());
                        }
                        : () -> storage.inTransaction(unit -> {
                            work.accept(unit);
                            if (!met.getAndSet(true)) {
                                barrier.await();
                                if (othersProceed.isSupported()) {
                                    // Returns when the other call has ended.
                                    barrier.await();
                                }
                            }
                            if (end.isPresent()) {
                                throw end.get();
                            }
                            return Optional.empty();
                        }));
        if (end.isPresent()) {
            assertThat(outcomes.get(0).failure()).isEqualTo(end);
        } else {
            outcomes.get(0).get();
        }
        return result(outcomes.get(1));
    }

    private <T> Optional<T> result(Outcome<Optional<T>> other) {
        Throwable thrown = other.thrown();
        if (thrown instanceof StorageUnavailableException) {
            if (othersProceed.isSupported()) {
                throw new AssertionError(
                        "a call of another client during a transaction was rejected: " + thrown + "\n"
                                + IF_NOT_SUPPORTED,
                        thrown);
            }
            return Optional.empty();
        }
        return other.get();
    }
}
