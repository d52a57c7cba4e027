package dev.roster.bootstrap.metrics;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxQueue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Queue of an outbox that counts how deliveries end: mails, notifications and cache invalidations. */
final class MeteredOutboxQueue implements OutboxQueue {

    private final OutboxQueue queue;
    private final MeterRegistry registry;
    private final Map<Ended, Counter> counters = new ConcurrentHashMap<>();

    MeteredOutboxQueue(OutboxQueue queue, MeterRegistry registry) {
        this.queue = queue;
        this.registry = registry;
        // A counter that appears with its first event hides that event from rates.
        for (Class<?> kind : OutboxMessage.class.getPermittedSubclasses()) {
            for (Outcome outcome : Outcome.values()) {
                Ended ended = new Ended(kind.getSimpleName(), outcome);
                counters.put(ended, counter(ended));
            }
        }
    }

    private enum Outcome {
        DELIVERED,
        RETRIED,
        FAILED,
        EXPIRED
    }

    private record Ended(String message, Outcome outcome) {}

    private boolean count(Claim claim, Outcome outcome, boolean happened) {
        if (happened) {
            counters.computeIfAbsent(new Ended(claim.message().getClass().getSimpleName(), outcome), this::counter)
                    .increment();
        }
        return happened;
    }

    private Counter counter(Ended ended) {
        return Counter.builder("roster.outbox.deliveries")
                .description("Deliveries of messages by their outcome")
                .tag("message", ended.message())
                .tag("outcome", ended.outcome().name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    @Override
    public List<Claim> claim(Lane lane, int limit, Instant now, Duration lease) {
        return queue.claim(lane, limit, now, lease);
    }

    @Override
    public boolean acknowledge(Claim claim) {
        return count(claim, Outcome.DELIVERED, queue.acknowledge(claim));
    }

    @Override
    public int acknowledgeAll(List<Claim> claims) {
        int acknowledged = queue.acknowledgeAll(claims);
        // All of them were delivered, even if a claim has ended meanwhile.
        claims.forEach(claim -> count(claim, Outcome.DELIVERED, true));
        return acknowledged;
    }

    @Override
    public boolean retryLater(Claim claim, Instant retryAt, String reason) {
        return count(claim, Outcome.RETRIED, queue.retryLater(claim, retryAt, reason));
    }

    @Override
    public boolean deadLetter(Claim claim, String reason) {
        return count(claim, Outcome.FAILED, queue.deadLetter(claim, reason));
    }

    @Override
    public boolean expire(Claim claim) {
        return count(claim, Outcome.EXPIRED, queue.expire(claim));
    }

    @Override
    public List<OutboxEntry> list(int limit) {
        return queue.list(limit);
    }

    @Override
    public boolean retryNow(MessageId id, Instant now) {
        return queue.retryNow(id, now);
    }

    @Override
    public Map<Lane, QueueStats> statsByLane() {
        return queue.statsByLane();
    }

    @Override
    public QueueStats stats() {
        return queue.stats();
    }
}
