package dev.roster.testkit.contract.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.EmailChangedEmail;
import dev.roster.application.port.outbox.OutboxMessage.PasswordChangedEmail;
import dev.roster.application.port.outbox.OutboxMessage.PasswordResetEmail;
import dev.roster.application.port.outbox.OutboxMessage.PasswordResetRequest;
import dev.roster.application.port.outbox.OutboxMessage.ProfileUpdatedNotification;
import dev.roster.application.port.outbox.OutboxMessage.UserCacheInvalidation;
import dev.roster.application.port.outbox.OutboxMessage.VerificationEmail;
import dev.roster.application.port.outbox.OutboxMessage.VerificationRequest;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.outbox.OutboxQueue.Claim;
import dev.roster.application.port.outbox.OutboxQueue.OutboxEntry;
import dev.roster.application.port.outbox.OutboxQueue.QueueStats;
import dev.roster.application.port.outbox.OutboxQueue.State;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.storage.Storage;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Contract;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import dev.roster.testkit.data.Unique;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Contract of the outbox: of {@link dev.roster.application.port.outbox.Outbox}, which appends messages, and of {@link
 * OutboxQueue}, which relays read. Longer than other classes because messages pass through all its states.
 */
public abstract class OutboxContract extends Contract<Storage> {

    private static final Instant NOW = Instant.parse("2023-01-01T00:00:00Z");
    private static final Duration LEASE = Duration.ofMinutes(1);

    /** For subclasses. */
    protected OutboxContract() {}

    private OutboxQueue queue() {
        return client().outboxQueue();
    }

    private OutboxMessage append(Instant createdAt) {
        OutboxMessage message = new WelcomeNotification(MessageId.random(), createdAt, new UserId(7), "Ann");
        client().outbox().append(message);
        return message;
    }

    private Claim claimOne(Instant now) {
        return queue().claim(Lane.DEFAULT, 1, now, LEASE).get(0);
    }

    private List<OutboxMessage> claimMessages(int limit, Instant now) {
        return queue().claim(Lane.DEFAULT, limit, now, LEASE).stream()
                .map(Claim::message)
                .toList();
    }

    /** Given a message of each kind, in many scripts. When they are claimed. Then each is as it was appended. */
    @Clause("outbox.message-round-trip")
    void messagesRoundTrip() {
        String name = "Zoe\u0308 \"O'Brien\" שלום \\ {} 😀\n";
        Instant fine = NOW.plusNanos(123_456_000);
        EmailAddress to = Unique.emailAddress();
        OneTimeSecret secret = new OneTimeSecret("s3cr3t-_~");
        List<OutboxMessage> messages = List.of(
                new VerificationEmail(MessageId.random(), fine, to, name, secret, fine.plusSeconds(86_400)),
                new VerificationRequest(MessageId.random(), fine, to),
                new PasswordResetRequest(MessageId.random(), fine, to, new ClientAddress("2001:db8:0:0:0:0:0:1")),
                new PasswordResetRequest(MessageId.random(), fine, to, ClientAddress.UNKNOWN),
                new PasswordResetEmail(MessageId.random(), fine, to, name, secret, fine.plusSeconds(3_600)),
                new PasswordChangedEmail(MessageId.random(), fine, to, name),
                new EmailChangedEmail(MessageId.random(), fine, to, name, Unique.emailAddress()),
                new WelcomeNotification(MessageId.random(), fine, new UserId(UserId.MAX), name),
                new ProfileUpdatedNotification(MessageId.random(), fine, new UserId(1), name),
                new UserCacheInvalidation(MessageId.random(), fine, new UserId(UserId.MAX), Long.MAX_VALUE, false),
                new UserCacheInvalidation(MessageId.random(), fine, new UserId(1), 1, true));
        messages.forEach(client().outbox()::append);

        List<OutboxMessage> claimed = Stream.of(Lane.values())
                .flatMap(lane -> queue().claim(lane, 20, NOW.plusSeconds(1), LEASE).stream())
                .map(Claim::message)
                .toList();
        assertThat(claimed).containsExactlyInAnyOrderElementsOf(messages);
    }

