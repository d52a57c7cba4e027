package dev.roster.testkit.contract.storage;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.PasswordResetEmail;
import dev.roster.application.port.outbox.OutboxMessage.VerificationEmail;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.outbox.OutboxQueue.Claim;
import dev.roster.application.port.outbox.OutboxQueue.OutboxEntry;
import dev.roster.application.port.outbox.OutboxQueue.QueueStats;
import dev.roster.application.port.outbox.OutboxQueue.State;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.data.NewUserBuilder;
import dev.roster.testkit.data.OutboxMessageSamples;
import dev.roster.testkit.data.TrickyStrings;
import dev.roster.testkit.data.Unique;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The clauses about messages: how they are stored, and how operators see them. */
abstract class OutboxMessagesContract extends OutboxPart {

    /** Ten years, longer than any retention. */
    private static final Duration LONG = Duration.ofDays(3_650);

    /**
     * Given messages of each kind, each field at its limits and in many scripts. When they are claimed by another
     * client. Then each is as it was appended.
     */
    @Clause(
            value = "outbox.message-round-trip",
            promise = "A message of any kind is claimed with exactly the fields with which it was appended.")
    void messagesRoundTrip() throws Exception {
        List<OutboxMessage> messages = new ArrayList<>(OutboxMessageSamples.ofEachKind(NOW));
        messages.forEach(client().outbox()::append);
        List<OutboxMessage> extreme = OutboxMessageSamples.withExtremeFields(NOW);
        appendAll(extreme);
        messages.addAll(extreme);

        Map<MessageId, OutboxMessage> claimed = messages(claimAll(secondClient().outboxQueue(), NOW)).stream()
                .collect(Collectors.toMap(OutboxMessage::id, Function.identity()));

        assertThat(claimed).hasSameSizeAs(messages);
        assertThat(messages)
                .allSatisfy(message -> assertThat(claimed.get(message.id()))
                        .as("message of kind %s", message.getClass().getSimpleName())
                        .isEqualTo(message));
    }

    /**
     * Given a transaction that appends a message of each kind, and fails. When the queue is read. Then no method sees
     * one of the messages.
     */
    @Clause(
            value = "outbox.rolled-back-never-seen",
            promise = "Messages of a transaction that was rolled back are never claimed, listed, counted or retried.")
    void neverSeesRolledBackMessages() throws Exception {
        List<OutboxMessage> messages = OutboxMessageSamples.ofEachKind(NOW);
        assertThatThrownBy(() -> client().inTransaction(unit -> {
                    messages.forEach(unit.outbox()::append);
                    throw new IllegalStateException("planned");
                }))
                .hasMessage("planned");
        OutboxMessage committed = append(NOW);

        for (OutboxQueue queue : List.of(queue(), secondClient().outboxQueue())) {
            assertThat(queue.list(ALL)).extracting(OutboxEntry::id).containsExactly(committed.id());
            assertThat(queue.stats()).isEqualTo(new QueueStats(1, 0, 0, Optional.of(NOW)));
            assertThat(messages).noneMatch(message -> queue.retryNow(message.id(), NOW));
        }
        assertThat(messages(claimAll(secondClient().outboxQueue(), NOW.plus(LONG))))
                .containsExactly(committed);
    }

    /** Given two messages. When one is dead-lettered. Then it is never claimed again, and the other still is. */
    @Clause(
            value = "outbox.dead-letter-never-claimed",
            promise = "A dead letter is never claimed again, unless an operator retries it.")
    void neverClaimsDeadLetter() {
        OutboxMessage dead = append(NOW);
        OutboxMessage other = append(NOW.plusSeconds(1));

        Claim claim = claimOne(NOW);
        assertThat(queue().deadLetter(claim, "no such address \0 \uD800")).isTrue();

        assertThat(claim.message()).isEqualTo(dead);
        assertThat(claimMessages(ALL, NOW.plus(LEASE))).containsExactly(other);
        assertThat(claimMessages(ALL, NOW.plus(LONG))).containsExactly(other);
    }

