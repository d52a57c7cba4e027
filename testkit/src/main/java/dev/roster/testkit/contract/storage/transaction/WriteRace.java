package dev.roster.testkit.contract.storage.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import dev.roster.testkit.conformance.RepeatedRace;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Race of two calls of which at least one writes. Forced rounds make one of the calls in a transaction that stays open
 * until the other call, which is made meanwhile, has ended or waits: a call that checks and then writes has checked too
 * early then. Free rounds make both calls at once, for adapters without transactions, and for those whose readers wait.
 *
 * @param <P> the port that is called
 */
public final class WriteRace<P> {

    private static final int FORCED_ROUNDS = 4;
    private static final RepeatedRace WITH_FORCED_ROUNDS = RepeatedRace.of(8, Duration.ZERO);
    private static final RepeatedRace FREE_ROUNDS_ONLY = RepeatedRace.of(4_000, Duration.ofMillis(500));

    private final P one;
    private final P other;
    private final Optional<Forced<P>> forced;

    private record Forced<P>(Storage one, Storage other, Function<UnitOfWork, P> port) {}

    private WriteRace(P one, P other, Optional<Forced<P>> forced) {
        this.one = one;
        this.other = other;
        this.forced = forced;
    }

    /** Returns a race without forced rounds, of two clients of a port without transactions. */
    public static <P> WriteRace<P> withoutTransactions(P one, P other) {
        return new WriteRace<>(one, other, Optional.empty());
    }

    /** Returns a race of two clients of a storage, by one of its repositories. */
    public static <P> WriteRace<P> of(Storage one, Storage other, Function<UnitOfWork, P> port) {
        return new WriteRace<>(port.apply(one), port.apply(other), Optional.of(new Forced<>(one, other, port)));
    }

    /** Returns a race of two clients, with forced rounds if they are storages. */
    public static WriteRace<UnitOfWork> of(UnitOfWork one, UnitOfWork other) {
        return one instanceof Storage storage && other instanceof Storage second
                ? of(storage, second, unit -> unit)
                : withoutTransactions(one, other);
    }

    /**
     * Runs all rounds. Either call may come first.
     *
     * @param prepare returns what the calls of a round are about
     * @param first one call
     * @param second the other call
     * @param check asserts what holds of a round, given how its calls ended
     */
    public <T> void run(
            Supplier<T> prepare, BiFunction<P, T, ?> first, BiFunction<P, T, ?> second, BiConsumer<T, Ended> check)
            throws Exception {
        if (forced.isPresent()) {
            for (int round = 0; round < FORCED_ROUNDS; round++) {
                T item = prepare.get();
                check.accept(item, forcedRound(forced.get(), item, first, second, round % 2 == 0));
            }
        }
        (forced.isPresent() ? WITH_FORCED_ROUNDS : FREE_ROUNDS_ONLY)
                .run(() -> freeRound(prepare.get(), first, second, check));
    }

    private <T> Ended forcedRound(
            Forced<P> storages,
            T item,
            BiFunction<P, T, ?> first,
            BiFunction<P, T, ?> second,
            boolean firstInTransaction)
            throws InterruptedException {
        BiFunction<P, T, ?> early = firstInTransaction ? first : second;
        BiFunction<P, T, ?> late = firstInTransaction ? second : first;
        MeanwhileCall<Object> meanwhile = new MeanwhileCall<>(() -> late.apply(other, item));
        List<Outcome<Object>> outcomes = Rendezvous.runWithBarrier(
                2,
                barrier -> i -> i == 1
                        ? meanwhile.after(barrier)
                        : () -> storages.one().inTransaction(unit -> {
                            Object result = early.apply(storages.port().apply(unit), item);
                            meanwhile.letRun(barrier, unit);
                            return result;
                        }));
        Outcome<Object> lateOutcome = outcomes.get(1);
        if (lateOutcome.thrown() instanceof StorageUnavailableException) {
            // Rejected because of the open transaction: then the same call must end well, or be rejected, after it.
            lateOutcome = outcome(() -> late.apply(other, item));
        }
        return firstInTransaction ? new Ended(outcomes.get(0), lateOutcome) : new Ended(lateOutcome, outcomes.get(0));
    }

    private <T> RepeatedRace.Round freeRound(
            T item, BiFunction<P, T, ?> first, BiFunction<P, T, ?> second, BiConsumer<T, Ended> check) {
        AtomicReferenceArray<Outcome<Object>> outcomes = new AtomicReferenceArray<>(2);
        List<Callable<?>> calls = List.of(
                () -> outcomes.getAndSet(0, outcome(() -> first.apply(one, item))),
                () -> outcomes.getAndSet(1, outcome(() -> second.apply(other, item))));
        return new RepeatedRace.Round(calls, () -> {
            Ended ended = new Ended(outcomes.get(0), outcomes.get(1));
            check.accept(item, ended);
            return ended;
        });
    }

    private static Outcome<Object> outcome(Callable<?> call) {
        try {
            return new Outcome<>(call.call(), null);
        } catch (Throwable failed) {
            return new Outcome<>(null, failed);
        }
    }

    /**
     * How the calls of a round ended.
     *
     * @param first the outcome of the first call
     * @param second the outcome of the second call
     */
    public record Ended(Outcome<Object> first, Outcome<Object> second) {

        /**
         * Asserts that one call succeeded and the other failed with the exception that is expected of it. Returns the
         * result of the call that succeeded.
         */
        public Object requireOneWon(
                Class<? extends Exception> rejectionOfFirst, Class<? extends Exception> rejectionOfSecond) {
            assertThat(List.of(first, second).stream().filter(Outcome::succeeded))
                    .as("successes of two concurrent calls, %s", this)
                    .hasSize(1);
            requireRejection(first, rejectionOfFirst);
            requireRejection(second, rejectionOfSecond);
            return (first.succeeded() ? first : second).get();
        }

        /** Asserts that exactly one of the calls returned true, and the other false. */
        public void requireOneTrue() {
            assertThat(List.of(first.get(), second.get()))
                    .as("results of two concurrent calls")
                    .containsExactlyInAnyOrder(true, false);
        }

        /** Asserts that a call succeeded, or failed with the exception. Returns its result; empty if it failed. */
        public static Optional<Object> requireRejection(Outcome<Object> call, Class<? extends Exception> rejection) {
            if (call.succeeded()) {
                return Optional.of(call.get());
            }
            assertThat(call.thrown()).as("rejection of a concurrent call").isInstanceOf(rejection);
            return Optional.empty();
        }
    }
}
