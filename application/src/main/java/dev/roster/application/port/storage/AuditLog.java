package dev.roster.application.port.storage;

import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.util.List;

/**
 * The record of security events. Events are appended and never changed; they stay when their user goes
 * ({@code audit.kept-after-user-deleted}), and go when they are old enough. Appended inside a transaction, an event is there exactly
 * when that commits ({@code audit.appended-only-on-commit}).
 */
public interface AuditLog {

    /** Adds an event, whose fields are kept as they are ({@code audit.fields-round-trip}). */
    void append(AuditEvent event);

    /**
     * The latest events, the newest first, those of one instant in the reverse of the order in which they were appended
     * ({@code audit.newest-first}).
     *
     * @param limit how many at most, at least 1
     */
    List<AuditEvent> findLatest(int limit);

    /**
     * The latest events of one account, in the same order ({@code audit.filtered-by-account}).
     *
     * @param limit how many at most, at least 1
     */
    List<AuditEvent> findLatestByUserId(UserId userId, int limit);

    /**
     * Removes what happened before that instant, and nothing else ({@code audit.old-events-deleted}).
     *
     * @return how many events that were
     */
    long deleteBefore(Instant time);
}
