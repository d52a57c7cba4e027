package dev.roster.application.port.storage;

import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.util.List;

/**
 * Log of security events, called audit events. Events are appended and never changed. They stay when their user is
 * deleted ({@code audit.kept-after-user-deleted}) or the actor is ({@code audit.kept-after-actor-deleted}), and are
 * deleted when they are old enough.
 *
 * <p>An event appended inside a transaction is stored if and only if the transaction commits
 * ({@code audit.appended-only-on-commit}).
 */
public interface AuditLog {

    /** Appends an event. All fields are kept ({@code audit.fields-round-trip}). */
    void append(AuditEvent event);

    /**
     * Returns the latest events, newest first. Events of the same instant are in reverse order of appending
     * ({@code audit.newest-first}).
     *
     * @param limit maximum number of events, at least 1
     */
    List<AuditEvent> findLatest(int limit);

    /**
     * Returns the latest events of one user, in the same order ({@code audit.filtered-by-account}).
     *
     * @param limit maximum number of events, at least 1
     */
    List<AuditEvent> findLatestByUserId(UserId userId, int limit);

    /**
     * Deletes the events before an instant, and no others ({@code audit.old-events-deleted}).
     *
     * @return how many events were deleted
     */
    long deleteBefore(Instant time);
}
