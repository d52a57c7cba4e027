package dev.roster.adapters.jdbc;

import dev.roster.adapters.jdbc.sql.SqlFailures;
import dev.roster.application.port.storage.StorageUnavailableException;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wait for a database server that does not accept connections yet, because both are being started. */
final class StartupWait {

    private static final Logger LOG = LoggerFactory.getLogger(StartupWait.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private StartupWait() {}

    /**
     * Connects, and tries again while the server is unreachable, is starting, or has no connection left.
     *
     * @throws StorageUnavailableException if the last attempt within the given time fails, or if an attempt fails for a
     *     reason that waiting does not change, such as a wrong password; also if the JVM shuts down meanwhile
     */
    static <T> T connect(Database db, Duration timeout, Supplier<T> attempt) {
        Thread waiting = Thread.currentThread();
        Thread stop = new Thread(waiting::interrupt, "stop waiting for the database");
        boolean waited = false;
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (true) {
                try {
                    T connected = attempt.get();
                    if (waited) {
                        LOG.info("the database at {} is available", db.redactedUrl());
                    }
                    return connected;
                } catch (StorageUnavailableException failed) {
                    if (!SqlFailures.mayBeStarting(failed) || System.nanoTime() + PAUSE.toNanos() > deadline) {
                        throw failed;
                    }
                    if (!waited) {
                        waited = true;
                        Runtime.getRuntime().addShutdownHook(stop);
                    }
                    LOG.warn(
                            "the database at {} is not available yet; trying again for up to {} s: {}",
                            db.redactedUrl(),
                            Math.max(
                                    1,
                                    Duration.ofNanos(deadline - System.nanoTime())
                                            .toSeconds()),
                            SqlFailures.driverMessage(failed));
                    pause(failed);
                }
            }
        } finally {
            if (waited) {
                removeHook(stop);
            }
        }
    }

    private static void pause(StorageUnavailableException failed) {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            failed.addSuppressed(stopped);
            throw failed;
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            LOG.debug("the JVM shuts down", shuttingDown);
        }
    }
}
