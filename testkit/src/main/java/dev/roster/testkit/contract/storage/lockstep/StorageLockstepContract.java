package dev.roster.testkit.contract.storage.lockstep;

import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Clauses;
import dev.roster.testkit.conformance.lockstep.Lockstep;
import dev.roster.testkit.conformance.lockstep.Step;
import dev.roster.testkit.conformance.lockstep.SystemUnderTest;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Contract that compares a {@link Storage} with the in-memory reference model. Random programs call every method of
 * every repository, of the outbox and of its queue, in committed, rolled back and nested transactions and after their
 * end. They run on both, and the results of every call must be equal.
 *
 * <p>A difference is reported as a short program of the form {@code replay(…)}. To run it again, copy it into a test of
 * a subclass, with static imports of {@link StorageCalls}, {@link PostCalls}, {@link AuditCalls}, {@link
 * OutboxCalls}, {@link TransactionCalls}, their enums, and {@link
 * dev.roster.testkit.conformance.lockstep.Transaction}.
 *
 * <p>To run a single program again, set the system property {@code lockstep.seed} to its seed.
 */
@Clauses
public abstract class StorageLockstepContract {

    /** For subclasses. */
    protected StorageLockstepContract() {}

    /** Returns an empty backend. Called before each program; the backend is closed after it. */
    protected abstract Backend<Storage> emptyBackend() throws Exception;

    /**
     * Returns whether an id of a row that was rolled back is never given to another row. If not, programs do not use
     * such an id after the rollback.
     */
    protected Capability rolledBackIdsStayUnused() {
        return Capability.supported();
    }

    /** Returns the number of programs to run. */
    protected int programCount() {
        return 4;
    }

    /** Returns the number of calls of each program. */
    protected int callsPerProgram() {
        return 200;
    }

    /**
     * Returns the seed of the first program; each further program uses the next number. The default is fixed; override
     * it to run other programs each time.
     */
    protected long firstSeed() {
        return 1;
    }

    /**
     * Given random programs. When each runs on the adapter under test and on the reference model. Then every call gives
     * the same result on both.
     */
    @Clause(
            value = "transactions.agrees-with-reference-model",
            promise = "Any sequence of calls gives the same results as on the reference model, except for ids.")
    final void agreesWithReferenceModel() throws Exception {
        Long only = Long.getLong("lockstep.seed");
        long first = only == null ? firstSeed() : only;
        long end = first + (only == null ? programCount() : 1);
        for (long seed = first; seed < end; seed++) {
            lockstep().run(seed, callsPerProgram());
        }
    }

    /**
     * Runs a reported program again.
     *
     * @throws dev.roster.testkit.conformance.lockstep.LockstepError if adapter and reference model still differ
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    protected final void replay(Step<UnitOfWork>... program) throws Exception {
        lockstep().replay(List.of(program));
    }

    private Lockstep<UnitOfWork> lockstep() {
        Lockstep<UnitOfWork> lockstep = new Lockstep<>(
                new StorageCallGenerator(),
                () -> new StorageSide(emptyBackend()),
                () -> new StorageSide(Backend.of(new InMemoryStorage())));
        return rolledBackIdsStayUnused().isSupported() ? lockstep : lockstep.withRolledBackIdsReused();
    }

    /** Adapter or reference model. Calls alternate between two clients, to detect a client that reads stale data. */
    private static final class StorageSide implements SystemUnderTest<UnitOfWork> {

        private final Backend<Storage> backend;
        private final Client one;
        private final Client other;
        private boolean turn;
        private @Nullable Repositories ended;

        StorageSide(Backend<Storage> backend) throws Exception {
            this.backend = backend;
            this.one = new Client(backend.client());
            this.other = new Client(backend.client());
        }

        @Override
        public UnitOfWork direct() {
            Client client = next();
            return step(client, client.storage);
        }

        @Override
        public void inTransaction(Consumer<? super UnitOfWork> work) {
            Client client = next();
            Repositories[] used = new Repositories[1];
            try {
                client.storage.inTransaction(unit -> {
                    used[0] = Repositories.of(unit);
                    work.accept(step(client, unit));
                    return unit;
                });
            } finally {
                ended = used[0] == null ? ended : used[0];
            }
        }

        private UnitOfWork step(Client client, UnitOfWork current) {
            return new StepUnit(current, client.storage, client.direct, ended);
        }

        private Client next() {
            turn = !turn;
            return turn ? one : other;
        }

        @Override
        public void close() throws Exception {
            backend.close();
        }
    }

    /** One client of the data, with the repositories that its caller keeps. */
    private static final class Client {

        private final Storage storage;
        private final Repositories direct;

        Client(Storage storage) {
            this.storage = storage;
            this.direct = Repositories.of(storage);
        }
    }
}
