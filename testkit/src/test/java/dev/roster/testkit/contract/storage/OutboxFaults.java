package dev.roster.testkit.contract.storage;

import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.Lane;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.fake.ForwardingStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Faults of outboxes, each planted in a sound one. */
enum OutboxFaults {
    NAME_LOST("outbox.message-round-trip"),
    LANES_MIXED("outbox.lanes-apart"),
    SECRET_KEPT("outbox.dead-letter-holds-no-secret"),
    NEWEST_FIRST("outbox.longest-due-first"),
    LIMIT_IGNORED("outbox.claim-limited"),
    CLAIMED_BY_ALL("outbox.claims-disjoint"),
    CLAIMED_FOR_EVER("outbox.lease-ends"),
    ATTEMPTS_FORGOTTEN("outbox.attempts-counted"),
    NEVER_SETTLED("outbox.settled-never-again"),
    FIRST_ACKNOWLEDGED_ALONE("outbox.acknowledged-together"),
    TRIED_AT_ONCE("outbox.failed-comes-again-later"),
    LOST_CLAIM_HEARD("outbox.lost-claim-has-no-say"),
    DEAD_COMES_AGAIN("outbox.dead-letter-stays-aside"),
    ERRORS_FORGOTTEN("outbox.letters-listed"),
    RETRIED_LATER("outbox.retried-comes-at-once"),
    DEAD_COUNTED_AS_WAITING("outbox.depth-counted");

    final String clause;

    OutboxFaults(String clause) {
        this.clause = clause;
    }

    Storage plantedIn(Storage sound) {
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
            Duration held = is(CLAIMED_BY_ALL) ? Duration.ZERO : is(CLAIMED_FOR_EVER) ? Duration.ofDays(9_999) : lease;
            List<Claim> claims = new ArrayList<>(sound.claim(lane, is(LIMIT_IGNORED) ? 100 : limit, now, held));
            if (is(LANES_MIXED)) {
                Stream.of(Lane.values())
                        .filter(other -> other != lane)
                        .forEach(other -> claims.addAll(sound.claim(other, limit, now, held)));
            }
            if (is(SECRET_KEPT)) {
                claims.replaceAll(
                        claim -> new Claim(buried.getOrDefault(claim.message().id(), claim.message()), claim.key(), 1));
            }
            if (is(NEWEST_FIRST)) {
                Collections.reverse(claims);
            }
            if (is(ATTEMPTS_FORGOTTEN)) {
                claims.replaceAll(claim -> new Claim(claim.message(), claim.key(), 1));
            }
            return claims;
        }

        @Override
        public boolean settle(Claim claim) {
            return is(NEVER_SETTLED) || sound.settle(claim) || is(LOST_CLAIM_HEARD);
        }

        @Override
        public int acknowledgeAll(List<Claim> claims) {
            return sound.acknowledgeAll(
                    is(FIRST_ACKNOWLEDGED_ALONE) ? claims.subList(0, Math.min(1, claims.size())) : claims);
        }

        @Override
        public boolean fail(Claim claim, Instant retryAt, String reason) {
            return sound.fail(claim, is(TRIED_AT_ONCE) ? Instant.EPOCH : retryAt, reason) || is(LOST_CLAIM_HEARD);
        }

        @Override
        public boolean bury(Claim claim, String reason) {
            buried.put(claim.message().id(), claim.message());
            return is(DEAD_COMES_AGAIN)
                    ? sound.fail(claim, claim.message().createdAt(), reason)
                    : sound.bury(claim, reason) || is(LOST_CLAIM_HEARD);
        }

        @Override
        public List<Letter> list(int limit) {
            return sound.list(limit).stream()
                    .map(letter -> is(ERRORS_FORGOTTEN)
                            ? new Letter(
                                    letter.id(),
                                    letter.kind(),
                                    letter.createdAt(),
                                    letter.dueAt(),
                                    letter.attempts(),
                                    Optional.empty(),
                                    letter.dead())
                            : letter)
                    .toList();
        }

        @Override
        public boolean retry(MessageId id, Instant now) {
            return sound.retry(id, is(RETRIED_LATER) ? now.plusSeconds(60) : now);
        }

        @Override
        public Depth depth() {
            Depth depth = sound.depth();
            return is(DEAD_COUNTED_AS_WAITING)
                    ? new Depth(depth.waiting() + depth.dead(), depth.dead(), depth.oldest())
                    : depth;
        }
    }
}
