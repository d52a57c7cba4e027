package dev.roster.application.outbox;

import dev.roster.application.account.OneTimeTokenMailer;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.application.port.delivery.EmailService;
import dev.roster.application.port.delivery.NotificationService;
import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.EmailChangedEmail;
import dev.roster.application.port.outbox.OutboxMessage.PasswordChangedEmail;
import dev.roster.application.port.outbox.OutboxMessage.PasswordResetEmail;
import dev.roster.application.port.outbox.OutboxMessage.PasswordResetRequest;
import dev.roster.application.port.outbox.OutboxMessage.ProfileUpdatedNotification;
import dev.roster.application.port.outbox.OutboxMessage.UserCacheInvalidation;
import dev.roster.application.port.outbox.OutboxMessage.VerificationEmail;
import dev.roster.application.port.outbox.OutboxMessage.VerificationRequest;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.outbox.OutboxQueue.Claim;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Delivers the messages of the outbox. Several relays may work on one backend.
 *
 * <p>A message is acknowledged after its delivery: mails one by one, because mail servers may be slow, others in batches.
 * After a crash in between it is delivered again with the same id. A failed delivery is retried after a pause that
 * doubles from one second up to five minutes. After {@value #MAX_ATTEMPTS} attempts, or at once if the failure is
 * {@linkplain DeliveryFailedException#isPermanent() permanent}, the message becomes a dead letter, {@linkplain
 * OutboxQueue#deadLetter without its secret}. An expired message is not delivered but {@linkplain OutboxQueue#expire
 * kept for operators}.
 *
 * <p>Cache invalidations never become dead letters. They are retried with a short pause until they expire: until one is
 * delivered, reads may be stale. An expired one is dropped, because no entry can be stale any more.
 */
public final class OutboxRelay {

    /** Number of attempts, which take about an hour, before a message becomes a dead letter. */
    public static final int MAX_ATTEMPTS = 20;

    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration INITIAL_RETRY_DELAY = Duration.ofSeconds(1);
    private static final Duration MAX_RETRY_DELAY = Duration.ofMinutes(5);
    private static final Duration CACHE_RETRY_DELAY = Duration.ofSeconds(1);

    private final OutboxQueue queue;
    private final OneTimeTokenMailer tokens;
    private final EmailService mails;
    private final NotificationService notifications;
    private final UserCache cache;
    private final InstantSource clock;

    /** Kinds of messages whose last delivery failed. */
    private final Set<String> failingKinds = ConcurrentHashMap.newKeySet();

    /**
     * @param queue the queue to deliver from
     * @param tokens creates the tokens that messages request
     * @param mails delivers mails
     * @param notifications delivers notifications
     * @param cache the cache to invalidate
     * @param clock clock that decides which messages are due
     */
    public OutboxRelay(
            OutboxQueue queue,
            OneTimeTokenMailer tokens,
            EmailService mails,
            NotificationService notifications,
            UserCache cache,
            InstantSource clock) {
        this.queue = queue;
        this.tokens = tokens;
        this.mails = mails;
        this.notifications = notifications;
        this.cache = cache;
        this.clock = clock;
    }

    /**
     * Delivers one batch of each lane.
     *
     * @return how many messages were due
     * @throws dev.roster.application.port.storage.StorageUnavailableException if the outbox is unreachable
     */
    public int deliverDue() {
        return Stream.of(Lane.values())
                .mapToInt(lane -> deliverDue(lane, () -> {}))
                .sum();
    }

    /**
     * Delivers one batch of due messages of a lane. A failed delivery does not affect the other messages and is not
     * thrown.
     *
     * @param onFullBatch called before the delivery of a full batch: more messages may be due, for another thread
     * @return how many messages were due; 0 if none is due now
     * @throws dev.roster.application.port.storage.StorageUnavailableException if the outbox is unreachable; messages
     *     that were delivered but not acknowledged are delivered again
     */
    public int deliverDue(Lane lane, Runnable onFullBatch) {
        Instant leaseEnds = clock.instant().plus(LEASE);
        List<Claim> claims = queue.claim(lane, batchSize(lane), clock.instant(), LEASE);
        if (claims.size() >= batchSize(lane)) {
            onFullBatch.run();
        }
        List<Claim> ended = new ArrayList<>();
        try {
            for (Claim claim : claims) {
                // The lease may have expired during slow deliveries; another relay may own this message.
                if (clock.instant().isBefore(leaseEnds) && process(claim)) {
                    ended.add(claim);
                }
            }
        } finally {
            if (!ended.isEmpty()) {
                queue.acknowledgeAll(ended);
            }
        }
        return claims.size();
    }

    /** Returns the maximum number of messages of a lane in one batch. A batch is finished even while the service stops. */
    static int batchSize(Lane lane) {
        return switch (lane) {
            case CACHE -> 50;
            case DEFAULT -> 20;
            default -> 1;
        };
    }

    /** Delivers a message. Returns whether to acknowledge it: false after a failed delivery. */
    private boolean process(Claim claim) {
        OutboxMessage message = claim.message();
        Instant now = clock.instant();
        if (message.expiresAt().filter(expiry -> !now.isBefore(expiry)).isPresent()) {
            return expire(claim);
        }
        try {
            deliver(message);
        } catch (RuntimeException failed) {
            handleFailure(claim, failed);
            return false;
        }
        if (failingKinds.remove(kind(message))) {
            LOG.info("{} {} delivered; earlier deliveries of its kind had failed", kind(message), message.id());
        }
        return true;
    }

    private boolean expire(Claim claim) {
        if (claim.message() instanceof UserCacheInvalidation) {
            return true;
        }
        LOG.warn(
                "{} {} expired before its delivery",
                kind(claim.message()),
                claim.message().id());
        queue.expire(claim);
        return false;
    }

    private void deliver(OutboxMessage message) {
        if (message instanceof VerificationEmail mail) {
            mails.sendVerificationEmail(mail.id(), mail.to(), mail.name(), mail.token(), mail.tokenExpiresAt());
        } else if (message instanceof VerificationRequest request) {
            tokens.mailVerificationToken(request.to());
        } else if (message instanceof PasswordResetRequest request) {
            tokens.mailPasswordResetToken(request.to(), request.clientAddress());
        } else if (message instanceof PasswordResetEmail mail) {
            mails.sendPasswordResetEmail(mail.id(), mail.to(), mail.name(), mail.token(), mail.tokenExpiresAt());
        } else if (message instanceof PasswordChangedEmail mail) {
            mails.sendPasswordChangedEmail(mail.id(), mail.to(), mail.name(), mail.createdAt());
        } else if (message instanceof EmailChangedEmail mail) {
            mails.sendEmailChangedEmail(mail.id(), mail.to(), mail.name(), mail.newEmail(), mail.createdAt());
        } else if (message instanceof WelcomeNotification welcome) {
            notifications.sendWelcomeNotification(welcome.id(), welcome.userId(), welcome.name());
        } else if (message instanceof ProfileUpdatedNotification update) {
            notifications.sendProfileUpdatedNotification(update.id(), update.userId(), update.name());
        } else if (message instanceof UserCacheInvalidation invalidation) {
            boolean reached = invalidation.deleted()
                    ? cache.markDeleted(invalidation.userId())
                    : cache.invalidate(invalidation.userId(), invalidation.version());
            if (!reached) {
                throw new DeliveryFailedException("the user cache is unreachable");
            }
        } else {
            throw new IllegalStateException("unsupported message type " + kind(message));
        }
    }

    private void handleFailure(Claim claim, RuntimeException failed) {
        // Messages of other exceptions may contain secrets.
        String reason = failed instanceof DeliveryFailedException
                ? String.valueOf(failed.getMessage())
                : failed.getClass().getName();
        boolean toCache = claim.message() instanceof UserCacheInvalidation;
        boolean permanent = failed instanceof DeliveryFailedException told && told.isPermanent();
        if ((permanent || claim.attempt() >= MAX_ATTEMPTS) && !toCache) {
            LOG.error(
                    "{} {} is a dead letter after attempt {}: {}",
                    kind(claim.message()),
                    claim.message().id(),
                    claim.attempt(),
                    reason);
            queue.deadLetter(claim, reason);
            return;
        }
        Duration pause = toCache ? CACHE_RETRY_DELAY : retryDelay(claim.attempt());
        // Warn once per outage, not per message. An unreachable cache is logged by its adapter.
        boolean begins = !toCache && failingKinds.add(kind(claim.message()));
        LOG.atLevel(begins ? Level.WARN : Level.DEBUG)
                .log(
                        "{} {} not delivered in attempt {}, retrying in {}: {}",
                        kind(claim.message()),
                        claim.message().id(),
                        claim.attempt(),
                        pause,
                        reason);
        queue.retryLater(claim, clock.instant().plus(pause), reason);
    }

    private static Duration retryDelay(int attempt) {
        Duration pause = INITIAL_RETRY_DELAY.multipliedBy(1L << Math.min(attempt - 1, 20));
        return pause.compareTo(MAX_RETRY_DELAY) < 0 ? pause : MAX_RETRY_DELAY;
    }

    private static String kind(OutboxMessage message) {
        return message.getClass().getSimpleName();
    }
}
