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
     * Takes messages of one lane ({@code outbox.lanes-apart}) that are due, the longest due first
     * ({@code outbox.longest-due-first}), at most {@code limit} of them ({@code outbox.claim-limited}). A message claimed is nobody else's until the lease ends, however many claim
     * at once ({@code outbox.claims-disjoint}); if it was not settled by then it can be claimed again
     * ({@code outbox.lease-ends}). Each claim counts as an attempt ({@code outbox.attempts-counted}).
     *
     * @param lane which kinds of messages
     * @param limit at least 1
     * @param now messages due at this instant or before are taken
     * @param lease how long they are the caller's own
     */
    List<Claim> claim(Lane lane, int limit, Instant now, Duration lease);

    /**
     * Ends a message that was delivered, or need not be any more: it never comes again, and its payload is erased
     * ({@code outbox.settled-never-again}).
     *
     * @return false, and nothing changes, if the claim was lost to another after its lease
     *     ({@code outbox.lost-claim-has-no-say})
     */
    boolean settle(Claim claim);

    /**
     * Ends several messages as {@link #settle} does, each whose claim was not lost ({@code outbox.acknowledged-together}).
     *
     * @param claims of any lanes; none changes nothing
     * @return how many ended
     */
    int acknowledgeAll(List<Claim> claims);

    /**
     * Puts a message back after a failed delivery; it is due again at {@code retryAt}, not before
     * ({@code outbox.failed-comes-again-later}).
     *
     * @param reason what went wrong, any text, for whoever looks into the queue; without secrets
     * @return false, and nothing changes, if the claim was lost to another after its lease
     *     ({@code outbox.lost-claim-has-no-say})
     */
    boolean fail(Claim claim, Instant retryAt, String reason);

    /**
     * Puts a message aside for good after too many failed deliveries: it is a <em>dead letter</em>, which never comes
     * again of its own accord ({@code outbox.dead-letter-stays-aside}). Its secret is erased: it becomes, under its id,
     * the message {@linkplain OutboxMessage#withoutSecret() without it} ({@code outbox.dead-letter-holds-no-secret}).
     *
     * @param reason what went wrong last, any text; without secrets
     * @return false, and nothing changes, if the claim was lost to another after its lease
     *     ({@code outbox.lost-claim-has-no-say})
     */
    boolean bury(Claim claim, String reason);

    /**
     * What waits, or lies dead, the longest due first ({@code outbox.letters-listed}).
     *
     * @param limit how many at most, at least 1
     */
    List<Letter> list(int limit);

    /**
     * Makes a message due now, a dead letter or one that waits for its next attempt, its attempts counted anew
     * ({@code outbox.retried-comes-at-once}).
     *
     * @return false if there is no such message, or a relay has it in hand
     */
    boolean retry(MessageId id, Instant now);

    /** How much waits, and for how long ({@code outbox.depth-counted}). */
    Depth depth();

    /**
     * A message as whoever looks into the queue sees it; without its payload, which may hold secrets.
     *
     * @param kind what kind of message, such as {@code VerificationEmail}
     * @param createdAt when it was appended
     * @param dueAt when it is to be delivered next
     * @param attempts how many deliveries were attempted since it was appended, or retried
     * @param lastError why the last one failed; empty if none did
     * @param dead whether it is a dead letter
     */
    record Letter(
            MessageId id,
            String kind,
            Instant createdAt,
            Instant dueAt,
            int attempts,
            Optional<String> lastError,
            boolean dead) {}

    /**
     * How full the queue is.
     *
     * @param waiting messages to be delivered, those in hand among them
     * @param dead dead letters
     * @param oldest when the oldest of those waiting was appended; empty if none waits
     */
    record Depth(long waiting, long dead, Optional<Instant> oldest) {}

    /**
     * A message in the hands of one relay.
     *
     * @param message what to deliver
     * @param key tells this claim from any other of the same message
     * @param attempt which attempt at delivery this is, from 1
     */
    record Claim(OutboxMessage message, UUID key, int attempt) {}
}