    /**
     * Given a bulk of mails of one kind, and one later message in each other lane. When each lane is claimed. Then each
     * returns its own messages only, and the later messages do not wait for the bulk.
     */
    @Clause("outbox.lanes-independent")
    void claimsOnlyFromGivenLane() {
        EmailAddress to = Unique.emailAddress();
        List<OutboxMessage> bulk = Stream.<OutboxMessage>generate(
                        () -> new PasswordChangedEmail(MessageId.random(), NOW, to, "Ann"))
                .limit(20)
                .toList();
        bulk.forEach(client().outbox()::append);
        Instant later = NOW.plusSeconds(1);
        OneTimeSecret secret = new OneTimeSecret("s3cr3t");
        List<OutboxMessage> others = List.of(
                new WelcomeNotification(MessageId.random(), later, new UserId(7), "Ann"),
                new UserCacheInvalidation(MessageId.random(), later, new UserId(7), 1, false),
                new VerificationEmail(MessageId.random(), later, to, "Ann", secret, later.plusSeconds(60)),
                new PasswordResetEmail(MessageId.random(), later, to, "Ann", secret, later.plusSeconds(60)),
                new EmailChangedEmail(MessageId.random(), later, to, "Ann", Unique.emailAddress()));
        others.forEach(client().outbox()::append);

        for (OutboxMessage other : others) {
            assertThat(queue().claim(other.lane(), 2, later, LEASE))
                    .as("lane %s", other.lane())
                    .extracting(Claim::message)
                    .containsExactly(other);
        }
        assertThat(queue().claim(Lane.PASSWORD_CHANGED, 30, later, LEASE))
                .extracting(Claim::message)
                .containsExactlyInAnyOrderElementsOf(bulk);
        assertThat(others).extracting(OutboxMessage::lane).hasSize(Lane.values().length - 1);
    }

    /**
     * Given messages due at several instants, one of them in the future. When messages are claimed. Then only due
     * messages are returned, the earliest due first.
     */
    @Clause("outbox.earliest-due-first")
    void claimsEarliestDueFirst() {
        OutboxMessage third = append(NOW);
        OutboxMessage first = append(NOW.minusSeconds(20));
        OutboxMessage later = append(NOW.plusNanos(1_000));
        OutboxMessage second = append(NOW.minusSeconds(10));

        assertThat(claimMessages(10, NOW)).containsExactly(first, second, third);
        assertThat(claimMessages(10, NOW.plusNanos(1_000))).containsExactly(later);
    }

    /** Given five messages. When they are claimed with limit two. Then the claims return two, two, one and none. */
    @Clause("outbox.claim-limited")
    void limitsClaims() {
        for (int i = 0; i < 5; i++) {
            append(NOW);
        }

        assertThat(Stream.of(2, 2, 2, 2).map(limit -> claimMessages(limit, NOW).size()))
                .containsExactly(2, 2, 1, 0);
    }

    /** Given 60 messages and two clients. When 8 threads claim all at once. Then each message is claimed once. */
    @Clause("outbox.claims-disjoint")
    void concurrentClaimsAreDisjoint() throws Exception {
        OutboxQueue other = secondClient().outboxQueue();
        List<OutboxMessage> all = Stream.generate(() -> append(NOW)).limit(60).toList();

        List<Outcome<List<OutboxMessage>>> outcomes = Rendezvous.run(8, i -> () -> {
            OutboxQueue mine = i % 2 == 0 ? queue() : other;
            return Stream.generate(() -> mine.claim(Lane.DEFAULT, 3, NOW, LEASE))
                    .takeWhile(claims -> !claims.isEmpty())
                    .limit(all.size())
                    .flatMap(claims -> claims.stream().map(Claim::message))
                    .toList();
        });

        List<OutboxMessage> taken =
                outcomes.stream().flatMap(each -> each.get().stream()).toList();
        assertThat(taken).doesNotHaveDuplicates();
        // A claim may return nothing while other claims are in progress, so claim the rest now.
        List<OutboxMessage> left = claimMessages(100, NOW);
        assertThat(Stream.concat(taken.stream(), left.stream())).containsExactlyInAnyOrderElementsOf(all);
    }

