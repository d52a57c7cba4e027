package dev.roster.bootstrap;

import dev.roster.application.port.storage.StorageUnavailableException;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Thread that runs the outbox relay repeatedly, and at once when it is woken or after a full batch. If the outbox is
 * unreachable, it logs one warning and retries until the outbox is back. It may run other tasks, too ({@link #repeat}).
 */
final class RelayThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RelayThread.class);

    /** Longer than the storage waits for a dead connection. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final IntSupplier relay;
    private final int batchSize;
    private final ScheduledThreadPoolExecutor executor;
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile boolean started;
    private boolean failing;

    /**
     * Creates a thread without starting it.
     *
     * @param relay delivers due messages and returns their number
     * @param batchSize maximum number of messages in one run; a relay that returns fewer has delivered all due messages
     */
    RelayThread(String name, IntSupplier relay, int batchSize) {
        this.relay = relay;
        this.batchSize = batchSize;
        executor = new ScheduledThreadPoolExecutor(
                1,
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
        repeat(this::deliverDue, pause, pause);
    }

    /** Runs a task repeatedly on this thread, also after it failed. */
    @SuppressWarnings("FutureReturnValueIgnored") // the task never throws
    void repeat(Runnable task, Duration first, Duration pause) {
        executor.scheduleWithFixedDelay(
                () -> logFailure(task), first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Signals that a message is due: the relay runs now, or once more if it is running. Never blocks. */
    void wake() {
        if (started && woken.compareAndSet(false, true)) {
            executor.execute(() -> {
                woken.set(false);
                logFailure(this::deliverDue);
            });
        }
    }

    /** Ends the thread after its running deliveries. An interrupt would break the file of an embedded database. */
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

    private void deliverDue() {
        // After a shutdown, the executor still runs a task that was due before.
        if (!executor.isShutdown() && relay.getAsInt() >= batchSize) {
            wake();
        }
    }

    /** Runs a task without an exception, because a scheduled task that throws does not run again. */
    private void logFailure(Runnable task) {
        try {
            task.run();
            if (failing) {
                LOG.info("the outbox is reachable again");
                failing = false;
            }
        } catch (StorageUnavailableException away) {
            warnOnce("the outbox is unreachable, retrying until it is back: {}", String.valueOf(away.getMessage()));
        } catch (RuntimeException | Error unexpected) {
            warnOnce("the outbox relay failed and will retry: {}", unexpected.toString(), unexpected);
        }
    }

    private void warnOnce(String text, Object... arguments) {
        if (!failing) {
            LOG.warn(text, arguments);
            failing = true;
        }
    }
}
