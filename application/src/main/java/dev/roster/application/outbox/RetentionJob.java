package dev.roster.application.outbox;

import dev.roster.application.port.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes old audit events, and one-time tokens that expired long ago. Several nodes may run it at the same time. It
 * does not delete outbox messages: {@link OutboxRelay} does when they are delivered or expire, and dead letters stay.
 */
public final class RetentionJob {

    /** How long expired tokens are kept. Until then, the same hash cannot be stored again. */
    static final Duration TOKEN_RETENTION = Duration.ofDays(30);

    private static final Logger LOG = LoggerFactory.getLogger(RetentionJob.class);

    private final Storage storage;
    private final Duration auditRetention;
    private final InstantSource clock;

    /**
     * @param storage the storage to delete from; not closed by this object
     * @param auditRetention how long audit events are kept; {@code roster.jar} passes its setting {@code AUDIT_RETENTION},
     *     90 days by default
     * @param clock clock that decides what is expired
     */
    public RetentionJob(Storage storage, Duration auditRetention, InstantSource clock) {
        this.storage = storage;
        this.auditRetention = auditRetention;
        this.clock = clock;
    }

    /**
     * Deletes old audit events, and tokens that expired long ago.
     *
     * @throws dev.roster.application.port.storage.StorageUnavailableException if the storage is unreachable
     */
    public void purgeExpired() {
        Instant now = clock.instant();
        long events = storage.auditLog().deleteBefore(now.minus(auditRetention));
        long tokens = storage.oneTimeTokens().deleteExpiredBefore(now.minus(TOKEN_RETENTION));
        if (events + tokens > 0) {
            LOG.info("deleted {} old audit events and {} expired one-time tokens", events, tokens);
        }
    }
}
