package dev.roster.testkit.conformance.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.CapturedOutput;
import dev.roster.testkit.conformance.Contract;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Contract about outages of the server behind an adapter. Its clauses run under each kind of outage that the fixture
 * supports; the fixture declares the others unsupported, and the contract asserts that the fault control refuses them.
 *
 * @param <P> the port
 */
public abstract class OutageContract<P> extends Contract<P> {

    /** A call hangs if it takes more than this many times the promised duration. */
    private static final int TOLERANCE = 10;

    private @Nullable FaultyBackend<P> backend;

    /** Returns an empty backend whose server can fail. Called before each clause; closed after it. */
    protected abstract FaultyBackend<P> emptyBackendWithFaults() throws Exception;

    /** Returns how long a call takes at most while its server does not respond, as the adapter promises. */
    protected abstract Duration longestCall();

    /** Returns how long after the end of an outage calls may still fail, as the adapter promises. */
    protected Duration longestRecovery() {
        return Duration.ofSeconds(5);
    }

    /** Returns whether the fault control can {@linkplain FaultControl#cut() cut} connections. */
    protected Capability cutConnections() {
        return Capability.supported();
    }

    /** Returns whether the fault control can make responses {@linkplain FaultControl#slow slow}. */
    protected Capability slowResponses() {
        return Capability.supported();
    }

    /** Returns whether the fault control can {@linkplain FaultControl#stop() stop} and restart the server. */
    protected Capability stoppedServer() {
        return Capability.supported();
    }

    @Override
    protected final Backend<P> emptyBackend() throws Exception {
        backend = emptyBackendWithFaults();
        return backend;
    }

    private FaultyBackend<P> backend() {
        return Objects.requireNonNull(backend, "available only inside a clause");
    }

    /** Closes all clients and returns another client of the same data. */
    protected final P reopen() throws Exception {
        return backend().reopen();
    }

    /** Returns all outages that the fixture supports: at least one. */
    protected final List<Outage> outages() {
        List<Outage> outages = new ArrayList<>(breaks());
        Outage slow = Outage.slow(backend().faults(), longestCall().multipliedBy(2 * TOLERANCE));
        outages.addAll(slow.ifSupported(slowResponses()));
        return outages;
    }

    /** Returns the outages in which the connections break at once. */
    protected final List<Outage> breaks() {
        FaultControl faults = backend().faults();
        List<Outage> outages = new ArrayList<>(Outage.cut(faults).ifSupported(cutConnections()));
        outages.addAll(Outage.stop(faults).ifSupported(stoppedServer()));
        assertThat(outages).as("supported faults: cut or stop is required").isNotEmpty();
        return outages;
    }

    /**
     * Runs calls at the same time, each on a thread of its own, and asserts that none takes more than ten times the
     * promised duration.
     *
     * @return the outcomes, in the order of the calls
     */
    protected final <T> List<Outcome<T>> runBounded(List<Callable<T>> calls) throws InterruptedException {
        Duration limit = longestCall().multipliedBy(TOLERANCE);
        long[] nanos = new long[calls.size()];
        List<Outcome<T>> outcomes = Rendezvous.run(calls.size(), i -> () -> {
            long start = System.nanoTime();
            try {
                return calls.get(i).call();
            } finally {
                nanos[i] = System.nanoTime() - start;
            }
        });
        for (int i = 0; i < nanos.length; i++) {
            assertThat(Duration.ofNanos(nanos[i]))
                    .as("time of call %d, for which %s is promised", i, longestCall())
                    .isLessThanOrEqualTo(limit);
        }
        return outcomes;
    }

    /**
     * Makes calls while the connections are broken, and asserts that neither an exception nor any output contains a
     * text.
     *
     * @param hidden the text, such as a secret
     */
    protected final void assertNotRevealed(String hidden, List<Callable<Object>> calls) throws Exception {
        for (Outage outage : breaks()) {
            try (CapturedOutput output = new CapturedOutput()) {
                outage.begin().run();
                List<Outcome<Object>> outcomes = runBounded(calls);
                outage.end().run();

                for (Outcome<Object> outcome : outcomes) {
                    assertThat(outcome.failure().map(CapturedOutput::logged).orElse(""))
                            .as("exception during %s", outage.name())
                            .doesNotContain(hidden);
                }
                assertThat(output.text()).as("output during %s", outage.name()).doesNotContain(hidden);
            }
        }
    }

    /**
     * Calls until a call succeeds, at most ten times the promised time of recovery.
     *
     * @return the result of the successful call
     * @throws AssertionError if no call succeeds in time; its cause is the last failure
     */
    protected final <T> T awaitRecovery(Callable<T> call) throws Exception {
        long end = System.nanoTime() + longestRecovery().multipliedBy(TOLERANCE).toNanos();
        while (true) {
            try {
                return call.call();
            } catch (RuntimeException | AssertionError unavailable) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("no recovery after the outage", unavailable);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        }
    }
}
