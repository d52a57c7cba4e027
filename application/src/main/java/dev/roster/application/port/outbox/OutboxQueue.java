package dev.roster.application.port.outbox;

import dev.roster.application.port.outbox.OutboxMessage.Lane;
import dev.roster.application.port.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The relay's side of the outbox. Several relays may work on one backend at once; each method is a short transaction of
 * its own, and none may be called from inside {@link Storage#inTransaction}.
 */
public interface OutboxQueue {

    /**
     * Takes messages of one lane ({@code outbox.lanes-independent}) that are due, the longest due first
     * ({@code outbox.earliest-due-first}), at most {@code limit} of them ({@code outbox.claim-limited}). A message claimed is nobody else's until the lease ends, however many claim
     * at once ({@code outbox.claims-disjoint}); if it was not settled by then it can be claimed again
     * ({@code outbox.claimable-after-lease}). Each claim counts as an attempt ({@code outbox.attempts-counted}).
     *
     * @param lane which kinds of messages
     * @param limit at least 1
     * @param now messages due at this instant or before are taken
     * @param lease how long they are the caller's own
     */
    List<Claim> claim(Lane lane, int limit, Instant now, Duration lease);

    /**
     * Ends a message that was delivered, or need not be any more: it never comes again, and its payload is erased
     * ({@code outbox.acknowledged-never-returns}).
     *
     * @return false, and nothing changes, if the claim was lost to another after its lease
     *     ({@code outbox.lost-claim-rejected})
     */
    boolean acknowledge(Claim claim);

    /**
     * Ends several messages as {@link #acknowledge} does, each whose claim was not lost ({@code outbox.batch-acknowledged}).
     *
     * @param claims of any lanes; none changes nothing
     * @return how many ended
     */
    int acknowledgeAll(List<Claim> claims);

    /**
     * Puts a message back after a failed delivery; it is due again at {@code retryAt}, not before
     * ({@code outbox.retried-later}).
     *
     * @param reason what went wrong, any text, for whoever looks into the queue; without secrets
     * @return false, and nothing changes, if the claim was lost to another after its lease
     *     ({@code outbox.lost-claim-rejected})
     */
    boolean retryLater(Claim claim, Instant retryAt, String reason);

    /**
     * Puts a message aside for good after too many failed deliveries: it is a <em>dead letter</em>, which never comes
     * again of its own accord ({@code outbox.dead-letter-never-claimed}). Its secret is erased: it becomes, under its id,
     * the message {@linkplain OutboxMessage#withoutSecret() without it} ({@code outbox.dead-letter-contains-no-secret}).
     *
     * @param reason what went wrong last, any text; without secrets
     * @return false, and nothing changes, if the claim was lost to another after its lease
     *     ({@code outbox.lost-claim-rejected})
     */
    boolean deadLetter(Claim claim, String reason);

    /**
     * What waits, or lies dead, the longest due first ({@code outbox.entries-listed}).
     *
     * @param limit how many at most, at least 1
     */
    List<OutboxEntry> list(int limit);

    /**
     * Makes a message due now, a dead letter or one that waits for its next attempt, its attempts counted anew
     * ({@code outbox.retry-makes-due-now}).
     *
     * @return false if there is no such message, or a relay has it in hand
     */
    boolean retryNow(MessageId id, Instant now);

    /** How much waits, and for how long ({@code outbox.stats-counted}). */
    QueueStats stats();

    /**
     * A message as whoever looks into the queue sees it; without its payload, which may hold secrets.
     *
     * @param kind what kind of message, such as {@code VerificationEmail}
     * @param createdAt when it was appended
     * @param dueAt when it is to be delivered next
     * @param attempts how many deliveries were attempted since it was appended, or retried
     * @param lastError why the last one failed; empty if none did
     * @param deadLetter whether it is a dead letter
     */
    record OutboxEntry(
            MessageId id,
            String kind,
            Instant createdAt,
            Instant dueAt,
            int attempts,
            Optional<String> lastError,
            boolean deadLetter) {}

    /**
     * How full the queue is.
     *
     * @param waiting messages to be delivered, those in hand among them
     * @param deadLetters dead letters
     * @param oldestCreatedAt when the oldest of those waiting was appended; empty if none waits
     */
    record QueueStats(long waiting, long deadLetters, Optional<Instant> oldestCreatedAt) {}

    /**
     * A message in the hands of one relay.
     *
     * @param message what to deliver
     * @param key tells this claim from any other of the same message
     * @param attempt which attempt at delivery this is, from 1
     */
    record Claim(OutboxMessage message, UUID key, int attempt) {}
}
