package dev.roster.application.port.outbox;

import dev.roster.application.port.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The outbox as seen by relays. Several relays may work on one backend at the same time.
 *
 * <p>Each method runs in a short transaction of its own and must not be called inside {@link Storage#inTransaction}.
 */
public interface OutboxQueue {

    /**
     * Claims due messages of one lane ({@code outbox.lanes-independent}), earliest due first
     * ({@code outbox.earliest-due-first}), at most {@code limit} of them ({@code outbox.claim-limited}).
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
     * @return false, without any change, if the claim has expired and another relay has claimed the message
     *     ({@code outbox.lost-claim-rejected})
     */
    boolean acknowledge(Claim claim);

    /**
     * Acknowledges several messages as {@link #acknowledge} does, except those that other relays have claimed in the
     * meantime ({@code outbox.batch-acknowledged}).
     *
     * @param claims claims of any lanes; may be empty
     * @return how many messages were removed
     */
    int acknowledgeAll(List<Claim> claims);

    /**
     * Schedules another delivery attempt at {@code retryAt}, not before ({@code outbox.retried-later}).
     *
     * @param reason why delivery failed, any text; shown to operators, must not contain secrets
     * @return false, without any change, if the claim has expired and another relay has claimed the message
     *     ({@code outbox.lost-claim-rejected})
     */
    boolean retryLater(Claim claim, Instant retryAt, String reason);

    /**
     * Marks a message as a <em>dead letter</em> after too many failed deliveries or a permanent failure: it is never
     * delivered again unless an operator retries it ({@code outbox.dead-letter-never-claimed}). It is replaced, under
     * the same id, by the message {@linkplain OutboxMessage#withoutSecret() without its secret} ({@code
     * outbox.dead-letter-contains-no-secret}).
     *
     * @param reason why the last delivery failed, any text; shown to operators, must not contain secrets
     * @return false, without any change, if the claim has expired and another relay has claimed the message
     *     ({@code outbox.lost-claim-rejected})
     */
    boolean deadLetter(Claim claim, String reason);

    /**
     * Marks a message as expired before its delivery: like a dead letter, it is never delivered unless an operator
     * retries it, and it is replaced by the message {@linkplain OutboxMessage#withoutSecret() without its secret}. It
     * is listed with the reason of its last failed delivery, and this claim does not count as an attempt
     * ({@code outbox.expired-kept}).
     *
     * @return false, without any change, if the claim has expired and another relay has claimed the message
     *     ({@code outbox.lost-claim-rejected})
     */
    boolean expire(Claim claim);

    /**
     * Lists waiting messages, dead letters and expired messages, earliest due first ({@code outbox.entries-listed}).
     *
     * @param limit maximum number of entries, at least 1
     */
    List<OutboxEntry> list(int limit);

    /**
     * Makes a dead letter, an expired message or one that waits for its next attempt due now, and resets its number of
     * attempts ({@code outbox.retry-makes-due-now}).
     *
     * @return false if there is no such message, or a relay has claimed it
     */
    boolean retryNow(MessageId id, Instant now);

    /** Returns the number and age of the messages in the queue ({@code outbox.stats-counted}). */
    QueueStats stats();

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
     * Size and age of the queue.
     *
     * @param waiting number of messages to deliver, claimed ones included
     * @param deadLetters number of dead letters
     * @param expired number of messages that expired before their delivery
     * @param oldestCreatedAt when the oldest waiting message was appended; empty if none is waiting
     */
    record QueueStats(long waiting, long deadLetters, long expired, Optional<Instant> oldestCreatedAt) {}

    /**
     * A message claimed by one relay.
     *
     * @param message the message to deliver
     * @param key distinguishes this claim from all other claims of the message
     * @param attempt number of this delivery attempt, from 1
     */
    record Claim(OutboxMessage message, UUID key, int attempt) {}
}
