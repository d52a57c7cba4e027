package dev.roster.testkit.faulty.storage;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Planted faults of outboxes, each with the clause that must detect it. */
public enum OutboxFaults implements PlantedFault {
    @Fault("Stores welcome notifications without the name.")
    NAME_LOST("outbox.message-round-trip"),
    @Fault("Hands out messages of another lane.")
    LANES_MIXED("outbox.lanes-independent"),
    @Fault("Hands out mails of another lane.")
    MAILS_MIXED("outbox.lanes-independent"),
    @Fault("Keeps the secret of a dead letter.")
    SECRET_KEPT("outbox.dead-letter-contains-no-secret"),
    @Fault("Hands out the latest message first.")
    NEWEST_FIRST("outbox.earliest-due-first"),
    @Fault("Hands out more messages than asked for.")
    LIMIT_IGNORED("outbox.claim-limited"),
    @Fault("Hands out a message that is claimed.")
    CLAIM_NOT_EXCLUSIVE("outbox.claims-disjoint"),
    @Fault("Never hands out a message again whose lease has expired.")
    LEASE_NEVER_EXPIRES("outbox.claimable-after-lease"),
    @Fault("Does not count attempts.")
    ATTEMPTS_NOT_COUNTED("outbox.attempts-counted"),
    @Fault("Hands out acknowledged messages again.")
    NOT_ACKNOWLEDGED("outbox.acknowledged-never-returns"),
    @Fault("Acknowledges only the first message of a batch.")
    ONLY_FIRST_ACKNOWLEDGED("outbox.batch-acknowledged"),
    @Fault("Hands out a failed message again before its time.")
    RETRIED_IMMEDIATELY("outbox.retried-later"),
    @Fault("Accepts the outcome of a claim that was lost.")
    LOST_CLAIM_ACCEPTED("outbox.lost-claim-rejected"),
    @Fault("Hands out dead letters.")
    DEAD_LETTER_CLAIMED("outbox.dead-letter-never-claimed"),
    @Fault("Drops expired messages.")
    EXPIRED_DROPPED("outbox.expired-kept"),
    @Fault("Hands out expired messages.")
    EXPIRED_CLAIMED("outbox.expired-kept"),
    @Fault("Lists expired messages as dead letters.")
    EXPIRED_LISTED_AS_DEAD("outbox.expired-kept"),
    @Fault("Keeps the secret of expired messages.")
    EXPIRED_SECRET_KEPT("outbox.expired-kept"),
    @Fault("Lists messages without the reason of the last failure.")
    ERROR_LOST("outbox.entries-listed"),
    @Fault("Delays messages that are retried by hand.")
    MANUAL_RETRY_DELAYED("outbox.retry-makes-due-now"),
    @Fault("Counts dead letters as waiting.")
    DEAD_LETTERS_COUNTED_AS_PENDING("outbox.stats-counted");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    OutboxFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    public Storage plantedIn(Storage sound) {
        OutboxQueue faulty = new Faulty(sound.outboxQueue());
        return new ForwardingStorage(sound) {
            @Override
            public Outbox outbox() {
                return message -> sound.outbox()
                        .append(
                                OutboxFaults.this == NAME_LOST && message instanceof WelcomeNotification welcome
                                        ? new WelcomeNotification(
                                                welcome.id(), welcome.createdAt(), welcome.userId(), "")
                                        : message);
            }

            @Override
            public OutboxQueue outboxQueue() {
                return faulty;
            }
        };
    }

    private final class Faulty implements OutboxQueue {

        private final OutboxQueue sound;
        private final Map<MessageId, OutboxMessage> buried = new ConcurrentHashMap<>();

        Faulty(OutboxQueue sound) {
            this.sound = sound;
        }

        private boolean is(OutboxFaults fault) {
            return OutboxFaults.this == fault;
        }

