package dev.roster.application.outbox;

import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.outbox.OutboxQueue.QueueStats;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads how full the outbox is and keeps the last reading for monitoring. Safe for use by multiple threads. */
public final class OutboxMonitor {

    private final OutboxQueue queue;
    private final InstantSource clock;
    private volatile @Nullable Reading latest;

    /**
     * @param queue the monitored queue
     * @param clock clock for the time of each reading
     */
    public OutboxMonitor(OutboxQueue queue, InstantSource clock) {
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * A reading of the queue.
     *
     * @param readAt when it was read
     * @param waiting number of messages to deliver, claimed ones included
     * @param deadLetters number of dead letters
     * @param oldestAge age of the oldest waiting message; zero if none is waiting
     */
    public record Reading(Instant readAt, long waiting, long deadLetters, Duration oldestAge) {}

    /**
     * Reads the queue and stores the result as the latest reading.
     *
     * @throws dev.roster.application.port.storage.StorageUnavailableException if the outbox is unreachable; the latest
     *     reading is unchanged
     */
    public Reading read() {
        QueueStats depth = queue.stats();
        Instant now = clock.instant();
        Duration age = depth.oldestCreatedAt()
                .map(oldest -> Duration.between(oldest, now))
                .filter(waited -> !waited.isNegative())
                .orElse(Duration.ZERO);
        Reading reading = new Reading(now, depth.waiting(), depth.deadLetters(), age);
        latest = reading;
        return reading;
    }

    /** Returns the latest reading; empty before the first. */
    public Optional<Reading> latest() {
        return Optional.ofNullable(latest);
    }
}