    /**
     * Given a claimed message. When messages are claimed before and after its lease expires. Then the message is
     * claimed again only after the expiry.
     */
    @Clause("outbox.claimable-after-lease")
    void messageIsClaimableAfterLease() {
        OutboxMessage message = append(NOW);
        assertThat(claimMessages(1, NOW)).containsExactly(message);

        assertThat(claimMessages(1, NOW.plus(LEASE).minusNanos(1_000))).isEmpty();
        assertThat(claimMessages(1, NOW.plus(LEASE))).containsExactly(message);
    }

    /**
     * Given a message. When it is claimed three times, after a failed delivery and after an expired lease. Then the
     * claims are numbered 1, 2 and 3.
     */
    @Clause("outbox.attempts-counted")
    void countsAttempts() {
        append(NOW);

        Claim first = claimOne(NOW);
        assertThat(queue().retryLater(first, NOW, "refused")).isTrue();
        Claim second = claimOne(NOW);
        Claim third = claimOne(NOW.plus(LEASE));

        assertThat(Stream.of(first, second, third).map(Claim::attempt)).containsExactly(1, 2, 3);
    }

    /** Given two claimed messages. When one is acknowledged. Then only the other can be claimed again. */
    @Clause("outbox.acknowledged-never-returns")
    void acknowledgedMessageNeverReturns() {
        OutboxMessage settled = append(NOW);
        OutboxMessage other = append(NOW);
        List<Claim> claims = queue().claim(Lane.DEFAULT, 2, NOW, LEASE);

        for (Claim claim : claims) {
            if (claim.message().equals(settled)) {
                assertThat(queue().acknowledge(claim)).isTrue();
                assertThat(queue().acknowledge(claim)).isFalse();
            }
        }

        assertThat(claimMessages(10, NOW.plus(LEASE).plusSeconds(86_400))).containsExactly(other);
    }

    /**
     * Given three claims, one of which another relay has taken over since. When they are acknowledged in one batch.
     * Then the other two messages are removed, and the taken message and all other messages remain.
     */
    @Clause("outbox.batch-acknowledged")
    void acknowledgesBatch() {
        OutboxMessage lost = append(NOW);
        Claim lostClaim = claimOne(NOW);
        Instant later = NOW.plus(LEASE);
        queue().claim(Lane.DEFAULT, 1, later, LEASE);
        OutboxMessage delivered = append(NOW);
        OutboxMessage kept = append(NOW.plusSeconds(1));
        OutboxMessage alsoDelivered = append(NOW.plusSeconds(2));
        List<Claim> claims = queue().claim(Lane.DEFAULT, 10, later, LEASE);
        assertThat(claims).extracting(Claim::message).containsExactly(delivered, kept, alsoDelivered);

        int ended = queue().acknowledgeAll(List.of(claims.get(0), lostClaim, claims.get(2)));

        assertThat(ended).isEqualTo(2);
        assertThat(queue().acknowledgeAll(List.of(claims.get(0)))).isZero();
        assertThat(queue().acknowledgeAll(List.of())).isZero();
        assertThat(claimMessages(10, later.plus(LEASE))).containsExactly(lost, kept);
    }

    /**
     * Given a claimed message. When its delivery fails and a retry is scheduled. Then it can be claimed again at that
     * instant, and not before.
     */
    @Clause("outbox.retried-later")
    void retriesMessageLater() {
        OutboxMessage message = append(NOW);
        Instant retry = NOW.plusSeconds(7);

        assertThat(queue().retryLater(claimOne(NOW), retry, "mail server says 'no' \0"))
                .isTrue();

        assertThat(claimMessages(1, retry.minusNanos(1_000))).isEmpty();
        assertThat(claimMessages(1, retry)).containsExactly(message);
    }

    /**
     * Given an expired claim whose message another relay has claimed. When it is acknowledged, retried later,
     * dead-lettered or expired. Then false is returned and nothing changes.
     */
    @Clause("outbox.lost-claim-rejected")
    void rejectsLostClaim() {
        append(NOW);
        Claim lost = claimOne(NOW);
        Instant later = NOW.plus(LEASE);
        Claim current = claimOne(later);

        assertThat(queue().acknowledge(lost)).isFalse();
        assertThat(queue().retryLater(lost, later, "too late")).isFalse();
        assertThat(queue().deadLetter(lost, "too late")).isFalse();
        assertThat(queue().expire(lost)).isFalse();

        assertThat(claimMessages(1, later)).isEmpty();
        assertThat(queue().acknowledge(current)).isTrue();
        assertThat(claimMessages(1, later.plus(LEASE))).isEmpty();
    }

