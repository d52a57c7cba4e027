package dev.roster.application.outbox;

import dev.roster.application.port.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what nobody needs any more. Several nodes may do so at once. */
public final class RetentionJob {

    /** Expired tokens are of no use; they stay this long so that nobody meets the same secret again. */
    static final Duration TOKEN_RETENTION = Duration.ofDays(30);

    private static final Logger LOG = LoggerFactory.getLogger(RetentionJob.class);

    private final Storage storage;
    private final Duration auditRetention;
    private final InstantSource clock;

    /**
     * @param storage what is tidied; not closed here
     * @param auditRetention how long security events are kept
     * @param clock tells what is old
     */
    public RetentionJob(Storage storage, Duration auditRetention, InstantSource clock) {
        this.storage = storage;
        this.auditRetention = auditRetention;
        this.clock = clock;
    }

    /**
     * Removes old security events, and tokens that expired long ago.
     *
     * @throws dev.roster.application.port.storage.StorageUnavailableException if the storage is out of reach
     */
    public void purgeExpired() {
        Instant now = clock.instant();
        long events = storage.auditLog().deleteBefore(now.minus(auditRetention));
        long tokens = storage.oneTimeTokens().deleteExpiredBefore(now.minus(TOKEN_RETENTION));
        if (events + tokens > 0) {
            LOG.info("removed {} old audit events and {} old tokens", events, tokens);
        }
    }
}
