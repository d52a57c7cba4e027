package dev.roster.testkit.faulty.storage;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingOutboxQueue;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Planted faults of claims: of their lanes, order, leases and ends. */
public enum OutboxClaimFaults implements PlantedFault {
    @Fault("A claim in one lane counts an attempt of the next lane.")
    OTHER_LANE_COUNTED("outbox.lanes-independent"),
    @Fault("A claim of mails about changed emails holds back mails about changed passwords.")
    OTHER_LANE_LEASED("outbox.lanes-independent"),
    @Fault("Messages of other lanes use up the limit of a claim.")
    LIMIT_SHARED_BY_LANES("outbox.lanes-independent"),
    @Fault("Messages are claimed in the order of their creation, even those that were retried later.")
    ORDERED_BY_CREATION("outbox.earliest-due-first"),
    @Fault("Messages due in the same millisecond are claimed in reverse order.")
    ORDERED_BY_MILLISECOND("outbox.earliest-due-first"),
    @Fault("A message that is due exactly now is not claimed.")
    DUE_LATE("outbox.earliest-due-first"),
    @Fault("A large limit overflows.")
    LIMIT_OVERFLOWS("outbox.claim-limited"),
    @Fault(value = "Claims select messages and then mark them, without a lock.", raced = true)
    CLAIMS_RACED("outbox.claims-disjoint"),
    @Fault(value = "A claim that meets another returns nothing, but keeps its messages.", raced = true)
    CLAIMS_LOST("outbox.claims-disjoint"),
    @Fault("A lease ends a microsecond too late.")
    LEASE_LONGER("outbox.claimable-after-lease"),
    @Fault("A lease ends a microsecond too early.")
    LEASE_SHORTER("outbox.claimable-after-lease"),
    @Fault("An acknowledged message is kept as a dead letter.")
    ACKNOWLEDGED_KEPT("outbox.acknowledged-never-returns"),
    @Fault("Of a batch, only the first 500 messages are acknowledged.")
    LARGE_BATCH_CUT("outbox.batch-acknowledged"),
    @Fault("A batch is acknowledged by message, whoever has claimed it.")
    BATCH_IGNORES_KEY("outbox.batch-acknowledged"),
    @Fault("A retry is due a microsecond too early.")
    RETRY_EARLIER("outbox.retried-later"),
    @Fault("A lost claim can retry its message later.")
    LOST_CLAIM_RETRIES("outbox.lost-claim-rejected"),
    @Fault("A lost claim can dead-letter its message.")
    LOST_CLAIM_BURIES("outbox.lost-claim-rejected"),
    @Fault("A lost claim can expire its message.")
    LOST_CLAIM_EXPIRES("outbox.lost-claim-rejected"),
    @Fault("Claims are distinguished by their attempt, which an operator's retry resets.")
    KEYED_BY_ATTEMPT("outbox.lost-claim-rejected"),
    @Fault("A claim is still valid after an operator has retried the message.")
    CLAIM_SURVIVES_RETRY("outbox.lost-claim-rejected"),
    @Fault("A message can be acknowledged twice.")
    ENDED_TWICE("outbox.ended-claim-rejected"),
    @Fault("A dead letter can be acknowledged by the claim that buried it.")
    DEAD_LETTER_ACKNOWLEDGED("outbox.ended-claim-rejected"),
    @Fault("A claim is rejected after its lease, although no other relay has the message.")
    LATE_CLAIM_REJECTED("outbox.late-claim-accepted"),
    @Fault(value = "The end of a claim checks its key and then writes, without a lock.", raced = true)
    END_RACED("outbox.late-claim-raced"),
    @Fault("Instants are rounded to the nearest microsecond.")
    INSTANTS_ROUNDED("outbox.instants-truncated"),
    @Fault("Only instants of leases keep their nanoseconds.")
    LEASE_IN_NANOSECONDS("outbox.instants-truncated"),
    @Fault("A claim with limit 0 returns nothing.")
    LIMIT_ZERO_ACCEPTED("outbox.invalid-rejected"),
    @Fault("A dead letter without a reason is accepted.")
    NULL_REASON_ACCEPTED("outbox.invalid-rejected");

    private static final Duration MICROSECOND = Duration.ofNanos(1_000);
    private static final Instant FAR = Instant.parse("9000-01-01T00:00:00Z");
    private static final int ALL = 10_000;
    private static final int BATCH = 500;
    private static final long STATEMENT_NANOS = 100_000;

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    OutboxClaimFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    /** Returns a storage with the fault. */
    public Storage plantedIn(Storage sound) {
        OutboxQueue faulty = new Faulty(sound.outboxQueue());
        return new ForwardingStorage(sound) {
            @Override
            public OutboxQueue outboxQueue() {
                return faulty;
            }
        };
    }