    /**
     * Given a dead letter, an expired message, a claimed one and a waiting one, all about one user. When the user is
     * deleted, old data is purged and years pass. Then all messages are still listed, and can be retried.
     */
    @Clause(
            value = "outbox.kept-until-acknowledged",
            promise = "Waiting messages, dead letters and expired messages are kept until a relay acknowledges them.")
    void keepsMessagesUntilAcknowledged() throws Exception {
        UserId user = client().users().create(NewUserBuilder.aUser().build()).id();
        List<OutboxMessage> messages = new ArrayList<>();
        for (int second = 0; second < 4; second++) {
            messages.add(new WelcomeNotification(MessageId.random(), NOW.plusSeconds(second), user, "Ann"));
        }
        appendAll(messages);
        List<Claim> claims = queue().claim(Lane.DEFAULT, 3, NOW.plus(LEASE), LEASE);
        queue().deadLetter(claims.get(0), "gone");
        queue().expire(claims.get(1));
        List<OutboxEntry> before = queue().list(ALL);

        client().users().delete(user);
        client().auditLog().deleteBefore(NOW.plus(LONG));
        client().oneTimeTokens().deleteExpiredBefore(NOW.plus(LONG));
        queue().claim(Lane.CACHE, ALL, NOW.plus(LONG), LEASE);

        OutboxQueue relay = secondClient().outboxQueue();
        assertThat(relay.list(ALL)).isEqualTo(before);
        assertThat(relay.stats()).isEqualTo(new QueueStats(2, 1, 1, Optional.of(NOW.plusSeconds(2))));
        assertThat(messages.subList(0, 2)).allMatch(message -> relay.retryNow(message.id(), NOW));
        assertThat(messages(relay.claim(Lane.DEFAULT, ALL, NOW.plus(LONG), LEASE)))
                .containsExactlyInAnyOrderElementsOf(messages);
    }

    /**
     * Given messages that were retried and due at different instants. When they become dead letters. Then the list
     * shows the instants at which their last attempts were due, and is ordered by them.
     */
    @Clause(
            value = "outbox.dead-letter-due-time-kept",
            promise = "A dead letter is listed with the time at which its last delivery attempt was due.")
    void keepsDueTimeOfDeadLetter() throws Exception {
        OutboxMessage retried = append(NOW);
        queue().retryLater(claimOne(NOW), NOW.plusSeconds(9), "refused");
        OutboxMessage untried = append(NOW.plusSeconds(5));

        queue().claim(Lane.DEFAULT, 2, NOW.plusSeconds(99), LEASE)
                .forEach(claim -> assertThat(queue().deadLetter(claim, "gone")).isTrue());

        assertThat(secondClient().outboxQueue().list(ALL))
                .containsExactly(
                        entry(untried, NOW.plusSeconds(5), 1, Optional.of("gone"), State.DEAD),
                        entry(retried, NOW.plusSeconds(9), 2, Optional.of("gone"), State.DEAD));
    }

    private static OutboxEntry entry(
            OutboxMessage message, Instant dueAt, int attempts, Optional<String> lastError, State state) {
        return new OutboxEntry(
                message.id(),
                message.getClass().getSimpleName(),
                message.createdAt(),
                dueAt,
                attempts,
                lastError,
                state);
    }

    /**
     * Given a dead letter of each kind. When they are retried. Then they are claimed as they were, but mails with a
     * secret are replaced by messages that request a new one.
     */
    @Clause(
            value = "outbox.dead-letter-contains-no-secret",
            promise = "A dead letter contains no secret: if it is retried, a new secret is requested.")
    void deadLetterContainsNoSecret() {
        List<OutboxMessage> messages = OutboxMessageSamples.ofEachKind(NOW);
        appendAll(messages);
        claimAll(queue(), NOW)
                .forEach(claim -> assertThat(queue().deadLetter(claim, "gone")).isTrue());

        List<OutboxMessage> safe =
                messages.stream().map(OutboxMessage::withoutSecret).toList();
        assertThat(queue().list(ALL))
                .containsExactlyInAnyOrderElementsOf(safe.stream()
                        .map(message -> entry(message, NOW, 1, Optional.of("gone"), State.DEAD))
                        .toList());
        messages.forEach(message ->
                assertThat(queue().retryNow(message.id(), NOW.plusSeconds(2))).isTrue());
        assertThat(messages(claimAll(queue(), NOW.plusSeconds(2)))).containsExactlyInAnyOrderElementsOf(safe);
        assertThat(safe).doesNotContainAnyElementsOf(mailsWithSecret(messages)).hasSameSizeAs(messages);
    }

