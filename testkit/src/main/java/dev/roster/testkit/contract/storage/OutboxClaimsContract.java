package dev.roster.testkit.contract.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.outbox.OutboxQueue.Claim;
import dev.roster.application.port.outbox.OutboxQueue.OutboxEntry;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import dev.roster.testkit.conformance.Required;
import dev.roster.testkit.data.OutboxMessageSamples;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The clauses about claims: which messages a relay gets, and what happens to them at the end of the claim. */
abstract class OutboxClaimsContract extends OutboxPart {

    /**
     * Given messages in all lanes. When those of one lane are claimed, retried, dead-lettered, expired and
     * acknowledged. Then the messages of each other lane are not returned, not changed and not delayed, for every pair
     * of lanes.
     */
    @Clause(
            value = "outbox.lanes-independent",
            promise = "A claim in one lane never returns, changes, counts or delays a message of another lane.")
    void claimsOnlyFromGivenLane() throws Exception {
        OutboxQueue relay = secondClient().outboxQueue();
        Instant later = NOW.plusSeconds(1);
        for (Lane lane : Lane.values()) {
            List<OutboxMessage> own = inLane(lane, later, 5);
            Map<Lane, List<OutboxMessage>> others = new EnumMap<>(Lane.class);
            Stream.of(Lane.values())
                    .filter(other -> other != lane)
                    .forEach(other -> others.put(other, inLane(other, NOW, 3)));
            List<OutboxMessage> ofOthers =
                    others.values().stream().flatMap(List::stream).toList();
            appendAll(Stream.concat(ofOthers.stream(), own.stream()).toList());
            List<OutboxEntry> before = entriesOf(ofOthers);

            // Earlier messages of other lanes must not use up the limit.
            List<Claim> claims = new ArrayList<>(queue().claim(lane, 1, later, LEASE));
            claims.addAll(relay.claim(lane, ALL, later, LEASE));

            assertThat(messages(claims)).as("claims in lane %s", lane).containsExactlyInAnyOrderElementsOf(own);
            assertThat(relay.retryLater(claims.get(0), NOW, "refused")).isTrue();
            assertThat(relay.deadLetter(claims.get(1), "gone")).isTrue();
            assertThat(relay.expire(claims.get(2))).isTrue();
            assertThat(relay.acknowledge(claims.get(3))).isTrue();
            assertThat(entriesOf(ofOthers))
                    .as("messages of other lanes than %s", lane)
                    .isEqualTo(before);
            List<Claim> ended = new ArrayList<>(List.of(claims.get(4)));
            others.forEach((other, messages) -> {
                List<Claim> claimed = relay.claim(other, ALL, later, LEASE);
                assertThat(messages(claimed))
                        .as("claims in lane %s after claims in lane %s", other, lane)
                        .containsExactlyInAnyOrderElementsOf(messages);
                assertThat(claimed)
                        .as("attempts in lane %s after claims in lane %s", other, lane)
                        .extracting(Claim::attempt)
                        .containsOnly(1);
                ended.addAll(claimed);
            });
            ended.addAll(relay.claim(lane, ALL, later, LEASE));
            assertThat(relay.acknowledgeAll(ended)).isEqualTo(ofOthers.size() + 2);
        }
    }

    private static List<OutboxMessage> inLane(Lane lane, Instant createdAt, int count) {
        return Stream.generate(() -> OutboxMessageSamples.inLane(lane, createdAt))
                .limit(count)
                .toList();
    }

    private List<OutboxEntry> entriesOf(List<OutboxMessage> messages) {
        List<MessageId> ids = messages.stream().map(OutboxMessage::id).toList();
        List<OutboxEntry> entries = new ArrayList<>(queue().list(ALL));
        entries.removeIf(entry -> !ids.contains(entry.id()));
        entries.sort((one, other) -> Integer.compare(ids.indexOf(one.id()), ids.indexOf(other.id())));
        return entries;
    }