    private final class Faulty extends ForwardingOutboxQueue {

        private final Map<MessageId, Claim> latest = new ConcurrentHashMap<>();
        private final Map<MessageId, Instant> leases = new ConcurrentHashMap<>();
        private final Set<Object> ended = ConcurrentHashMap.newKeySet();
        private final Set<MessageId> retried = ConcurrentHashMap.newKeySet();
        private final AtomicBoolean claiming = new AtomicBoolean();
        private volatile Instant clock = Instant.MIN;

        Faulty(OutboxQueue sound) {
            super(sound);
        }

        private boolean is(OutboxClaimFaults fault) {
            return OutboxClaimFaults.this == fault;
        }

        @Override
        public List<Claim> claim(Lane lane, int limit, Instant now, Duration lease) {
            if (is(LIMIT_ZERO_ACCEPTED) && limit == 0) {
                return List.of();
            }
            clock = now.isAfter(clock) ? now : clock;
            List<Claim> claims = new ArrayList<>(
                    switch (OutboxClaimFaults.this) {
                        case CLAIMS_RACED -> claimWithoutLock(lane, limit, now, lease);
                        case CLAIMS_LOST -> claimOneAtATime(lane, limit, now, lease);
                        case LIMIT_SHARED_BY_LANES -> claimAmongFirst(lane, limit, now, lease);
                        case LIMIT_OVERFLOWS -> {
                            List<Claim> more = sound.claim(lane, limit + 1, now, lease);
                            yield more.subList(0, Math.min(limit, more.size()));
                        }
                        case DUE_LATE -> sound.claim(lane, limit, now.minus(MICROSECOND), lease.plus(MICROSECOND));
                        case LEASE_LONGER -> sound.claim(lane, limit, now, lease.plus(MICROSECOND));
                        case LEASE_SHORTER -> sound.claim(lane, limit, now, lease.minus(MICROSECOND));
                        case INSTANTS_ROUNDED -> sound.claim(lane, limit, rounded(now), lease);
                        case LEASE_IN_NANOSECONDS ->
                            sound.claim(
                                    lane,
                                    limit,
                                    now,
                                    lease.plus(
                                            now.equals(now.truncatedTo(ChronoUnit.MICROS))
                                                    ? Duration.ZERO
                                                    : MICROSECOND));
                        default -> sound.claim(lane, limit, now, lease);
                    });
            if (is(OTHER_LANE_COUNTED)) {
                List<Lane> lanes = List.of(Lane.values());
                sound.claim(lanes.get((lanes.indexOf(lane) + 1) % lanes.size()), 1, now, Duration.ZERO);
            }
            if (is(OTHER_LANE_LEASED) && lane == Lane.EMAIL_CHANGED) {
                sound.claim(Lane.PASSWORD_CHANGED, 1, now, lease);
            }
            if (is(ORDERED_BY_CREATION)) {
                claims.sort(Comparator.comparing(claim -> claim.message().createdAt()));
            }
            if (is(ORDERED_BY_MILLISECOND)) {
                Collections.reverse(claims);
                claims.sort(Comparator.comparing(
                        claim -> claim.message().createdAt().truncatedTo(ChronoUnit.MILLIS)));
            }
            claims.forEach(claim -> latest.put(claim.message().id(), claim));
            claims.forEach(claim -> leases.put(claim.message().id(), now.plus(lease)));
            return claims;
        }

        private List<Claim> claimWithoutLock(Lane lane, int limit, Instant now, Duration lease) {
            List<Claim> chosen = sound.claim(lane, ALL, now, Duration.ZERO).stream()
                    .filter(claim ->
                            !leases.getOrDefault(claim.message().id(), now).isAfter(now))
                    .limit(limit)
                    .map(claim -> new Claim(claim.message(), claim.key(), 1))
                    .toList();
            pause();
            chosen.forEach(claim -> leases.put(claim.message().id(), now.plus(lease)));
            return chosen;
        }

        private List<Claim> claimOneAtATime(Lane lane, int limit, Instant now, Duration lease) {
            boolean first = claiming.compareAndSet(false, true);
            List<Claim> claims = sound.claim(lane, limit, now, lease);
            pause();
            if (first) {
                claiming.set(false);
            }
            return first ? claims : List.of();
        }

