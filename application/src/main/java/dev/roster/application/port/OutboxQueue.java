package dev.roster.application.port;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The relay's side of the outbox. Several relays may work on one backend at once; each method is a short transaction of
 * its own, and none may be called from inside {@link Storage#inTransaction}.
 */
public interface OutboxQueue {

    /**
     * Takes messages that are due, the longest due first ({@code outbox.longest-due-first}), at most {@code limit} of
     * them ({@code outbox.claim-limited}). A message claimed is nobody else's until the lease ends, however many claim
     * at once ({@code outbox.claims-disjoint}); if it was not settled by then it can be claimed again
     * ({@code outbox.lease-ends}). Each claim counts as an attempt ({@code outbox.attempts-counted}).
     *
     * @param limit at least 1
     * @param now messages due at this instant or before are taken
     * @param lease how long they are the caller's own
     */
    List<Claim> claim(int limit, Instant now, Duration lease);

    /**
     * Ends a message that was delivered, or need not be any more: it never comes again, and its payload is erased
     * ({@code outbox.settled-never-again}).
     *
     * @return false, and nothing changes, if the claim was lost to another after its lease
     *     ({@code outbox.lost-claim-has-no-say})
     */
    boolean settle(Claim claim);

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
     * A message in the hands of one relay.
     *
     * @param message what to deliver
     * @param key tells this claim from any other of the same message
     * @param attempt which attempt at delivery this is, from 1
     */
    record Claim(OutboxMessage message, UUID key, int attempt) {}
}