    private static List<OutboxMessage> mailsWithSecret(List<OutboxMessage> messages) {
        return messages.stream()
                .filter(message -> Stream.of(message.getClass().getRecordComponents())
                        .anyMatch(field -> field.getType() == OneTimeSecret.class))
                .toList();
    }

    /**
     * Given mails with a secret, one of them after a failed attempt. When they expire. Then they are never claimed, and
     * are listed with the reason of the failure. When they are retried. Then messages that request a new secret are
     * claimed instead.
     */
    @Clause(
            value = "outbox.expired-kept",
            promise =
                    "An expired message is listed as such without its secret, and never claimed unless it is retried.")
    void keepsExpiredMessageWithoutSecret() throws Exception {
        EmailAddress to = Unique.emailAddress();
        OneTimeSecret secret = new OneTimeSecret("to be forgotten");
        Instant expiry = NOW.plusSeconds(60);
        OutboxMessage failed = new VerificationEmail(MessageId.random(), NOW, to, "Ann", secret, expiry);
        OutboxMessage untried =
                new PasswordResetEmail(MessageId.random(), NOW.plusSeconds(1), to, "Ann", secret, expiry);
        appendAll(List.of(failed, untried));
        Claim attempt = queue().claim(Lane.VERIFICATION, 1, NOW, LEASE).get(0);
        queue().retryLater(attempt, expiry, "mail server is down");

        List<Claim> claims = claimAll(queue(), expiry);
        assertThat(claims).allMatch(claim -> queue().expire(claim)).hasSize(2);

        assertThat(claimAll(queue(), expiry.plus(LONG))).isEmpty();
        assertThat(secondClient().outboxQueue().list(10))
                .containsExactly(
                        entry(untried.withoutSecret(), NOW.plusSeconds(1), 0, Optional.empty(), State.EXPIRED),
                        entry(failed.withoutSecret(), expiry, 1, Optional.of("mail server is down"), State.EXPIRED));
        assertThat(queue().stats()).isEqualTo(new QueueStats(0, 0, 2, Optional.empty()));
        assertThat(Stream.of(failed, untried)).allMatch(message -> queue().retryNow(message.id(), expiry));
        assertThat(messages(claimAll(queue(), expiry)))
                .containsExactly(failed.withoutSecret(), untried.withoutSecret());
        assertThat(queue().stats()).isEqualTo(new QueueStats(2, 0, 0, Optional.of(NOW)));
    }

    /**
     * Given messages of all kinds, a claimed one, a failed one, a dead letter, an expired one and one that is not due.
     * When the entries are listed. Then each is described without its content, earliest due first, at most as many as
     * requested.
     */
    @Clause(
            value = "outbox.entries-listed",
            promise = "The list shows the messages of all lanes and states without their contents, earliest due first.")
    void listsEntries() throws Exception {
        List<OutboxEntry> expected = new ArrayList<>();
        OutboxMessage dead = append(NOW);
        queue().deadLetter(claimOne(NOW), "gone");
        expected.add(entry(dead, NOW, 1, Optional.of("gone"), State.DEAD));
        OutboxMessage expired = append(NOW.plus(MICROSECOND));
        queue().expire(claimOne(NOW.plusSeconds(1)));
        expected.add(entry(expired, NOW.plus(MICROSECOND), 0, Optional.empty(), State.EXPIRED));
        OutboxMessage claimed = append(NOW.plus(MICROSECOND.multipliedBy(2)));
        claimOne(NOW.plusSeconds(1));
        expected.add(entry(claimed, claimed.createdAt(), 1, Optional.empty(), State.WAITING));
        int second = 5;
        for (OutboxMessage message : OutboxMessageSamples.ofEachKind(NOW)) {
            Instant due = NOW.plusSeconds(second++);
            client().outbox().append(message);
            Claim claim = queue().claim(message.lane(), 1, NOW, LEASE).get(0);
            queue().retryLater(claim, due, "attempt at " + due);
            expected.add(entry(message, due, 1, Optional.of("attempt at " + due), State.WAITING));
        }
        OutboxMessage notDue = append(NOW.plus(LONG));
        expected.add(entry(notDue, notDue.createdAt(), 0, Optional.empty(), State.WAITING));

        List<OutboxEntry> entries = secondClient().outboxQueue().list(ALL);

        assertThat(entries).containsExactlyElementsOf(expected);
        for (int limit : new int[] {1, 2, expected.size() - 1, expected.size(), Integer.MAX_VALUE}) {
            assertThat(queue().list(limit))
                    .as("list of at most %s", limit)
                    .isEqualTo(expected.subList(0, Math.min(limit, expected.size())));
        }
    }

