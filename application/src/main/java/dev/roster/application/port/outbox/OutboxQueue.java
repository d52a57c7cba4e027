package dev.roster.application.port.outbox;

import dev.roster.application.port.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The outbox as seen by relays. Several relays may work on one backend at the same time.
 *
 * <p>Each method runs in a short transaction of its own and must not be called inside {@link Storage#inTransaction}. No
 * method sees a message of a transaction that was rolled back ({@code outbox.rolled-back-never-seen}).
 *
 * <p>All times are those that callers pass, truncated to microseconds ({@code outbox.instants-truncated}); the clock of
 * the backend has no effect. Messages that are due at the same instant have no particular order.
 *
 * <p>Null is rejected with {@link NullPointerException}, and a limit below 1 with {@link IllegalArgumentException};
 * nothing changes ({@code outbox.invalid-rejected}).
 *
 * <p>A <em>claim ends</em> when its message is acknowledged, retried later, dead-lettered or expired; when the message
 * is claimed again after the lease has expired; and when an operator retries the message. A claim that has ended has no
 * effect ({@code outbox.ended-claim-rejected}, {@code outbox.lost-claim-rejected}). One whose lease has expired, but
 * whose message was not claimed again, still has its effect ({@code outbox.late-claim-accepted}). If a relay ends a
 * claim while another relay claims the message again, only one of them succeeds ({@code outbox.late-claim-raced}).
 *
 * <p>Messages stay in the queue until they are acknowledged, also when a user whom they concern is deleted. Dead letters
 * and expired messages are kept without a time limit ({@code outbox.kept-until-acknowledged}).
 */
public interface OutboxQueue {

    /** Number of code points of a reason that every storage keeps. */
    int REASON_LENGTH = 2_000;

    /**
     * Claims due messages of one lane, earliest due first ({@code outbox.earliest-due-first}), at most {@code limit} of
     * them ({@code outbox.claim-limited}). Messages of other lanes are neither returned nor changed, and do not delay
     * those of this lane ({@code outbox.lanes-independent}).
     *
     * <p>A claimed message is not given to other relays until the lease expires, however many relays claim at once
     * ({@code outbox.claims-disjoint}); after that it can be claimed again ({@code outbox.claimable-after-lease}).
     * Every claim counts as one delivery attempt ({@code outbox.attempts-counted}).
     *
     * @param lane the lane to claim from
     * @param limit maximum number of messages, at least 1
     * @param now messages due at or before this instant are claimed
     * @param lease how long the claim is valid
     */
    List<Claim> claim(Lane lane, int limit, Instant now, Duration lease);

    /**
     * Removes a message that was delivered or is no longer needed, together with its payload
     * ({@code outbox.acknowledged-never-returns}).
     *
     * @return false, without any change, if the claim has ended
     */
    boolean acknowledge(Claim claim);

    /**
     * Acknowledges several messages as {@link #acknowledge} does, except those whose claims have ended
     * ({@code outbox.batch-acknowledged}).
     *
     * @param claims claims of any lanes; may be empty
     * @return how many messages were removed
     */
    int acknowledgeAll(List<Claim> claims);

    /**
     * Schedules another delivery attempt at {@code retryAt}, not before ({@code outbox.retried-later}).
     *
     * @param reason why delivery failed, any text; shown to operators, must not contain secrets. At least its first
     *     {@value #REASON_LENGTH} code points are kept ({@code outbox.reason-kept}). Characters that the backend cannot
     *     store, such as NUL and lone surrogates, may be replaced
     * @return false, without any change, if the claim has ended
     */
    boolean retryLater(Claim claim, Instant retryAt, String reason);

    /**
     * Marks a message as a <em>dead letter</em> after too many failed deliveries or a permanent failure: it is never
     * delivered again unless an operator retries it ({@code outbox.dead-letter-never-claimed}). It is replaced, under
     * the same id, by the message {@linkplain OutboxMessage#withoutSecret() without its secret} ({@code
     * outbox.dead-letter-contains-no-secret}). {@link OutboxEntry#dueAt()} remains the time at which the last attempt
     * was due ({@code outbox.dead-letter-due-time-kept}).
     *
     * @param reason why the last delivery failed, as for {@link #retryLater}
     * @return false, without any change, if the claim has ended
     */
    boolean deadLetter(Claim claim, String reason);

    /**
     * Marks a message as expired before its delivery: like a dead letter, it is never delivered unless an operator
     * retries it, and it is replaced by the message {@linkplain OutboxMessage#withoutSecret() without its secret}. It
     * is listed with the reason of its last failed delivery and with the time at which it was due, and this claim does
     * not count as an attempt ({@code outbox.expired-kept}).
     *
     * @return false, without any change, if the claim has ended
     */
    boolean expire(Claim claim);

    /**
     * Lists the messages of all lanes, due or not, claimed or not, dead letters and expired messages included, earliest
     * due first ({@code outbox.entries-listed}).
     *
     * @param limit maximum number of entries, at least 1
     */
    List<OutboxEntry> list(int limit);

    /**
     * Makes a dead letter, an expired message or one that waits for its next attempt due now, and resets its number of
     * attempts; the reason of its last failure is kept ({@code outbox.retry-makes-due-now}).
     *
     * @return false, without any change, if there is no such message, or if a relay has claimed it and the lease has not
     *     expired at {@code now}
     */
    boolean retryNow(MessageId id, Instant now);

    /**
     * Returns the number and age of the messages in each lane ({@code outbox.stats-counted}), all of one moment
     * ({@code transactions.stats-of-one-moment}).
     *
     * @return statistics of all lanes, those of empty lanes included
     */
    Map<Lane, QueueStats> statsByLane();

    /** Returns the number and age of the messages in all lanes together ({@code outbox.stats-counted}). */
    default QueueStats stats() {
        return statsByLane().values().stream().reduce(QueueStats.EMPTY, QueueStats::plus);
    }

    /** The state of a message in the queue. */
    enum State {
        /** To be delivered; a relay may have claimed it. */
        WAITING,
        /** A dead letter. */
        DEAD,
        /** Expired before its delivery. */
        EXPIRED
    }

    /**
     * A message as shown to operators, without its payload, which may contain secrets.
     *
     * @param kind the type of the message, such as {@code VerificationEmail}
     * @param createdAt when it was appended
     * @param dueAt when it is due for delivery next
     * @param attempts delivery attempts since it was appended or retried by an operator
     * @param lastError why the last attempt failed; empty if none has failed
     * @param state whether it waits, is a dead letter or has expired
     */
    record OutboxEntry(
            MessageId id,
            String kind,
            Instant createdAt,
            Instant dueAt,
            int attempts,
            Optional<String> lastError,
            State state) {}

    /**
     * Size and age of the queue or of one of its lanes.
     *
     * @param waiting number of messages to deliver, claimed ones and those that are not due yet included
     * @param deadLetters number of dead letters
     * @param expired number of messages that expired before their delivery
     * @param oldestCreatedAt when the oldest waiting message was appended; empty if none is waiting
     */
    record QueueStats(long waiting, long deadLetters, long expired, Optional<Instant> oldestCreatedAt) {

        /** Statistics of an empty queue. */
        public static final QueueStats EMPTY = new QueueStats(0, 0, 0, Optional.empty());

        private QueueStats plus(QueueStats other) {
            return new QueueStats(
                    waiting + other.waiting,
                    deadLetters + other.deadLetters,
                    expired + other.expired,
                    Stream.of(oldestCreatedAt, other.oldestCreatedAt)
                            .flatMap(Optional::stream)
                            .min(Comparator.naturalOrder()));
        }
    }

    /**
     * A message claimed by one relay.
     *
     * @param message the message to deliver
     * @param key distinguishes this claim from all other claims of the message
     * @param attempt number of this delivery attempt, from 1
     */
    record Claim(OutboxMessage message, UUID key, int attempt) {}
}