        @Override
        public List<Claim> claim(Lane lane, int limit, Instant now, Duration lease) {
            Duration held =
                    is(CLAIM_NOT_EXCLUSIVE) ? Duration.ZERO : is(LEASE_NEVER_EXPIRES) ? Duration.ofDays(9_999) : lease;
            List<Claim> claims = new ArrayList<>(sound.claim(lane, is(LIMIT_IGNORED) ? 100 : limit, now, held));
            if (is(LANES_MIXED)) {
                Stream.of(Lane.values())
                        .filter(other -> other != lane)
                        .forEach(other -> claims.addAll(sound.claim(other, limit, now, held)));
            }
            if (is(MAILS_MIXED) && Lane.MAILS.contains(lane) && claims.size() < limit) {
                claims.addAll(sound.claim(Lane.PASSWORD_CHANGED, limit - claims.size(), now, held));
            }
            if (is(SECRET_KEPT) || is(EXPIRED_SECRET_KEPT)) {
                claims.replaceAll(
                        claim -> new Claim(buried.getOrDefault(claim.message().id(), claim.message()), claim.key(), 1));
            }
            if (is(NEWEST_FIRST)) {
                Collections.reverse(claims);
            }
            if (is(ATTEMPTS_NOT_COUNTED)) {
                claims.replaceAll(claim -> new Claim(claim.message(), claim.key(), 1));
            }
            return claims;
        }

        @Override
        public boolean acknowledge(Claim claim) {
            return is(NOT_ACKNOWLEDGED) || sound.acknowledge(claim) || is(LOST_CLAIM_ACCEPTED);
        }

        @Override
        public int acknowledgeAll(List<Claim> claims) {
            return sound.acknowledgeAll(
                    is(ONLY_FIRST_ACKNOWLEDGED) ? claims.subList(0, Math.min(1, claims.size())) : claims);
        }

        @Override
        public boolean retryLater(Claim claim, Instant retryAt, String reason) {
            return sound.retryLater(claim, is(RETRIED_IMMEDIATELY) ? Instant.EPOCH : retryAt, reason)
                    || is(LOST_CLAIM_ACCEPTED);
        }

        @Override
        public boolean deadLetter(Claim claim, String reason) {
            buried.put(claim.message().id(), claim.message());
            return is(DEAD_LETTER_CLAIMED)
                    ? sound.retryLater(claim, claim.message().createdAt(), reason)
                    : sound.deadLetter(claim, reason) || is(LOST_CLAIM_ACCEPTED);
        }

        @Override
        public boolean expire(Claim claim) {
            if (is(EXPIRED_SECRET_KEPT)) {
                buried.put(claim.message().id(), claim.message());
            }
            return is(EXPIRED_DROPPED)
                    ? sound.acknowledge(claim)
                    : is(EXPIRED_CLAIMED)
                            ? sound.retryLater(claim, claim.message().createdAt(), "expired")
                            : sound.expire(claim) || is(LOST_CLAIM_ACCEPTED);
        }

        @Override
        public List<OutboxEntry> list(int limit) {
            return sound.list(limit).stream()
                    .map(entry -> new OutboxEntry(
                            entry.id(),
                            entry.kind(),
                            entry.createdAt(),
                            entry.dueAt(),
                            entry.attempts(),
                            is(ERROR_LOST) ? Optional.empty() : entry.lastError(),
                            is(EXPIRED_LISTED_AS_DEAD) && entry.state() == State.EXPIRED ? State.DEAD : entry.state()))
                    .toList();
        }

        @Override
        public boolean retryNow(MessageId id, Instant now) {
            return sound.retryNow(id, is(MANUAL_RETRY_DELAYED) ? now.plusSeconds(60) : now);
        }

        @Override
        public Map<Lane, QueueStats> statsByLane() {
            return sound.statsByLane();
        }

        @Override
        public QueueStats stats() {
            QueueStats depth = sound.stats();
            return is(DEAD_LETTERS_COUNTED_AS_PENDING)
                    ? new QueueStats(
                            depth.waiting() + depth.deadLetters(),
                            depth.deadLetters(),
                            depth.expired(),
                            depth.oldestCreatedAt())
                    : depth;
        }
    }
}
