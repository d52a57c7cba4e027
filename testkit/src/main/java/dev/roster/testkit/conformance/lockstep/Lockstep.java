package dev.roster.testkit.conformance.lockstep;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Model-based testing of anything that keeps data. Runs programs on a system under test and on a reference model, step
 * by step, and compares every result. Programs are drawn at random from a {@link CallGenerator}. A program that shows a
 * difference is shrunk and reported as code that replays it. Does not depend on the calls and systems it runs.
 *
 * <pre>{@code
 * Lockstep<Cart> lockstep = new Lockstep<>(new CartCalls(), () -> system(new SqlCart()), () -> system(new ListCart()));
 * lockstep.run(42, 300);
 * }</pre>
 *
 * <p>Used by one thread.
 *
 * @param <U> the type on which calls are made
 */
public final class Lockstep<U> {

    private final CallGenerator<U> callGenerator;
    private final Callable<? extends SystemUnderTest<U>> systems;
    private final Callable<? extends SystemUnderTest<U>> models;
    private final boolean idsStayUnused;

    /**
     * Creates an instance.
     *
     * @param vocabulary generates the calls of the programs
     * @param subjects creates an empty system under test for each run
     * @param models creates an empty reference model for each run
     */
    public Lockstep(
            CallGenerator<U> vocabulary,
            Callable<? extends SystemUnderTest<U>> subjects,
            Callable<? extends SystemUnderTest<U>> models) {
        this(vocabulary, subjects, models, true);
    }

    private Lockstep(
            CallGenerator<U> vocabulary,
            Callable<? extends SystemUnderTest<U>> subjects,
            Callable<? extends SystemUnderTest<U>> models,
            boolean idsStayUnused) {
        this.callGenerator = vocabulary;
        this.systems = subjects;
        this.models = models;
        this.idsStayUnused = idsStayUnused;
    }

    /**
     * Returns an instance for systems that may give an id again after a rollback: once a transaction has been rolled
     * back, its programs no longer use the names that were bound in it.
     */
    public Lockstep<U> withRolledBackIdsReused() {
        return new Lockstep<>(callGenerator, systems, models, false);
    }

    /**
     * Draws a program and runs it.
     *
     * @param seed the same seed draws the same program
     * @param calls the number of calls, inside and outside transactions, before those that read everything
     * @throws LockstepError with the shrunk program if a result differs
     */
    public void run(long seed, int calls) throws Exception {
        List<Step<U>> drawn = generateProgram(seed, calls);
        Optional<Divergence> first = divergence(drawn);
        if (first.isPresent()) {
            Shrinker<U> shrinking = new Shrinker<>(this::divergence);
            List<Step<U>> shrunk = shrinking.shrink(drawn.subList(0, first.get().step() + 1));
            Divergence last = divergence(shrunk).orElse(first.get());
            throw new LockstepError(
                    last, shrunk, "seed " + seed + ", " + calls + " calls, shrunk in " + shrinking.runs() + " runs");
        }
    }

    /**
     * Runs a given program, such as one that was reported.
     *
     * @throws LockstepError if a result differs
     */
    public void replay(List<? extends Step<U>> program) throws Exception {
        Optional<Divergence> divergence = divergence(List.copyOf(program));
        if (divergence.isPresent()) {
            throw new LockstepError(divergence.get(), program, "replayed");
        }
    }

    /** Returns the program drawn for a seed. */
    public List<Step<U>> generateProgram(long seed, int calls) {
        ProgramContext draw = new ProgramContext(seed);
        List<Step<U>> program = new ArrayList<>();
        for (int drawn = 0; drawn < calls; ) {
            if (draw.percent(callGenerator.transactionPercentage())) {
                Transaction<U> transaction = transaction(draw);
                drawn += transaction.calls().size();
                program.add(transaction);
            } else {
                program.add(callGenerator.nextCall(draw));
                drawn++;
            }
        }
        program.addAll(callGenerator.readEverything(draw));
        return program;
    }

    private Transaction<U> transaction(ProgramContext draw) {
        draw.setInTransaction(true);
        List<Call<U>> calls = new ArrayList<>();
        for (int left = 1 + draw.nextInt(8); left > 0; left--) {
            calls.add(callGenerator.nextCall(draw));
        }
        draw.setInTransaction(false);
        return new Transaction<>(draw.percent(60), calls);
    }

    /** Returns the first difference; empty if there is none. */
    private Optional<Divergence> divergence(List<Step<U>> program) throws Exception {
        SystemUnderTest<U> subject = systems.call();
        try {
            SystemUnderTest<U> model = models.call();
            try {
                return divergence(program, subject, model);
            } finally {
                model.close();
            }
        } finally {
            subject.close();
        }
    }

    private Optional<Divergence> divergence(
            List<Step<U>> program, SystemUnderTest<U> subject, SystemUnderTest<U> model) {
        Bindings subjectNames = new Bindings();
        Bindings modelNames = new Bindings();
        for (int i = 0; i < program.size(); i++) {
            List<Outcome> ofSubject = outcomes(program.get(i), subject, subjectNames);
            List<Outcome> ofModel = outcomes(program.get(i), model, modelNames);
            if (!ofSubject.equals(ofModel)) {
                return Optional.of(Divergence.between(i, ofSubject, ofModel));
            }
        }
        return Optional.empty();
    }

    private List<Outcome> outcomes(Step<U> step, SystemUnderTest<U> side, Bindings names) {
        if (step instanceof Call<U> call) {
            return List.of(outcome(call, side.direct(), names));
        }
        Transaction<U> transaction = (Transaction<U>) step;
        List<Outcome> outcomes = new ArrayList<>();
        boolean committed = false;
        try {
            side.inTransaction(unit -> {
                outcomes.clear();
                names.beginTransaction();
                transaction.calls().forEach(call -> outcomes.add(outcome(call, unit, names)));
                if (!transaction.commits()) {
                    throw new PlannedRollback();
                }
            });
            committed = true;
            outcomes.add(new Outcome("committed", null));
        } catch (PlannedRollback planned) {
            outcomes.add(new Outcome("rolled back", null));
        } catch (RuntimeException failed) {
            outcomes.add(new Outcome(null, failed));
        }
        if (!committed && !idsStayUnused) {
            names.forgetTransaction();
        }
        return outcomes;
    }

    @SuppressWarnings("IllegalCatch") // an error is a result, too; the other system may return normally
    private static <U> Outcome outcome(Call<U> call, U unit, Bindings names) {
        try {
            return new Outcome(names.substituteNames(call.body().run(unit, names)), null);
        } catch (Exception | AssertionError thrown) {
            return new Outcome(null, thrown);
        }
    }

    /** Outcome of one call. Failures are compared by class only: their messages may contain ids. */
    record Outcome(@Nullable Object value, @Nullable Throwable thrown) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Outcome that
                    && Objects.equals(value, that.value)
                    && Objects.equals(thrownClass(), that.thrownClass());
        }

        @Override
        public int hashCode() {
            return Objects.hash(value, thrownClass());
        }

        @Override
        public String toString() {
            return thrown == null ? String.valueOf(value) : "threw " + thrown;
        }

        private @Nullable Class<?> thrownClass() {
            return thrown == null ? null : thrown.getClass();
        }
    }

    /** Rolls back a transaction that must not commit. */
    private static final class PlannedRollback extends RuntimeException {

        private static final long serialVersionUID = 1L;

        PlannedRollback() {
            super("planned", null, false, false);
        }
    }
}
