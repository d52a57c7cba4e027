package dev.roster.testkit.contract.security;

import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Many short races of two threads. Both start a round within a fraction of a microsecond: each waits for the other
 * without sleeping, and makes sure that the other one is running. A thread that sleeps at a barrier starts so late that
 * a call in memory is over by then. The start of one is delayed by another number of steps each round.
 */
final class TightRace {

    private static final int THREADS = 2;
    private static final int MIN_ROUNDS = 5;
    private static final int MAX_ROUNDS = 20_000;

    /** Rounds over a network take longer, but fewer suffice to find a fault. */
    private static final Duration BUDGET = Duration.ofMillis(150);

    /** On a machine under load the threads may share a processor for long, and then no race takes place. */
    private static final Duration BUDGET_UNDER_LOAD = Duration.ofSeconds(2);

    private static final int ENOUGH_CLOSE_STARTS = 300;
    private static final int MAX_SPINS = 2_000;
    private static final int MAX_DELAY = 32;
    private static final int MEETINGS = 3;

    private final long started = System.nanoTime();
    private final AtomicInteger arrived = new AtomicInteger();
    private final AtomicBoolean slow = new AtomicBoolean();
    private final AtomicInteger closeStarts = new AtomicInteger();
    private volatile boolean ended;
    private final AtomicInteger steps = new AtomicInteger();

    private TightRace() {}

    /** A call of one thread in one round. */
    interface Runner {

        /** Makes the call. */
        void run(int thread, int round) throws Exception;
    }

    /** Runs rounds, and returns their number, at least {@value #MIN_ROUNDS}. */
    static int run(Runner runner) throws InterruptedException {
        TightRace race = new TightRace();
        return Rendezvous.run(THREADS, thread -> () -> race.runRounds(thread, runner)).stream()
                .mapToInt(Outcome::get)
                .min()
                .orElseThrow();
    }

    private int runRounds(int thread, Runner runner) throws Exception {
        try {
            int round = 0;
            while (round < MAX_ROUNDS && awaitStart(thread, round)) {
                runner.run(thread, round);
                round++;
            }
            return round;
        } finally {
            ended = true;
        }
    }

    /** Waits for the start of a round; returns false if the other thread has ended or the time is over. */
    private boolean awaitStart(int thread, int round) {
        boolean both = meet(round, 0);
        if (thread == 0) {
            endIfEnough(round);
        }
        // After one meeting, the thread that came first may not be running. It is if each waits for the other once.
        for (int meeting = 1; both && meeting < MEETINGS; meeting++) {
            both = meet(round, meeting);
        }
        for (int delay = thread == 0 ? round % MAX_DELAY : MAX_DELAY / 2; delay > 0; delay--) {
            steps.lazySet(delay);
        }
        return both;
    }

    private void endIfEnough(int round) {
        int close = slow.getAndSet(false) ? closeStarts.get() : closeStarts.incrementAndGet();
        boolean enough = close >= ENOUGH_CLOSE_STARTS || 2 * close > round;
        Duration budget = enough ? BUDGET : BUDGET_UNDER_LOAD;
        if (round >= MIN_ROUNDS && System.nanoTime() - started > budget.toNanos()) {
            ended = true;
        }
    }

    private boolean meet(int round, int meeting) {
        int arrivals = THREADS * (MEETINGS * round + meeting + 1);
        arrived.incrementAndGet();
        for (int spins = 0; arrived.get() < arrivals; spins++) {
            if (ended) {
                return false;
            }
            if (spins < MAX_SPINS) {
                Thread.onSpinWait();
            } else {
                if (meeting > 0) {
                    slow.set(true);
                }
                // Lets the scheduler choose another processor.
                LockSupport.parkNanos(20_000);
            }
        }
        return true;
    }
}
