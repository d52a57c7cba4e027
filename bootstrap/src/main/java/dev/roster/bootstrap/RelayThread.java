package dev.roster.bootstrap;

import dev.roster.application.port.storage.StorageUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Thread that runs the outbox relay. After a full batch it runs the relay again at once; otherwise it pauses, and
 * {@link #wake} ends the pause. If the outbox is unreachable, it logs one warning and retries until the outbox is back.
 */
final class RelayThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RelayThread.class);

    /** Longer than the storage waits for a dead connection. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final IntSupplier relay;
    private final int batchSize;
    private final Duration pause;
    private final Semaphore wakeUp = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopped;
    private boolean failing;

    private RelayThread(String name, IntSupplier relay, int batch, Duration pause) {
        this.relay = relay;
        this.batchSize = batch;
        this.pause = pause;
        this.thread = new Thread(this::deliverUntilStopped, name);
        thread.setDaemon(true);
    }

    /**
     * Creates a thread that pauses for one second, also at its start. It may be woken and closed before it is started.
     *
     * @param name name of the thread
     * @param relay delivers due messages and returns their number
     * @param batch maximum number of messages in one run; if the relay returns fewer, all due messages were delivered
     * @param others tasks that the thread runs after the relay
     */
    static RelayThread of(String name, IntSupplier relay, int batch, PeriodicTask... others) {
        return new RelayThread(name, new RelayWithTasks(relay, List.of(others)), batch, Duration.ofSeconds(1));
    }

    /** Starts the thread. Must be called at most once. */
    void start() {
        thread.start();
    }

    /**
     * Creates and starts a thread that runs the relay at once.
     *
     * @param relay delivers due messages and returns their number
     * @param pause how long to wait when nothing was due
     */
    static RelayThread start(IntSupplier relay, Duration pause) {
        RelayThread started = new RelayThread("outbox-relay", relay, 1, pause);
        started.wake();
        started.start();
        return started;
    }

    /** Signals that a message is due: the relay runs now, or once more before the next pause. Never blocks. */
    void wake() {
        // One permit is enough for any number of calls. A second one, from a race, only causes an extra run.
        if (wakeUp.availablePermits() == 0) {
            wakeUp.release();
        }
    }

    /** Ends the thread after its running deliveries. An interrupt would break the file of an embedded database. */
    @Override
    public void close() {
        stopped = true;
        wakeUp.release();
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("the outbox relay did not end in time; its last messages may be delivered again");
        }
    }

    private void deliverUntilStopped() {
        // After a restart, old messages must not compete with the first requests for the processors.
        pause();
        while (!stopped) {
            if (deliverDue() < batchSize) {
                pause();
            }
        }
    }

    private int deliverDue() {
        try {
            int due = relay.getAsInt();
            if (failing) {
                LOG.info("the outbox is reachable again");
                failing = false;
            }
            return due;
        } catch (StorageUnavailableException away) {
            warnOnce("the outbox is unreachable, retrying until it is back: {}", away.getMessage(), null);
        } catch (RuntimeException | Error unexpected) {
            // Errors are caught too: without this thread, deliveries would stop silently until a restart.
            warnOnce("the outbox relay failed and will retry: {}", unexpected.toString(), unexpected);
        }
        return 0;
    }

    private void warnOnce(String text, @Nullable String reason, @Nullable Throwable trace) {
        if (!failing) {
            LOG.warn(text, reason, trace);
            failing = true;
        }
    }

    private void pause() {
        try {
            if (wakeUp.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                wakeUp.drainPermits();
            }
        } catch (InterruptedException nobodyDoesThat) {
            stopped = true;
        }
    }
}