    /**
     * Given reasons of a failure in many scripts, and one of 2,000 code points. When messages are retried later and
     * dead-lettered for these reasons. Then the list shows them as given, and of a longer one at least the first part.
     */
    @Clause(
            value = "outbox.reason-kept",
            promise = "The reason of the last failure is listed as given, up to 2,000 code points.")
    void keepsReason() {
        List<String> reasons = new ArrayList<>(TrickyStrings.ALL);
        reasons.add(TrickyStrings.EMOJI.repeat(OutboxQueue.REASON_LENGTH));
        reasons.add("x".repeat(OutboxQueue.REASON_LENGTH + 1));
        appendMany(reasons.size());
        List<Claim> claims = queue().claim(Lane.DEFAULT, ALL, NOW, LEASE);
        for (int i = 0; i < reasons.size(); i++) {
            assertThat(
                            i % 2 == 0
                                    ? queue().deadLetter(claims.get(i), reasons.get(i))
                                    : queue().retryLater(claims.get(i), NOW, reasons.get(i)))
                    .isTrue();
        }

        Map<MessageId, String> listed = queue().list(ALL).stream()
                .collect(Collectors.toMap(
                        OutboxEntry::id, entry -> entry.lastError().orElse("(none)")));

        for (int i = 0; i < reasons.size(); i++) {
            String kept = reasons.get(i)
                    .substring(
                            0,
                            reasons.get(i)
                                    .offsetByCodePoints(
                                            0,
                                            Math.min(
                                                    OutboxQueue.REASON_LENGTH,
                                                    reasons.get(i)
                                                            .codePointCount(
                                                                    0,
                                                                    reasons.get(i)
                                                                            .length()))));
            String shown = listed.get(claims.get(i).message().id());
            if (kept.equals(reasons.get(i))) {
                assertThat(shown).isEqualTo(kept);
            } else {
                assertThat(shown).startsWith(kept);
            }
        }
    }

    /**
     * Given a dead letter, a message that waits for a retry, and a claimed one. When they are retried now. Then the
     * first two are due at once, counted from attempt 1, and the claimed one is only after its lease; a retry of an
     * acknowledged or unknown message returns false.
     */
    @Clause(
            value = "outbox.retry-makes-due-now",
            promise = "A retry by an operator makes a message that is not claimed due at once, at attempt 1.")
    void retryMakesMessageDueNow() {
        OutboxMessage dead = append(NOW);
        queue().deadLetter(claimOne(NOW), "gone");
        OutboxMessage failed = append(NOW);
        queue().retryLater(claimOne(NOW), NOW.plusSeconds(999), "later");

        assertThat(queue().retryNow(dead.id(), NOW.plusSeconds(1))).isTrue();
        assertThat(queue().retryNow(failed.id(), NOW.plusSeconds(2))).isTrue();
        assertThat(queue().retryNow(MessageId.random(), NOW)).isFalse();
        assertThat(queue().list(ALL))
                .containsExactly(
                        entry(dead, NOW.plusSeconds(1), 0, Optional.of("gone"), State.WAITING),
                        entry(failed, NOW.plusSeconds(2), 0, Optional.of("later"), State.WAITING));

        List<Claim> claims = queue().claim(Lane.DEFAULT, 10, NOW.plusSeconds(2), LEASE);
        assertThat(messages(claims)).containsExactly(dead, failed);
        assertThat(claims).extracting(Claim::attempt).containsExactly(1, 1);
        Instant expiry = NOW.plusSeconds(2).plus(LEASE);
        assertThat(queue().retryNow(dead.id(), expiry.minus(MICROSECOND)))
                .as("retry of a claimed message")
                .isFalse();
        assertThat(queue().acknowledge(claims.get(0))).isTrue();
        assertThat(queue().retryNow(dead.id(), expiry)).isFalse();
        assertThat(queue().retryNow(failed.id(), expiry))
                .as("retry at the end of the lease")
                .isTrue();
        assertThat(queue().list(ALL)).containsExactly(entry(failed, expiry, 0, Optional.of("later"), State.WAITING));
    }