    /** Given two messages. When one is dead-lettered. Then it is never claimed again, and the other still is. */
    @Clause("outbox.dead-letter-never-claimed")
    void neverClaimsDeadLetter() {
        OutboxMessage dead = append(NOW);
        OutboxMessage other = append(NOW.plusSeconds(1));

        Claim claim = claimOne(NOW);
        assertThat(queue().deadLetter(claim, "no such address \0 \uD800")).isTrue();
        assertThat(queue().deadLetter(claim, "again")).isFalse();

        assertThat(claim.message()).isEqualTo(dead);
        assertThat(claimMessages(10, NOW.plusSeconds(1_000_000))).containsExactly(other);
        assertThat(queue().acknowledge(claim)).isFalse();
    }

    /**
     * Given dead letters of mails with a secret. When they are retried. Then messages that request a new secret are
     * claimed instead, and the old secrets are gone.
     */
    @Clause("outbox.dead-letter-contains-no-secret")
    void deadLetterContainsNoSecret() {
        EmailAddress to = Unique.emailAddress();
        OneTimeSecret secret = new OneTimeSecret("to be forgotten");
        List<OutboxMessage> mails = List.of(
                new VerificationEmail(MessageId.random(), NOW, to, "Ann", secret, NOW.plusSeconds(60)),
                new PasswordResetEmail(MessageId.random(), NOW.plusSeconds(1), to, "Ann", secret, NOW.plusSeconds(60)));
        mails.forEach(client().outbox()::append);
        claimMails(NOW.plusSeconds(1))
                .forEach(claim -> assertThat(queue().deadLetter(claim, "gone")).isTrue());

        assertThat(queue().list(10))
                .extracting(OutboxEntry::id)
                .containsExactlyElementsOf(mails.stream().map(OutboxMessage::id).toList());
        mails.forEach(mail ->
                assertThat(queue().retryNow(mail.id(), NOW.plusSeconds(2))).isTrue());
        assertThat(claimMails(NOW.plusSeconds(2)))
                .extracting(Claim::message)
                .containsExactlyElementsOf(
                        mails.stream().map(OutboxMessage::withoutSecret).toList());
    }

    /** Claims verification and reset messages. */
    private List<Claim> claimMails(Instant now) {
        return Stream.of(Lane.VERIFICATION, Lane.PASSWORD_RESET)
                .flatMap(lane -> queue().claim(lane, 10, now, LEASE).stream())
                .toList();
    }

    /**
     * Given mails with a secret, one of them after a failed attempt. When they expire. Then they are never claimed, and
     * are listed with the reason of the failure. When they are retried. Then messages that request a new secret are
     * claimed instead.
     */
    @Clause("outbox.expired-kept")
    void keepsExpiredMessageWithoutSecret() throws Exception {
        EmailAddress to = Unique.emailAddress();
        OneTimeSecret secret = new OneTimeSecret("to be forgotten");
        Instant expiry = NOW.plusSeconds(60);
        OutboxMessage failed = new VerificationEmail(MessageId.random(), NOW, to, "Ann", secret, expiry);
        OutboxMessage untried =
                new PasswordResetEmail(MessageId.random(), NOW.plusSeconds(1), to, "Ann", secret, expiry);
        Stream.of(failed, untried).forEach(client().outbox()::append);
        Claim attempt = queue().claim(Lane.VERIFICATION, 1, NOW, LEASE).get(0);
        queue().retryLater(attempt, expiry, "mail server is down");

        List<Claim> claims = claimMails(expiry);
        assertThat(claims).allMatch(claim -> queue().expire(claim)).hasSize(2);

        assertThat(claims).noneMatch(claim -> queue().expire(claim) || queue().acknowledge(claim));
        assertThat(claimMails(expiry.plusSeconds(1_000_000))).isEmpty();
        assertThat(secondClient().outboxQueue().list(10))
                .containsExactly(
                        new OutboxEntry(
                                untried.id(),
                                "PasswordResetRequest",
                                NOW.plusSeconds(1),
                                NOW.plusSeconds(1),
                                0,
                                Optional.empty(),
                                State.EXPIRED),
                        new OutboxEntry(
                                failed.id(),
                                "VerificationRequest",
                                NOW,
                                expiry,
                                1,
                                Optional.of("mail server is down"),
                                State.EXPIRED));
        assertThat(queue().stats()).isEqualTo(new QueueStats(0, 0, 2, Optional.empty()));
        assertThat(Stream.of(failed, untried)).allMatch(message -> queue().retryNow(message.id(), expiry));
        assertThat(claimMails(expiry))
                .extracting(Claim::message)
                .containsExactly(failed.withoutSecret(), untried.withoutSecret());
        assertThat(queue().stats()).isEqualTo(new QueueStats(2, 0, 0, Optional.of(NOW)));
    }

