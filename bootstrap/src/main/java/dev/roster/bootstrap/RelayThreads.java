package dev.roster.bootstrap;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.storage.StorageUnavailableException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that deliver the messages of some lanes of the outbox repeatedly, and at once when they are woken or after a
 * full batch. The lanes with due messages take turns, so that a bulk in one lane does not delay the others. If the
 * outbox is unreachable, one warning is logged and the relay retries until the outbox is back. The threads may run
 * other tasks, too ({@link #repeat}).
 */
final class RelayThreads implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RelayThreads.class);

    /** Longer than the storage waits for a dead connection. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    /** Delivers one batch of a lane. */
    interface Delivery {

        /**
         * Delivers due messages.
         *
         * @param onFullBatch called before the delivery of a full batch: more messages may be due
         */
        void deliverDue(Lane lane, Runnable onFullBatch);
    }

    private final Set<Lane> lanes;
    private final Delivery relay;
    private final ScheduledThreadPoolExecutor executor;
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile boolean started;

    /** Lanes that may have due messages, in the order of their turns; the executor has one task for each. Guarded by this. */
    private final Set<Lane> waiting = new LinkedHashSet<>();

    /**
     * Creates threads without starting them.
     *
     * @param threads maximum number of concurrent deliveries
     */
    RelayThreads(String name, int threads, Set<Lane> lanes, Delivery relay) {
        this.lanes = lanes;
        this.relay = relay;
        executor = new ScheduledThreadPoolExecutor(
                threads,
                work -> {
                    Thread thread = new Thread(work, name);
                    thread.setDaemon(true);
                    return thread;
                },
                new DiscardPolicy());
    }

    /**
     * Starts to run the relay. It pauses first: after a restart, old messages must not compete with the first requests
     * for the processors.
     */
    void start(Duration pause) {
        started = true;
        schedule(() -> lanes.forEach(this::wake), pause, pause);
    }

    /** Runs a task repeatedly on one of these threads, also after it failed. */
    void repeat(Runnable task, Duration first, Duration pause) {
        schedule(() -> logFailure(task), first, pause);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the task never throws
    private void schedule(Runnable task, Duration first, Duration pause) {
        executor.scheduleWithFixedDelay(task, first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Signals that a message of a lane is due: it is delivered by the next free thread. Never blocks. */
    void wake(Lane lane) {
        if (started && isNew(lane)) {
            executor.execute(() -> logFailure(this::deliverNext));
        }
    }

    private synchronized boolean isNew(Lane lane) {
        return waiting.add(lane);
    }

    private synchronized Lane next() {
        Iterator<Lane> turns = waiting.iterator();
        Lane next = turns.next();
        turns.remove();
        return next;
    }

    /** Ends the threads after their running deliveries. An interrupt would break the file of an embedded database. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the outbox relay did not end in time; its last messages may be delivered again");
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliverNext() {
        Lane lane = next();
        // After a shutdown, the executor still runs tasks that were due before.
        if (!executor.isShutdown()) {
            relay.deliverDue(lane, () -> wakeAgain(lane));
        }
    }

    /** Continues with a lane at its next turn. After a failure, only the pause does: each attempt may repeat mails. */
    private void wakeAgain(Lane lane) {
        if (!failing.get()) {
            wake(lane);
        }
    }

    /** Runs a task without an exception, because a scheduled task that throws does not run again. */
    private void logFailure(Runnable task) {
        try {
            task.run();
            if (failing.compareAndSet(true, false)) {
                LOG.info("the outbox is reachable again");
            }
        } catch (StorageUnavailableException away) {
            warnOnce("the outbox is unreachable, retrying until it is back: {}", String.valueOf(away.getMessage()));
        } catch (RuntimeException | Error unexpected) {
            warnOnce("the outbox relay failed and will retry: {}", unexpected.toString(), unexpected);
        }
    }

    private void warnOnce(String text, Object... arguments) {
        if (failing.compareAndSet(false, true)) {
            LOG.warn(text, arguments);
        }
    }
}