    /**
     * Given messages of all lanes in each state. When the statistics are read after each change. Then claimed messages
     * and those that are not due count as waiting, dead letters and expired messages are counted separately, and the
     * creation time of the oldest waiting message is returned, for each lane and for all lanes together.
     */
    @Clause(
            value = "outbox.stats-counted",
            promise = "Waiting, dead and expired messages of each lane are counted, and its oldest waiting one is"
                    + " reported.")
    void countsQueueStats() throws Exception {
        assertThat(queue().stats()).isEqualTo(new QueueStats(0, 0, 0, Optional.empty()));
        append(NOW.minusSeconds(60));
        append(NOW.minusSeconds(50));
        List<Claim> claims = queue().claim(Lane.DEFAULT, 2, NOW, LEASE);
        assertStats(2, 0, 0, NOW.minusSeconds(60));
        queue().deadLetter(claims.get(0), "gone");
        assertStats(1, 1, 0, NOW.minusSeconds(50));
        queue().expire(claims.get(1));
        assertThat(queue().stats()).isEqualTo(new QueueStats(0, 1, 1, Optional.empty()));
        assertThat(queue().statsByLane())
                .containsOnlyKeys(Lane.values())
                .containsEntry(Lane.DEFAULT, new QueueStats(0, 1, 1, Optional.empty()))
                .containsEntry(Lane.CACHE, QueueStats.EMPTY);

        List<OutboxMessage> ofEachLane = new ArrayList<>();
        for (Lane lane : Lane.values()) {
            ofEachLane.add(OutboxMessageSamples.inLane(lane, NOW.minusSeconds(ofEachLane.size())));
        }
        appendAll(ofEachLane);
        int lanes = ofEachLane.size();
        for (OutboxMessage message : ofEachLane) {
            int ended = message.lane() == Lane.DEFAULT ? 1 : 0;
            assertThat(queue().statsByLane())
                    .containsEntry(message.lane(), new QueueStats(1, ended, ended, Optional.of(message.createdAt())));
        }
        append(NOW.plus(LONG));
        assertStats(lanes + 1, 1, 1, NOW.minusSeconds(lanes - 1));
        Lane oldest = ofEachLane.get(lanes - 1).lane();
        Claim claim = queue().claim(oldest, 1, NOW, LEASE).get(0);
        queue().retryLater(claim, NOW.plus(LONG), "later");
        assertStats(lanes + 1, 1, 1, NOW.minusSeconds(lanes - 1));
        queue().acknowledge(queue().claim(oldest, 1, NOW.plus(LONG), LEASE).get(0));
        assertStats(lanes, 1, 1, NOW.minusSeconds(lanes - 2));
        queue().retryNow(claims.get(0).message().id(), NOW.plusSeconds(1));
        queue().retryNow(claims.get(1).message().id(), NOW.plusSeconds(1));
        assertStats(lanes + 2, 0, 0, NOW.minusSeconds(60));
    }

    private void assertStats(long waiting, long dead, long expired, Instant oldest) throws Exception {
        assertThat(secondClient().outboxQueue().stats())
                .isEqualTo(new QueueStats(waiting, dead, expired, Optional.of(oldest)));
    }

    /**
     * Given messages about a user: waiting, claimed and dead-lettered. When the user is deleted, with and without a
     * version. Then all messages are unchanged, and the waiting one can be claimed.
     */
    @Clause(
            value = "outbox.kept-after-user-deleted",
            promise = "Messages about a user stay in the outbox when the user is deleted.")
    void keepsMessagesOfDeletedUser() {
        for (boolean atItsVersion : new boolean[] {false, true}) {
            User user = client().users().create(aUser().build());
            for (int i = 0; i < 3; i++) {
                client().outbox().append(new WelcomeNotification(MessageId.random(), NOW, user.id(), "Ann"));
            }
            assertThat(queue().deadLetter(claimOne(NOW), "unknown recipient")).isTrue();
            Claim claimed = claimOne(NOW);
            List<OutboxEntry> before = queue().list(100);

            if (atItsVersion) {
                client().users().delete(user.id(), user.version());
            } else {
                client().users().delete(user.id());
            }

            assertThat(queue().list(100)).isEqualTo(before);
            assertThat(queue().acknowledge(claimed)).isTrue();
            assertThat(queue().acknowledge(claimOne(NOW))).isTrue();
        }
    }
}