        private List<Claim> claimAmongFirst(Lane lane, int limit, Instant now, Duration lease) {
            Set<MessageId> first = sound.list(ALL).stream()
                    .filter(entry -> entry.state() == State.WAITING)
                    .limit(limit)
                    .map(OutboxEntry::id)
                    .collect(Collectors.toSet());
            return sound.claim(lane, limit, now, lease).stream()
                    .filter(claim -> first.contains(claim.message().id()))
                    .toList();
        }

        private static Instant rounded(Instant instant) {
            return instant.plusNanos(500).truncatedTo(ChronoUnit.MICROS);
        }

        /** Returns the claim with which the fault ends the message: a lost claim becomes the current one. */
        private Claim current(Claim claim, OutboxClaimFaults... ignoringTheKey) {
            Claim now = latest.getOrDefault(claim.message().id(), claim);
            boolean ignored = List.of(ignoringTheKey).contains(OutboxClaimFaults.this)
                    || (is(KEYED_BY_ATTEMPT) && now.attempt() == claim.attempt());
            return ignored ? now : claim;
        }

        /** Ends a claim; if the fault is a race, checks the key first and then ends whatever claim there is. */
        private boolean end(Claim claim, Predicate<Claim> ending) {
            if (!is(END_RACED)) {
                return ending.test(claim);
            }
            if (!latest.getOrDefault(claim.message().id(), claim).key().equals(claim.key())) {
                return false;
            }
            pause();
            return ending.test(latest.getOrDefault(claim.message().id(), claim));
        }

        /** Waits about as long as a statement takes, so that other calls can come between two statements. */
        private static void pause() {
            LockSupport.parkNanos(STATEMENT_NANOS);
        }

        private boolean isLate(Claim claim) {
            return is(LATE_CLAIM_REJECTED)
                    && !leases.getOrDefault(claim.message().id(), FAR).isAfter(clock);
        }

        @Override
        public boolean acknowledge(Claim claim) {
            if (isLate(claim)) {
                return false;
            }
            if (is(ACKNOWLEDGED_KEPT)) {
                return sound.deadLetter(claim, "delivered");
            }
            boolean first = end(current(claim), sound::acknowledge);
            boolean again = (is(ENDED_TWICE) && !ended.add(claim.key()))
                    || (is(DEAD_LETTER_ACKNOWLEDGED) && ended.contains(claim.key()) && removed(claim))
                    || (is(CLAIM_SURVIVES_RETRY)
                            && retried.contains(claim.message().id())
                            && removed(claim));
            return first || again;
        }

        /** Removes a message that is not claimed. */
        private boolean removed(Claim claim) {
            sound.retryNow(claim.message().id(), FAR);
            return sound.claim(claim.message().lane(), ALL, FAR, Duration.ZERO).stream()
                    .filter(each -> each.message().id().equals(claim.message().id()))
                    .anyMatch(sound::acknowledge);
        }

        @Override
        public int acknowledgeAll(List<Claim> claims) {
            List<Claim> accepted = claims.stream()
                    .filter(claim -> !isLate(claim))
                    .map(claim -> current(claim, BATCH_IGNORES_KEY))
                    .toList();
            if (is(END_RACED)) {
                return (int) accepted.stream()
                        .filter(claim -> end(claim, sound::acknowledge))
                        .count();
            }
            return sound.acknowledgeAll(
                    is(LARGE_BATCH_CUT) ? accepted.subList(0, Math.min(BATCH, accepted.size())) : accepted);
        }

        @Override
        public boolean retryLater(Claim claim, Instant retryAt, String reason) {
            Instant due =
                    is(RETRY_EARLIER) ? retryAt.minus(MICROSECOND) : is(INSTANTS_ROUNDED) ? rounded(retryAt) : retryAt;
            return !isLate(claim)
                    && end(current(claim, LOST_CLAIM_RETRIES), each -> sound.retryLater(each, due, reason));
        }

        @Override
        public boolean deadLetter(Claim claim, String reason) {
            String given = is(NULL_REASON_ACCEPTED) && reason == null ? "unknown" : reason;
            boolean buried =
                    !isLate(claim) && end(current(claim, LOST_CLAIM_BURIES), each -> sound.deadLetter(each, given));
            if (buried) {
                ended.add(claim.key());
            }
            return buried;
        }

        @Override
        public boolean expire(Claim claim) {
            return !isLate(claim) && end(current(claim, LOST_CLAIM_EXPIRES), sound::expire);
        }

        @Override
        public boolean retryNow(MessageId id, Instant now) {
            boolean due = sound.retryNow(id, now);
            if (due) {
                retried.add(id);
            }
            return due;
        }
    }
}