    /**
     * Given messages due at instants that differ by a microsecond, an old one that was retried, and one due in the
     * future. When messages are claimed. Then those due until now are returned, the earliest due first.
     */
    @Clause(
            value = "outbox.earliest-due-first",
            promise = "A claim returns the messages that are due at that instant or earlier, the earliest due first.")
    void claimsEarliestDueFirst() {
        OutboxMessage retried = append(NOW.minusSeconds(10));
        queue().retryLater(claimOne(NOW), NOW.minus(MICROSECOND), "refused");
        OutboxMessage last = append(NOW);
        OutboxMessage first = append(NOW.minus(MICROSECOND.multipliedBy(3)));
        OutboxMessage later = append(NOW.plus(MICROSECOND));
        OutboxMessage second = append(NOW.minus(MICROSECOND.multipliedBy(2)));
        OutboxMessage ancient = append(Instant.parse("1969-12-31T23:59:59.999999Z"));

        assertThat(claimMessages(ALL, NOW)).containsExactly(ancient, first, second, retried, last);
        assertThat(claimMessages(ALL, NOW.plus(MICROSECOND))).containsExactly(later);
    }

    /** Given five messages. When they are claimed with limits two, one, and a large one. Then no claim exceeds its limit. */
    @Clause(value = "outbox.claim-limited", promise = "A claim returns at most as many messages as requested.")
    void limitsClaims() {
        List<OutboxMessage> all = appendMany(5);

        List<List<OutboxMessage>> claims = Stream.of(2, 1, Integer.MAX_VALUE, 2)
                .map(limit -> Required.call("a claim of any size", () -> claimMessages(limit, NOW)))
                .toList();

        assertThat(claims).extracting(List::size).containsExactly(2, 1, 2, 0);
        assertThat(claims.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(all);
    }

    /**
     * Given two clients, and messages. When 8 threads claim at once, several times in several rounds. Then each message
     * is claimed once, and none is lost.
     */
    @Clause(
            value = "outbox.claims-disjoint",
            promise = "However many relays claim at once, a message is given to one of them until the lease expires.")
    void concurrentClaimsAreDisjoint() throws Exception {
        OutboxQueue other = secondClient().outboxQueue();
        for (int round = 0; round < 6; round++) {
            List<OutboxMessage> all = appendMany(60);

            List<Outcome<List<Claim>>> outcomes = Rendezvous.runWithBarrier(
                    8,
                    barrier -> i -> () -> {
                        OutboxQueue mine = i % 2 == 0 ? queue() : other;
                        List<Claim> claims = new ArrayList<>();
                        for (int claim = 0; claim < 3; claim++) {
                            barrier.await();
                            claims.addAll(mine.claim(Lane.DEFAULT, 3, NOW, LEASE));
                        }
                        return claims;
                    });

            List<Claim> taken =
                    outcomes.stream().flatMap(each -> each.get().stream()).toList();
            assertThat(messages(taken)).as("round %s", round).doesNotHaveDuplicates();
            // A claim may return nothing while other claims are in progress, so claim the rest now.
            List<Claim> claims = new ArrayList<>(taken);
            claims.addAll(queue().claim(Lane.DEFAULT, ALL, NOW, LEASE));
            assertThat(messages(claims)).as("round %s", round).containsExactlyInAnyOrderElementsOf(all);
            assertThat(claims).extracting(Claim::attempt).containsOnly(1);
            assertThat(queue().acknowledgeAll(claims)).isEqualTo(all.size());
        }
    }

    /**
     * Given a claimed message, with leases from none to years. When messages are claimed a microsecond before its lease
     * expires, and at the expiry. Then the message is claimed again only at the expiry.
     */
    @Clause(
            value = "outbox.claimable-after-lease",
            promise = "A message that was claimed but not ended can be claimed again as soon as its lease expires.")
    void messageIsClaimableAfterLease() throws Exception {
        OutboxMessage message = append(NOW);
        OutboxQueue other = secondClient().outboxQueue();
        Instant now = NOW;

        for (Duration lease : List.of(
                Duration.ZERO, MICROSECOND, LEASE, Duration.ofSeconds(1).plus(MICROSECOND), Duration.ofDays(1_000))) {
            assertThat(messages(queue().claim(Lane.DEFAULT, 1, now, lease))).containsExactly(message);
            now = now.plus(lease);
            assertThat(lease.isZero() ? List.of() : other.claim(Lane.DEFAULT, 1, now.minus(MICROSECOND), lease))
                    .as("claims before a lease of %s expires", lease)
                    .isEmpty();
        }
        assertThat(messages(other.claim(Lane.DEFAULT, 1, now, LEASE))).containsExactly(message);
    }

    /**
     * Given a message. When it is claimed three times, after a failed delivery and after an expired lease. Then the
     * claims are numbered 1, 2 and 3, and the list shows the same numbers.
     */
    @Clause(
            value = "outbox.attempts-counted",
            promise = "Each claim of a message counts as one attempt, and the claim and the list contain its number.")
    void countsAttempts() {
        append(NOW);
        assertThat(attemptsListed()).containsExactly(0);

        Claim first = claimOne(NOW);
        assertThat(attemptsListed()).containsExactly(1);
        assertThat(queue().retryLater(first, NOW, "refused")).isTrue();
        assertThat(attemptsListed()).containsExactly(1);
        Claim second = claimOne(NOW);
        Claim third = claimOne(NOW.plus(LEASE));

        assertThat(Stream.of(first, second, third).map(Claim::attempt)).containsExactly(1, 2, 3);
        assertThat(attemptsListed()).containsExactly(3);
    }

    private Stream<Integer> attemptsListed() {
        return queue().list(ALL).stream().map(OutboxEntry::attempts);
    }

    /** Given two claimed messages. When one is acknowledged. Then it is gone, and only the other can be claimed again. */
    @Clause(
            value = "outbox.acknowledged-never-returns",
            promise = "An acknowledged message is removed: it is never claimed, listed, counted or retried again.")
    void acknowledgedMessageNeverReturns() throws Exception {
        List<OutboxMessage> both = appendMany(2);
        List<Claim> claims = queue().claim(Lane.DEFAULT, 2, NOW, LEASE);
        OutboxMessage gone = claims.get(0).message();
        OutboxMessage other = claims.get(1).message();

        assertThat(queue().acknowledge(claims.get(0))).isTrue();

        assertThat(both).containsExactlyInAnyOrder(gone, other);
        OutboxQueue relay = secondClient().outboxQueue();
        assertThat(relay.list(ALL)).extracting(OutboxEntry::id).containsExactly(other.id());
        assertThat(relay.stats().waiting()).isEqualTo(1);
        assertThat(relay.retryNow(gone.id(), NOW.plus(LEASE))).isFalse();
        assertThat(messages(relay.claim(Lane.DEFAULT, ALL, NOW.plus(LEASE).plusSeconds(86_400), LEASE)))
                .containsExactly(other);
    }

    /**
     * Given many claims in several lanes, and one that another relay has taken over since. When some are acknowledged
     * in one batch, one of them twice. Then these messages are removed and counted once, and the taken message and all
     * other messages remain.
     */
    @Clause(
            value = "outbox.batch-acknowledged",
            promise = "A batch of claims of any lanes is acknowledged at once, except claims that have ended.")
    void acknowledgesBatch() {
        OutboxMessage lost = append(NOW);
        Claim lostClaim = claimOne(NOW);
        Instant later = NOW.plus(LEASE);
        assertThat(claimMessages(1, later)).containsExactly(lost);
        appendMany(600);
        appendAll(Stream.of(Lane.values())
                .map(lane -> OutboxMessageSamples.inLane(lane, NOW))
                .toList());
        List<Claim> claims = claimAll(queue(), later);
        List<Claim> kept = List.of(claims.get(1), claims.get(claims.size() - 2));
        List<Claim> delivered = new ArrayList<>(claims);
        delivered.removeAll(kept);

        int ended = queue().acknowledgeAll(Stream.concat(Stream.of(lostClaim, delivered.get(0)), delivered.stream())
                .toList());

        assertThat(ended).isEqualTo(600 + Lane.values().length - kept.size());
        assertThat(queue().acknowledgeAll(List.of(delivered.get(0)))).isZero();
        assertThat(queue().acknowledgeAll(List.of())).isZero();
        assertThat(messages(claimAll(queue(), later.plus(LEASE))))
                .containsExactlyInAnyOrder(
                        lost, kept.get(0).message(), kept.get(1).message());
    }

    /**
     * Given a claimed message. When its delivery fails and a retry is scheduled, in the future or in the past. Then it
     * can be claimed again at that instant, and not a microsecond earlier.
     */
    @Clause(
            value = "outbox.retried-later",
            promise = "A message whose delivery failed can be claimed again from the given instant on, and not before.")
    void retriesMessageLater() {
        OutboxMessage message = append(NOW);
        Instant retry = NOW.plusSeconds(7);

        assertThat(queue().retryLater(claimOne(NOW), retry, "mail server says 'no' \0"))
                .isTrue();

        assertThat(claimMessages(1, retry.minus(MICROSECOND))).isEmpty();
        Instant past = NOW.minusSeconds(7);
        assertThat(queue().retryLater(claimOne(retry), past, "")).isTrue();
        assertThat(claimMessages(1, past.minus(MICROSECOND))).isEmpty();
        assertThat(claimMessages(1, past)).containsExactly(message);
    }

    /**
     * Given an expired claim whose message another relay has claimed, and perhaps ended, or that an operator has
     * retried. When the late relay makes each call that ends a claim. Then the call is rejected and nothing changes.
     */
    @Clause(
            value = "outbox.lost-claim-rejected",
            promise = "A relay whose message was claimed again, or retried by an operator, can no longer change it.")
    void rejectsLostClaim() throws Exception {
        Instant later = NOW.plus(LEASE);
        Map<String, Consumer<Claim>> losses = new LinkedHashMap<>();
        losses.put("claimed again", late -> claimOne(later));
        losses.put("claimed again, and expired again", late -> {
            claimOne(later);
            claimOne(later.plus(LEASE));
        });
        losses.put("acknowledged by another relay", late -> queue().acknowledge(claimOne(later)));
        losses.put("retried by another relay", late -> queue().retryLater(claimOne(later), later, "refused"));
        losses.put("dead-lettered by another relay", late -> queue().deadLetter(claimOne(later), "gone"));
        losses.put("expired by another relay", late -> queue().expire(claimOne(later)));
        losses.put(
                "retried by an operator",
                late -> queue().retryNow(late.message().id(), later));
        losses.put("retried by an operator, and claimed again", late -> {
            queue().retryNow(late.message().id(), later);
            claimOne(later);
        });
        for (Map.Entry<String, Consumer<Claim>> loss : losses.entrySet()) {
            append(NOW);
            Claim lost = claimOne(NOW);
            loss.getValue().accept(lost);
            List<OutboxEntry> before = queue().list(ALL);

            for (Ending ending : endings()) {
                assertThat(ending.end(queue(), lost, later))
                        .as("%s after: %s", ending, loss.getKey())
                        .isFalse();
            }

            assertThat(queue().list(ALL))
                    .as("messages after: %s", loss.getKey())
                    .isEqualTo(before);
            assertThat(claimMessages(1, later))
                    .as("claims after: %s", loss.getKey())
                    .hasSize(
                            loss.getKey().equals("retried by another relay")
                                            || loss.getKey().equals("retried by an operator")
                                    ? 1
                                    : 0);
            queue().acknowledgeAll(claimAll(queue(), later.plus(LEASE).plus(LEASE)));
        }
    }

    /**
     * Given a claim that was ended by each call that ends a claim. When each such call is made again. Then it is
     * rejected and nothing changes.
     */
    @Clause(
            value = "outbox.ended-claim-rejected",
            promise = "A claim can be ended once: a second call of any kind is rejected and changes nothing.")
    void rejectsEndedClaim() throws Exception {
        for (Ending first : endings()) {
            append(NOW);
            Claim claim = claimOne(NOW);
            assertThat(first.end(queue(), claim, NOW.plusSeconds(5)))
                    .as("%s", first)
                    .isTrue();
            List<OutboxEntry> before = queue().list(ALL);

            for (Ending second : endings()) {
                assertThat(second.end(queue(), claim, NOW.plusSeconds(1)))
                        .as("%s after %s", second, first)
                        .isFalse();
            }

            assertThat(queue().list(ALL)).as("messages after %s", first).isEqualTo(before);
            queue().acknowledgeAll(claimAll(queue(), NOW.plusSeconds(5)));
        }
    }

    /**
     * Given two claimed messages whose leases have expired, one of which another relay has claimed since. When the late
     * relay ends the claim of the other. Then the call is accepted, whatever the clock of the backend says.
     */
    @Clause(
            value = "outbox.late-claim-accepted",
            promise = "A relay may end its claim after the lease, as long as the message was not claimed again.")
    void acceptsLateClaim() throws Exception {
        Instant later = NOW.plus(LEASE).plusSeconds(86_400);
        OutboxQueue relay = secondClient().outboxQueue();
        for (Ending ending : endings()) {
            OutboxMessage first = append(NOW.minusSeconds(1));
            OutboxMessage second = append(NOW);
            List<Claim> claims = queue().claim(Lane.DEFAULT, 2, NOW, LEASE);
            assertThat(messages(claims)).containsExactly(first, second);
            List<Claim> taken = relay.claim(Lane.DEFAULT, 1, later, LEASE);
            assertThat(messages(taken)).containsExactly(first);

            assertThat(ending.end(queue(), claims.get(1), later.plusSeconds(1)))
                    .as("%s, late", ending)
                    .isTrue();

            assertThat(claimMessages(ALL, later))
                    .as("claims after late %s", ending)
                    .isEmpty();
            assertThat(relay.acknowledge(taken.get(0))).isTrue();
            relay.acknowledgeAll(relay.claim(Lane.DEFAULT, ALL, later.plusSeconds(1), LEASE));
        }
    }

    /**
     * Given expired claims, one after the other. When the late relay ends its claim while another relay claims the
     * message. Then one of them succeeds, and the other does not.
     */
    @Clause(
            value = "outbox.late-claim-raced",
            promise = "If a late relay ends a claim while another relay claims the message, exactly one succeeds.")
    void lateEndOrNewClaimWins() throws Exception {
        OutboxQueue relay = secondClient().outboxQueue();
        Instant later = NOW.plus(LEASE);
        List<Ending> endings = endings();
        Claim[] late = new Claim[1];
        boolean[] ended = new boolean[1];
        int rounds = 60;
        Rendezvous.<String>runWithBarrier(
                        2,
                        barrier -> i -> () -> {
                            for (int round = 0; round < rounds; round++) {
                                Ending ending = endings.get(round / 2 % endings.size());
                                if (i == 0) {
                                    append(NOW);
                                    late[0] = claimOne(NOW);
                                }
                                barrier.await();
                                List<Claim> taken = List.of();
                                if (i == 0) {
                                    ended[0] = ending.end(queue(), late[0], later.plusSeconds(1));
                                } else {
                                    taken = relay.claim(Lane.DEFAULT, 1, later, LEASE);
                                }
                                barrier.await();
                                if (i == 1) {
                                    assertThat(ended[0])
                                            .as(
                                                    "%s by the late relay, when the other relay got %s",
                                                    ending, messages(taken))
                                            .isEqualTo(taken.isEmpty());
                                    assertThat(relay.acknowledgeAll(taken)).isEqualTo(taken.size());
                                    relay.acknowledgeAll(relay.claim(Lane.DEFAULT, ALL, later.plusSeconds(1), LEASE));
                                }
                                barrier.await();
                            }
                            return "done";
                        })
                .forEach(Outcome::get);
    }

    /**
     * Given a message. When it is claimed, retried later and retried now with instants finer than a microsecond. Then
     * they have the same effect as the instants truncated to microseconds.
     */
    @Clause(
            value = "outbox.instants-truncated",
            promise = "Instants finer than a microsecond are truncated, so all storages agree on what is due.")
    void truncatesInstants() {
        Duration fraction = Duration.ofNanos(999);
        OutboxMessage message = append(NOW);
        assertThat(claimMessages(1, NOW.minusNanos(1))).isEmpty();

        Claim claim = queue().claim(Lane.DEFAULT, 1, NOW.plus(fraction), LEASE).get(0);
        assertThat(queue().retryNow(message.id(), NOW.plus(LEASE).minusNanos(1)))
                .isFalse();
        assertThat(claimMessages(1, NOW.plus(LEASE).minusNanos(1))).isEmpty();
        assertThat(queue().retryLater(claim, NOW.plusSeconds(9).plus(fraction), "refused"))
                .isTrue();
        assertThat(queue().list(1)).extracting(OutboxEntry::dueAt).containsExactly(NOW.plusSeconds(9));
        assertThat(queue().retryNow(message.id(), NOW.plusSeconds(10).plus(fraction)))
                .isTrue();
        assertThat(queue().list(1)).extracting(OutboxEntry::dueAt).containsExactly(NOW.plusSeconds(10));

        assertThat(queue().claim(Lane.DEFAULT, 1, NOW.plusSeconds(10).plus(fraction), LEASE))
                .hasSize(1);
        assertThat(claimMessages(1, NOW.plusSeconds(10).plus(LEASE))).containsExactly(message);
    }

    /**
     * Given a claimed message and a waiting one. When each method is called with null for each of its arguments, and
     * with limits below one. Then the call is rejected and nothing changes.
     */
    @Clause(
            value = "outbox.invalid-rejected",
            promise = "Null and limits below 1 are rejected with an exception, and nothing changes.")
    void rejectsInvalidArguments() throws Exception {
        append(NOW.minusSeconds(1));
        Claim claim = claimOne(NOW);
        append(NOW);
        List<OutboxEntry> before = queue().list(ALL);

        for (Method method : portMethods()) {
            Object port = method.getDeclaringClass() == Outbox.class ? client().outbox() : queue();
            for (int i = 0; i < method.getParameterCount(); i++) {
                Class<?> type = method.getParameterTypes()[i];
                @Nullable
                Object[] arguments = Stream.of(method.getParameterTypes())
                        .map(each -> validArgument(each, claim))
                        .toArray();
                for (Object invalid : type == int.class ? List.of(0, -1, Integer.MIN_VALUE) : List.of("null")) {
                    arguments[i] = type == int.class ? invalid : null;
                    assertThatThrownBy(() -> invoke(port, method, arguments))
                            .as("%s with %s for argument %s", method.getName(), invalid, i + 1)
                            .isInstanceOf(
                                    type == int.class ? IllegalArgumentException.class : NullPointerException.class);
                }
            }
        }

        assertThat(queue().list(ALL)).isEqualTo(before);
        assertThat(queue().acknowledge(claim)).isTrue();
    }

    private static List<Method> portMethods() {
        return Stream.of(OutboxQueue.class, Outbox.class)
                .flatMap(port -> Stream.of(port.getMethods()))
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .toList();
    }

    private static Object validArgument(Class<?> type, Claim claim) {
        return Stream.of(
                        Lane.DEFAULT,
                        1,
                        NOW,
                        LEASE,
                        claim,
                        List.of(claim),
                        "reason",
                        claim.message().id(),
                        OutboxMessageSamples.inLane(Lane.DEFAULT, NOW))
                .filter(value -> type.isInstance(value) || (type == int.class && value instanceof Integer))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("add a valid argument of " + type));
    }
}