    /**
     * Given a waiting message, a failed one and a dead letter. When the entries are listed. Then each is described
     * without its content, at most as many as requested.
     */
    @Clause("outbox.entries-listed")
    void listsEntries() throws Exception {
        OutboxMessage dead = append(NOW);
        queue().deadLetter(claimOne(NOW), "gone");
        OutboxMessage failed = append(NOW);
        queue().retryLater(claimOne(NOW), NOW.plusSeconds(9), "later");
        OutboxMessage waiting = append(NOW.plusSeconds(5));

        List<OutboxEntry> letters = secondClient().outboxQueue().list(10);

        String kind = "WelcomeNotification";
        assertThat(letters)
                .containsExactly(
                        new OutboxEntry(dead.id(), kind, NOW, NOW, 1, Optional.of("gone"), State.DEAD),
                        new OutboxEntry(
                                waiting.id(),
                                kind,
                                NOW.plusSeconds(5),
                                NOW.plusSeconds(5),
                                0,
                                Optional.empty(),
                                State.WAITING),
                        new OutboxEntry(
                                failed.id(), kind, NOW, NOW.plusSeconds(9), 1, Optional.of("later"), State.WAITING));
        assertThat(queue().list(2)).isEqualTo(letters.subList(0, 2));
    }

    /**
     * Given a dead letter and a message that waits for a retry. When both are retried now. Then both are due at once,
     * counted from attempt 1; a retry of a claimed, acknowledged or unknown message returns false.
     */
    @Clause("outbox.retry-makes-due-now")
    void retryMakesMessageDueNow() {
        OutboxMessage dead = append(NOW);
        queue().deadLetter(claimOne(NOW), "gone");
        OutboxMessage failed = append(NOW);
        queue().retryLater(claimOne(NOW), NOW.plusSeconds(999), "later");

        assertThat(queue().retryNow(dead.id(), NOW.plusSeconds(1))).isTrue();
        assertThat(queue().retryNow(failed.id(), NOW.plusSeconds(2))).isTrue();
        assertThat(queue().retryNow(MessageId.random(), NOW)).isFalse();

        List<Claim> claims = queue().claim(Lane.DEFAULT, 10, NOW.plusSeconds(2), LEASE);
        assertThat(claims).extracting(Claim::message).containsExactly(dead, failed);
        assertThat(claims).extracting(Claim::attempt).containsExactly(1, 1);
        assertThat(queue().retryNow(dead.id(), NOW.plusSeconds(3)))
                .as("retry of a claimed message")
                .isFalse();
        assertThat(queue().acknowledge(claims.get(0))).isTrue();
        assertThat(queue().retryNow(dead.id(), NOW.plusSeconds(3))).isFalse();
    }

    /**
     * Given waiting messages, claimed messages and dead letters. When the statistics are read. Then claimed messages
     * count as waiting, dead letters are counted separately, and the creation time of the oldest waiting message is
     * returned.
     */
    @Clause("outbox.stats-counted")
    void countsQueueStats() {
        assertThat(queue().stats()).isEqualTo(new QueueStats(0, 0, 0, Optional.empty()));
        append(NOW.minusSeconds(60));
        queue().deadLetter(claimOne(NOW), "gone");
        assertThat(queue().stats()).isEqualTo(new QueueStats(0, 1, 0, Optional.empty()));
        append(NOW.minusSeconds(30));
        queue().claim(Lane.DEFAULT, 1, NOW, LEASE);
        append(NOW);

        assertThat(queue().stats()).isEqualTo(new QueueStats(2, 1, 0, Optional.of(NOW.minusSeconds(30))));
    }
}
