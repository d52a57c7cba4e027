package dev.roster.testkit.contract.storage.lockstep;

import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.lockstep.Lockstep;
import dev.roster.testkit.conformance.lockstep.Step;
import dev.roster.testkit.conformance.lockstep.SystemUnderTest;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.util.List;
import java.util.function.Consumer;

/**
 * That a {@link Storage} does what the in-memory model does, whatever is asked of it: random programs over all
 * repositories, with transactions of which some are rolled back, run on both, and every result is compared. A difference
 * is reported as a short program; put {@code replay(…)} into a test of a subclass, with static imports of
 * {@link StorageCalls}, {@link PostCalls} and {@link dev.roster.testkit.conformance.lockstep.Transaction}, and it runs again.
 *
 * <p>The system property {@code lockstep.seed} runs one program again by its seed.
 */
public abstract class StorageLockstepContract {

    /** For subclasses. */
    protected StorageLockstepContract() {}

    /** An empty backend, called before each program and closed after it. */
    protected abstract Backend<Storage> emptyBackend() throws Exception;

    /** How many programs to run. */
    protected int programCount() {
        return 4;
    }

    /** How many calls each program has. */
    protected int callsPerProgram() {
        return 200;
    }

    /** The seed of the first program; the others follow it. Fixed, unless a subclass wants others with each run. */
    protected long firstSeed() {
        return 1;
    }

    /** Given random programs; when each runs on the storage and on the model; then every call gives the same on both. */
    @Clause("transactions.agrees-with-reference-model")
    final void agreesWithReferenceModel() throws Exception {
        Long only = Long.getLong("lockstep.seed");
        long first = only == null ? firstSeed() : only;
        long end = first + (only == null ? programCount() : 1);
        for (long seed = first; seed < end; seed++) {
            lockstep().run(seed, callsPerProgram());
        }
    }

    /**
     * Runs a program that was reported.
     *
     * @throws dev.roster.testkit.conformance.lockstep.LockstepError if the sides still part
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    protected final void replay(Step<UnitOfWork>... program) throws Exception {
        lockstep().replay(List.of(program));
    }

    private Lockstep<UnitOfWork> lockstep() {
        return new Lockstep<>(
                new StorageCallGenerator(),
                () -> new StorageSide(emptyBackend()),
                () -> new StorageSide(Backend.of(new InMemoryStorage())));
    }

    /** Calls go to two clients of the data by turns, so that one that keeps what the other changed is found out. */
    private static final class StorageSide implements SystemUnderTest<UnitOfWork> {

        private final Backend<Storage> backend;
        private final Storage one;
        private final Storage other;
        private boolean turn;

        StorageSide(Backend<Storage> backend) throws Exception {
            this.backend = backend;
            this.one = backend.client();
            this.other = backend.client();
        }

        @Override
        public UnitOfWork direct() {
            return next();
        }

        @Override
        public void inTransaction(Consumer<? super UnitOfWork> work) {
            next().inTransaction(unit -> {
                work.accept(unit);
                return unit;
            });
        }

        private Storage next() {
            turn = !turn;
            return turn ? one : other;
        }

        @Override
        public void close() throws Exception {
            backend.close();
        }
    }
}
