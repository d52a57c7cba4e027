package dev.roster.testkit.fake.forwarding;

import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.AuditLog;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.util.List;

/** Audit log that forwards all calls. A subclass overrides some of them to pause, count or fail, or to plant a fault. */
public class ForwardingAuditLog implements AuditLog {

    /** Receives the calls. */
    protected final AuditLog sound;

    /**
     * Creates an instance.
     *
     * @param sound receives the calls
     */
    public ForwardingAuditLog(AuditLog sound) {
        this.sound = sound;
    }

    @Override
    public void append(AuditEvent event) {
        sound.append(event);
    }

    @Override
    public List<AuditEvent> findLatest(int limit) {
        return sound.findLatest(limit);
    }

    @Override
    public List<AuditEvent> findLatestByUserId(UserId userId, int limit) {
        return sound.findLatestByUserId(userId, limit);
    }

    @Override
    public long deleteBefore(Instant time) {
        return sound.deleteBefore(time);
    }
}
