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
 * Runs the outbox relay on a thread of its own: again at once after a full batch, else after a pause, which ends early when
 * it is woken.
 * An outbox out of reach is told once, and tried again until it is back.
 */
final class RelayThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RelayThread.class);

    /** The storage gives up on a dead connection well before that. */
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
     * One that pauses for a second, at its start too; it may be woken and closed before it is started.
     *
     * @param name of the thread, for the log
     * @param relay delivers what is due, and tells how many that were
     * @param batch how many it delivers at once; fewer were all that was due
     * @param others what is done beside that, now and then
     */
    static RelayThread of(String name, IntSupplier relay, int batch, PeriodicTask... others) {
        return new RelayThread(name, new RelayWithTasks(relay, List.of(others)), batch, Duration.ofSeconds(1));
    }

    /** Starts it; once. */
    void start() {
        thread.start();
    }

    /**
     * Starts it, without a pause before.
     *
     * @param relay delivers what is due, and tells how many that were
     * @param pause how long to wait when nothing was due
     */
    static RelayThread start(IntSupplier relay, Duration pause) {
        RelayThread started = new RelayThread("outbox-relay", relay, 1, pause);
        started.wake();
        started.start();
        return started;
    }

    /** Says that something is due: if the thread pauses, it looks now, else once more before it pauses. Never waits. */
    void wake() {
        // However many call, one look is enough; one too many does no harm.
        if (wakeUp.availablePermits() == 0) {
            wakeUp.release();
        }
    }

    /** Lets the deliveries at hand finish, and ends the thread; an interrupt would break an embedded database's file. */
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
            LOG.warn("the outbox relay did not end in time; what it was delivering is delivered again");
        }
    }

    private void deliverUntilStopped() {
        // Deliveries left over from before do not compete with the first requests for a JVM that has just started.
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
                LOG.info("the outbox can be read again");
                failing = false;
            }
            return due;
        } catch (StorageUnavailableException away) {
            warnOnce("the outbox cannot be read for now, deliveries wait: {}", away.getMessage(), null);
        } catch (RuntimeException | Error unexpected) {
            // An error too: without this thread nothing would be delivered until a restart, and nobody would know.
            warnOnce("the outbox relay failed, and goes on: {}", unexpected.toString(), unexpected);
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
