package dev.roster.application.outbox;

import dev.roster.application.account.UserService;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.application.port.delivery.EmailService;
import dev.roster.application.port.delivery.NotificationService;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.EmailChangedEmail;
import dev.roster.application.port.outbox.OutboxMessage.Lane;
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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Takes messages from the outbox to whoever delivers them. Several relays may work on one backend. A message is settled
 * only after its delivery, mails each on its own and others a batch at a time, so a crash in between delivers it again,
 * with the same id; one that cannot be delivered is
 * put back and tried again after a pause that doubles from one second up to five minutes, and becomes a dead letter after
 * {@value #MAX_ATTEMPTS} attempts; one that has expired is dropped. Word to the cache is not given up before it expires,
 * and never waits long, for until it is there somebody may read what is no longer so.
 */
public final class OutboxRelay {

    /** After that many attempts, which take over an hour, a message is put aside. */
    public static final int MAX_ATTEMPTS = 20;

    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);

    /** Few mails, for a batch is finished even when the service stops, and a mail server may take long over each. */
    private static final Map<Lane, Integer> BATCH_SIZES = Map.of(Lane.CACHE, 50, Lane.DEFAULT, 20, Lane.MAIL, 2);

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration INITIAL_RETRY_DELAY = Duration.ofSeconds(1);
    private static final Duration MAX_RETRY_DELAY = Duration.ofMinutes(5);
    private static final Duration CACHE_RETRY_DELAY = Duration.ofSeconds(1);

    private final OutboxQueue queue;
    private final UserService users;
    private final EmailService mails;
    private final NotificationService notifications;
    private final UserCache cache;
    private final InstantSource clock;

    /** The kinds of which the last delivery failed. */
    private final Set<String> failingKinds = ConcurrentHashMap.newKeySet();

    /**
     * @param queue what is to be delivered
     * @param users makes the tokens that messages ask for
     * @param mails delivers mails
     * @param notifications delivers notifications
     * @param cache is told of changes
     * @param clock tells what is due
     */
    public OutboxRelay(
            OutboxQueue queue,
            UserService users,
            EmailService mails,
            NotificationService notifications,
            UserCache cache,
            InstantSource clock) {
        this.queue = queue;
        this.users = users;
        this.mails = mails;
        this.notifications = notifications;
        this.cache = cache;
        this.clock = clock;
    }

    /**
     * Delivers one batch of each lane.
     *
     * @return how many messages were due
     * @throws dev.roster.application.port.storage.StorageUnavailableException if the outbox is out of reach
     */
    public int deliverDue() {
        return deliverDue(Lane.CACHE) + deliverDue(Lane.DEFAULT) + deliverDue(Lane.MAIL);
    }

    /**
     * Delivers one batch of what is due in one lane. A failed delivery does not hold up the others and is not thrown.
     *
     * @return how many messages were due; 0 when there is nothing to do for now
     * @throws dev.roster.application.port.storage.StorageUnavailableException if the outbox is out of reach; what was delivered
     *     but not settled by then is delivered again
     */
    public int deliverDue(Lane lane) {
        Instant leaseEnds = clock.instant().plus(LEASE);
        List<Claim> claims = queue.claim(lane, batchSize(lane), clock.instant(), LEASE);
        List<Claim> ended = new ArrayList<>();
        try {
            for (Claim claim : claims) {
                // What slow deliveries before it left no time for is another relay's by now.
                if (clock.instant().isBefore(leaseEnds) && process(claim)) {
                    ended.add(claim);
                }
                // A mail server may take long over each mail, and a crash sends again what was not acknowledged.
                if (lane == Lane.MAIL) {
                    acknowledge(ended);
                }
            }
        } finally {
            acknowledge(ended);
        }
        return claims.size();
    }

    /** Returns how many messages of a lane are delivered in one batch, at most. */
    public static int batchSize(Lane lane) {
        return BATCH_SIZES.getOrDefault(lane, 1);
    }

    private void acknowledge(List<Claim> ended) {
        if (!ended.isEmpty()) {
            List<Claim> claims = List.copyOf(ended);
            ended.clear();
            queue.acknowledgeAll(claims);
        }
    }

    /** Delivers or drops a message. Returns whether it ended: not if it is to be retried, or is a dead letter now. */
    private boolean process(Claim claim) {
        OutboxMessage message = claim.message();
        Instant now = clock.instant();
        if (message.expiresAt().filter(expiry -> !now.isBefore(expiry)).isPresent()) {
            LOG.warn("{} {} dropped: it expired before it could be delivered", kind(message), message.id());
            return true;
        }
        try {
            deliver(message);
        } catch (RuntimeException failed) {
            handleFailure(claim, failed);
            return false;
        }
        if (failingKinds.remove(kind(message))) {
            LOG.info("{} {} delivered, after others of its kind were not", kind(message), message.id());
        }
        return true;
    }

    private void deliver(OutboxMessage message) {
        if (message instanceof VerificationEmail mail) {
            mails.sendVerificationEmail(mail.id(), mail.to(), mail.name(), mail.token(), mail.tokenExpiresAt());
        } else if (message instanceof VerificationRequest request) {
            users.mailVerificationToken(request.to());
        } else if (message instanceof PasswordResetRequest request) {
            users.mailPasswordResetToken(request.to(), request.clientAddress());
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
        } else if (message instanceof UserCacheInvalidation refresh) {
            boolean said = refresh.deleted()
                    ? cache.markDeleted(refresh.userId())
                    : cache.invalidate(refresh.userId(), refresh.version());
            if (!said) {
                throw new DeliveryFailedException("the user cache is out of reach");
            }
        } else {
            throw new IllegalStateException("no delivery for a " + kind(message));
        }
    }

    private void handleFailure(Claim claim, RuntimeException failed) {
        // Only what was raised for the purpose is sure to hold no secret.
        String reason = failed instanceof DeliveryFailedException
                ? String.valueOf(failed.getMessage())
                : failed.getClass().getName();
        boolean toCache = claim.message() instanceof UserCacheInvalidation;
        if (claim.attempt() >= MAX_ATTEMPTS && !toCache) {
            LOG.error(
                    "{} {} given up after {} attempts: {}",
                    kind(claim.message()),
                    claim.message().id(),
                    claim.attempt(),
                    reason);
            queue.deadLetter(claim, reason);
            return;
        }
        Duration pause = toCache ? CACHE_RETRY_DELAY : retryDelay(claim.attempt());
        // One line when it begins, for all the messages that may wait; of a cache that is away the cache tells itself.
        boolean begins = !toCache && failingKinds.add(kind(claim.message()));
        LOG.atLevel(begins ? Level.WARN : Level.DEBUG)
                .log(
                        "{} {} not delivered at attempt {}, next in {}: {}",
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
