package dev.roster.application.outbox;

import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.outbox.OutboxQueue.QueueStats;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Remembers how full the outbox was, for whoever watches over the service. Safe for use by many threads. */
public final class OutboxMonitor {

    private final OutboxQueue queue;
    private final InstantSource clock;
    private volatile @Nullable Reading latest;

    /**
     * @param queue what is watched
     * @param clock tells the time of each reading
     */
    public OutboxMonitor(OutboxQueue queue, InstantSource clock) {
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * What was read.
     *
     * @param readAt when
     * @param waiting messages to be delivered, those in hand among them
     * @param deadLetters dead letters
     * @param oldestAge how long the oldest of those waiting has been there; zero if none waits
     */
    public record Reading(Instant readAt, long waiting, long deadLetters, Duration oldestAge) {}

    /**
     * Reads and remembers.
     *
     * @throws dev.roster.application.port.storage.StorageUnavailableException if the outbox is out of reach; the reading before
     *     stays
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

    /** The last reading; empty before the first. */
    public Optional<Reading> latest() {
        return Optional.ofNullable(latest);
    }
}
