package dev.roster.testkit.fake.forwarding;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Outbox queue that forwards all calls. A subclass overrides some of them to pause, count or fail, or to plant a fault. */
public class ForwardingOutboxQueue implements OutboxQueue {

    /** Receives the calls. */
    protected final OutboxQueue sound;

    /**
     * Creates an instance.
     *
     * @param sound receives the calls
     */
    public ForwardingOutboxQueue(OutboxQueue sound) {
        this.sound = sound;
    }

    @Override
    public List<Claim> claim(Lane lane, int limit, Instant now, Duration lease) {
        return sound.claim(lane, limit, now, lease);
    }

    @Override
    public boolean acknowledge(Claim claim) {
        return sound.acknowledge(claim);
    }

    @Override
    public int acknowledgeAll(List<Claim> claims) {
        return sound.acknowledgeAll(claims);
    }

    @Override
    public boolean retryLater(Claim claim, Instant retryAt, String reason) {
        return sound.retryLater(claim, retryAt, reason);
    }

    @Override
    public boolean deadLetter(Claim claim, String reason) {
        return sound.deadLetter(claim, reason);
    }

    @Override
    public boolean expire(Claim claim) {
        return sound.expire(claim);
    }

    @Override
    public List<OutboxEntry> list(int limit) {
        return sound.list(limit);
    }

    @Override
    public boolean retryNow(MessageId id, Instant now) {
        return sound.retryNow(id, now);
    }

    @Override
    public Map<Lane, QueueStats> statsByLane() {
        return sound.statsByLane();
    }

    @Override
    public QueueStats stats() {
        return sound.stats();
    }
}
