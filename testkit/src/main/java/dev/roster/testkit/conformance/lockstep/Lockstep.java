package dev.roster.testkit.conformance.lockstep;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs on a subject and on a model, step by step, and compares every result: model-based testing of anything
 * that keeps data. Programs are drawn at random from a {@link CallGenerator}; one that tells the sides apart is shrunk and
 * reported as code that runs it again. Knows nothing of what it drives.
 *
 * <pre>{@code
 * Lockstep<Cart> lockstep = new Lockstep<>(new CartCalls(), () -> sideOf(new SqlCart()), () -> sideOf(new ListCart()));
 * lockstep.run(42, 300);
 * }</pre>
 *
 * <p>Used by one thread.
 *
 * @param <U> what calls are made on
 */
public final class Lockstep<U> {

    private final CallGenerator<U> callGenerator;
    private final Callable<? extends SystemUnderTest<U>> systems;
    private final Callable<? extends SystemUnderTest<U>> models;

    /**
     * @param vocabulary what programs are made of
     * @param subjects makes an empty subject for each run
     * @param models makes an empty model for each run
     */
    public Lockstep(
            CallGenerator<U> vocabulary,
            Callable<? extends SystemUnderTest<U>> subjects,
            Callable<? extends SystemUnderTest<U>> models) {
        this.callGenerator = vocabulary;
        this.systems = subjects;
        this.models = models;
    }

    /**
     * Draws a program and runs it.
     *
     * @param seed the same seed draws the same program
     * @param calls how many calls, transactions or not, before those that look at everything
     * @throws LockstepError if the sides part, with the shrunk program
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
     * @throws LockstepError if the sides part
     */
    public void replay(List<? extends Step<U>> program) throws Exception {
        Optional<Divergence> divergence = divergence(List.copyOf(program));
        if (divergence.isPresent()) {
            throw new LockstepError(divergence.get(), program, "replayed");
        }
    }

    /** The program that a seed draws. */
    public List<Step<U>> generateProgram(long seed, int calls) {
        ProgramContext draw = new ProgramContext(seed);
        List<Step<U>> program = new ArrayList<>();
        for (int drawn = 0; drawn < calls; ) {
            if (draw.percent(20)) {
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

    /** Where the sides part, if they do. */
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

    private static <U> Optional<Divergence> divergence(
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

    private static <U> List<Outcome> outcomes(Step<U> step, SystemUnderTest<U> side, Bindings names) {
        if (step instanceof Call<U> call) {
            return List.of(outcome(call, side.direct(), names));
        }
        Transaction<U> transaction = (Transaction<U>) step;
        List<Outcome> outcomes = new ArrayList<>();
        try {
            side.inTransaction(unit -> {
                outcomes.clear();
                transaction.calls().forEach(call -> outcomes.add(outcome(call, unit, names)));
                if (!transaction.commits()) {
                    throw new PlannedRollback();
                }
            });
            outcomes.add(new Outcome("committed", null));
        } catch (PlannedRollback planned) {
            outcomes.add(new Outcome("rolled back", null));
        } catch (RuntimeException failed) {
            outcomes.add(new Outcome(null, failed));
        }
        return outcomes;
    }

    @SuppressWarnings("IllegalCatch") // an error is a result like any other, and the other side may not give it
    private static <U> Outcome outcome(Call<U> call, U unit, Bindings names) {
        try {
            return new Outcome(names.substituteNames(call.body().run(unit, names)), null);
        } catch (Exception | AssertionError thrown) {
            return new Outcome(null, thrown);
        }
    }

    /** How one call ended; of failures only the class counts, for their messages may hold ids. */
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

    /** Ends a transaction that is not to commit. */
    private static final class PlannedRollback extends RuntimeException {

        private static final long serialVersionUID = 1L;

        PlannedRollback() {
            super("planned", null, false, false);
        }
    }
}
