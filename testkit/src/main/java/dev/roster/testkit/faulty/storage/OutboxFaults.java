package dev.roster.testkit.faulty.storage;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.storage.Storage;
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
    NAME_LOST("outbox.message-round-trip"),
    LANES_MIXED("outbox.lanes-independent"),
    MAILS_MIXED("outbox.lanes-independent"),
    SECRET_KEPT("outbox.dead-letter-contains-no-secret"),
    NEWEST_FIRST("outbox.earliest-due-first"),
    LIMIT_IGNORED("outbox.claim-limited"),
    CLAIM_NOT_EXCLUSIVE("outbox.claims-disjoint"),
    LEASE_NEVER_EXPIRES("outbox.claimable-after-lease"),
    ATTEMPTS_NOT_COUNTED("outbox.attempts-counted"),
    NOT_ACKNOWLEDGED("outbox.acknowledged-never-returns"),
    ONLY_FIRST_ACKNOWLEDGED("outbox.batch-acknowledged"),
    RETRIED_IMMEDIATELY("outbox.retried-later"),
    LOST_CLAIM_ACCEPTED("outbox.lost-claim-rejected"),
    DEAD_LETTER_CLAIMED("outbox.dead-letter-never-claimed"),
    EXPIRED_DROPPED("outbox.expired-kept"),
    EXPIRED_CLAIMED("outbox.expired-kept"),
    EXPIRED_LISTED_AS_DEAD("outbox.expired-kept"),
    EXPIRED_SECRET_KEPT("outbox.expired-kept"),
    ERROR_LOST("outbox.entries-listed"),
    MANUAL_RETRY_DELAYED("outbox.retry-makes-due-now"),
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
