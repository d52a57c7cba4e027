package dev.roster.testkit.contract.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.AddressChangedEmail;
import dev.roster.application.port.outbox.OutboxMessage.Lane;
import dev.roster.application.port.outbox.OutboxMessage.PasswordChangedEmail;
import dev.roster.application.port.outbox.OutboxMessage.PasswordResetEmail;
import dev.roster.application.port.outbox.OutboxMessage.PasswordResetRequest;
import dev.roster.application.port.outbox.OutboxMessage.ProfileUpdatedNotification;
import dev.roster.application.port.outbox.OutboxMessage.UserCacheRefresh;
import dev.roster.application.port.outbox.OutboxMessage.VerificationEmail;
import dev.roster.application.port.outbox.OutboxMessage.VerificationRequest;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.outbox.OutboxQueue.Claim;
import dev.roster.application.port.outbox.OutboxQueue.Depth;
import dev.roster.application.port.outbox.OutboxQueue.Letter;
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

/** What every outbox keeps: {@link dev.roster.application.port.outbox.Outbox} on one side, {@link OutboxQueue} on the other. */
public abstract class OutboxContract extends Contract<Storage> {

    private static final Instant NOW = Instant.parse("2023-01-01T00:00:00Z");
    private static final Duration LEASE = Duration.ofMinutes(1);

    /** For subclasses. */
    protected OutboxContract() {}

    private OutboxQueue queue() {
        return subject().outboxQueue();
    }

    private OutboxMessage appended(Instant createdAt) {
        OutboxMessage message = new WelcomeNotification(MessageId.random(), createdAt, new UserId(7), "Ann");
        subject().outbox().append(message);
        return message;
    }

    private List<OutboxMessage> claimed(int limit, Instant now) {
        return queue().claim(Lane.PROMPT, limit, now, LEASE).stream()
                .map(Claim::message)
                .toList();
    }

    /** Given a message of each kind with texts of many scripts; when claimed; then each is as it was appended. */
    @Clause("outbox.message-round-trip")
    void messageRoundTrip() {
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
                new AddressChangedEmail(MessageId.random(), fine, to, name, Unique.emailAddress()),
                new WelcomeNotification(MessageId.random(), fine, new UserId(UserId.MAX), name),
                new ProfileUpdatedNotification(MessageId.random(), fine, new UserId(1), name),
                new UserCacheRefresh(MessageId.random(), fine, new UserId(UserId.MAX), Long.MAX_VALUE, false),
                new UserCacheRefresh(MessageId.random(), fine, new UserId(1), 1, true));
        messages.forEach(subject().outbox()::append);

        List<OutboxMessage> claimed = Stream.of(Lane.values())
                .flatMap(lane -> queue().claim(lane, 20, NOW.plusSeconds(1), LEASE).stream())
                .map(Claim::message)
                .toList();
        assertThat(claimed).containsExactlyInAnyOrderElementsOf(messages);
    }

    /** Given messages of both lanes; when those of one are claimed; then none of the other are. */
    @Clause("outbox.lanes-apart")
    void lanesApart() {
        OutboxMessage mail = new PasswordChangedEmail(MessageId.random(), NOW, Unique.emailAddress(), "Ann");
        subject().outbox().append(mail);
        OutboxMessage prompt = appended(NOW.plusSeconds(1));

        assertThat(claimed(10, NOW.plusSeconds(1))).containsExactly(prompt);
        assertThat(queue().claim(Lane.MAIL, 10, NOW.plusSeconds(1), LEASE))
                .extracting(Claim::message)
                .containsExactly(mail);
    }

    /** Given messages of several times, one still to come; when claimed; then those due come, the longest due first. */
    @Clause("outbox.longest-due-first")
    void longestDueFirst() {
        OutboxMessage third = appended(NOW);
        OutboxMessage first = appended(NOW.minusSeconds(20));
        OutboxMessage later = appended(NOW.plusNanos(1_000));
        OutboxMessage second = appended(NOW.minusSeconds(10));

        assertThat(claimed(10, NOW)).containsExactly(first, second, third);
        assertThat(claimed(10, NOW.plusNanos(1_000))).containsExactly(later);
    }

    /** Given five messages; when two are claimed at a time; then that many come, and at last the fifth. */
    @Clause("outbox.claim-limited")
    void claimLimited() {
        for (int i = 0; i < 5; i++) {
            appended(NOW);
        }

        assertThat(Stream.of(2, 2, 2, 2).map(limit -> claimed(limit, NOW).size()))
                .containsExactly(2, 2, 1, 0);
    }

    /** Given 60 messages and two clients; when 8 threads claim all they get at once; then each message comes once. */
    @Clause("outbox.claims-disjoint")
    void claimsDisjoint() throws Exception {
        OutboxQueue other = secondClient().outboxQueue();
        List<OutboxMessage> all = Stream.generate(() -> appended(NOW)).limit(60).toList();

        List<Outcome<List<OutboxMessage>>> outcomes = Rendezvous.of(8, i -> () -> {
            OutboxQueue mine = i % 2 == 0 ? queue() : other;
            return Stream.generate(() -> mine.claim(Lane.PROMPT, 3, NOW, LEASE))
                    .takeWhile(claims -> !claims.isEmpty())
                    .limit(all.size())
                    .flatMap(claims -> claims.stream().map(Claim::message))
                    .toList();
        });

        List<OutboxMessage> taken =
                outcomes.stream().flatMap(each -> each.get().stream()).toList();
        assertThat(taken).doesNotHaveDuplicates();
        // Whoever claims may come away empty while others hold their claims open; nothing is left behind, though.
        List<OutboxMessage> left = claimed(100, NOW);
        assertThat(Stream.concat(taken.stream(), left.stream())).containsExactlyInAnyOrderElementsOf(all);
    }

    /** Given a claimed message; when its lease has not ended, then it is nobody else's; when it has, it comes again. */
    @Clause("outbox.lease-ends")
    void leaseEnds() {
        OutboxMessage message = appended(NOW);
        assertThat(claimed(1, NOW)).containsExactly(message);

        assertThat(claimed(1, NOW.plus(LEASE).minusNanos(1_000))).isEmpty();
        assertThat(claimed(1, NOW.plus(LEASE))).containsExactly(message);
    }

    /** Given a message; when it is claimed, failed and claimed again; then the attempts are counted from 1. */
    @Clause("outbox.attempts-counted")
    void attemptsCounted() {
        appended(NOW);

        Claim first = queue().claim(Lane.PROMPT, 1, NOW, LEASE).get(0);
        assertThat(queue().fail(first, NOW, "refused")).isTrue();
        Claim second = queue().claim(Lane.PROMPT, 1, NOW, LEASE).get(0);
        Claim third = queue().claim(Lane.PROMPT, 1, NOW.plus(LEASE), LEASE).get(0);

        assertThat(Stream.of(first, second, third).map(Claim::attempt)).containsExactly(1, 2, 3);
    }

    /** Given two claimed messages; when one is settled; then it never comes again, and the other does. */
    @Clause("outbox.settled-never-again")
    void settledNeverAgain() {
        OutboxMessage settled = appended(NOW);
        OutboxMessage other = appended(NOW);
        List<Claim> claims = queue().claim(Lane.PROMPT, 2, NOW, LEASE);

        for (Claim claim : claims) {
            if (claim.message().equals(settled)) {
                assertThat(queue().settle(claim)).isTrue();
                assertThat(queue().settle(claim)).isFalse();
            }
        }

        assertThat(claimed(10, NOW.plus(LEASE).plusSeconds(86_400))).containsExactly(other);
    }

    /**
     * Given four claimed messages, one of them lost to another claim since; when three are acknowledged at once, the lost
     * one among them; then the other two never come again, and the rest do.
     */
    @Clause("outbox.acknowledged-together")
    void acknowledgedTogether() {
        OutboxMessage lost = appended(NOW);
        Claim lostClaim = queue().claim(Lane.PROMPT, 1, NOW, LEASE).get(0);
        Instant later = NOW.plus(LEASE);
        queue().claim(Lane.PROMPT, 1, later, LEASE);
        OutboxMessage delivered = appended(NOW);
        OutboxMessage kept = appended(NOW.plusSeconds(1));
        OutboxMessage alsoDelivered = appended(NOW.plusSeconds(2));
        List<Claim> claims = queue().claim(Lane.PROMPT, 10, later, LEASE);
        assertThat(claims).extracting(Claim::message).containsExactly(delivered, kept, alsoDelivered);

        int ended = queue().acknowledgeAll(List.of(claims.get(0), lostClaim, claims.get(2)));

        assertThat(ended).isEqualTo(2);
        assertThat(queue().acknowledgeAll(List.of(claims.get(0)))).isZero();
        assertThat(queue().acknowledgeAll(List.of())).isZero();
        assertThat(claimed(10, later.plus(LEASE))).containsExactly(lost, kept);
    }

    /** Given a claimed message; when its delivery fails; then it comes again at the time given, not before. */
    @Clause("outbox.failed-comes-again-later")
    void failedComesAgainLater() {
        OutboxMessage message = appended(NOW);
        Instant retry = NOW.plusSeconds(7);

        assertThat(queue().fail(queue().claim(Lane.PROMPT, 1, NOW, LEASE).get(0), retry, "mail server says 'no' \0"))
                .isTrue();

        assertThat(claimed(1, retry.minusNanos(1_000))).isEmpty();
        assertThat(claimed(1, retry)).containsExactly(message);
    }

    /** Given a claim lost to another after its lease; when it is settled or failed; then that changes nothing. */
    @Clause("outbox.lost-claim-has-no-say")
    void lostClaimHasNoSay() {
        appended(NOW);
        Claim lost = queue().claim(Lane.PROMPT, 1, NOW, LEASE).get(0);
        Instant later = NOW.plus(LEASE);
        Claim current = queue().claim(Lane.PROMPT, 1, later, LEASE).get(0);

        assertThat(queue().settle(lost)).isFalse();
        assertThat(queue().fail(lost, later, "too late")).isFalse();
        assertThat(queue().bury(lost, "too late")).isFalse();

        assertThat(claimed(1, later)).isEmpty();
        assertThat(queue().settle(current)).isTrue();
        assertThat(claimed(1, later.plus(LEASE))).isEmpty();
    }

    /** Given a message put aside; then it never comes again, however long one waits; others do. */
    @Clause("outbox.dead-letter-stays-aside")
    void deadLetterStaysAside() {
        OutboxMessage dead = appended(NOW);
        OutboxMessage other = appended(NOW.plusSeconds(1));

        Claim claim = queue().claim(Lane.PROMPT, 1, NOW, LEASE).get(0);
        assertThat(queue().bury(claim, "no such address \0 \uD800")).isTrue();
        assertThat(queue().bury(claim, "again")).isFalse();

        assertThat(claim.message()).isEqualTo(dead);
        assertThat(claimed(10, NOW.plusSeconds(1_000_000))).containsExactly(other);
        assertThat(queue().settle(claim)).isFalse();
    }

    /** Given a message with a secret put aside; when it is retried; then it asks for a new secret, and the old is gone. */
    @Clause("outbox.dead-letter-holds-no-secret")
    void deadLetterHoldsNoSecret() {
        EmailAddress to = Unique.emailAddress();
        OneTimeSecret secret = new OneTimeSecret("to be forgotten");
        List<OutboxMessage> mails = List.of(
                new VerificationEmail(MessageId.random(), NOW, to, "Ann", secret, NOW.plusSeconds(60)),
                new PasswordResetEmail(MessageId.random(), NOW.plusSeconds(1), to, "Ann", secret, NOW.plusSeconds(60)));
        mails.forEach(subject().outbox()::append);
        queue().claim(Lane.MAIL, 2, NOW.plusSeconds(1), LEASE)
                .forEach(claim -> assertThat(queue().bury(claim, "gone")).isTrue());

        assertThat(queue().list(10))
                .extracting(Letter::id)
                .containsExactlyElementsOf(mails.stream().map(OutboxMessage::id).toList());
        mails.forEach(
                mail -> assertThat(queue().retry(mail.id(), NOW.plusSeconds(2))).isTrue());
        assertThat(queue().claim(Lane.MAIL, 10, NOW.plusSeconds(2), LEASE)).isEmpty();
        assertThat(claimed(10, NOW.plusSeconds(2)))
                .containsExactlyInAnyOrderElementsOf(
                        mails.stream().map(OutboxMessage::withoutSecret).toList());
    }

    /** Given messages that wait, failed and were put aside; then the list tells of each, without what is in it. */
    @Clause("outbox.letters-listed")
    void lettersListed() throws Exception {
        OutboxMessage dead = appended(NOW);
        queue().bury(queue().claim(Lane.PROMPT, 1, NOW, LEASE).get(0), "gone");
        OutboxMessage failed = appended(NOW);
        queue().fail(queue().claim(Lane.PROMPT, 1, NOW, LEASE).get(0), NOW.plusSeconds(9), "later");
        OutboxMessage waiting = appended(NOW.plusSeconds(5));

        List<Letter> letters = secondClient().outboxQueue().list(10);

        String kind = "WelcomeNotification";
        assertThat(letters)
                .containsExactly(
                        new Letter(dead.id(), kind, NOW, NOW, 1, Optional.of("gone"), true),
                        new Letter(
                                waiting.id(), kind, NOW.plusSeconds(5), NOW.plusSeconds(5), 0, Optional.empty(), false),
                        new Letter(failed.id(), kind, NOW, NOW.plusSeconds(9), 1, Optional.of("later"), false));
        assertThat(queue().list(2)).isEqualTo(letters.subList(0, 2));
    }

    /** Given a dead letter and one that waits; when they are retried; then they come at once, as at first; none else. */
    @Clause("outbox.retried-comes-at-once")
    void retriedComesAtOnce() {
        OutboxMessage dead = appended(NOW);
        queue().bury(queue().claim(Lane.PROMPT, 1, NOW, LEASE).get(0), "gone");
        OutboxMessage failed = appended(NOW);
        queue().fail(queue().claim(Lane.PROMPT, 1, NOW, LEASE).get(0), NOW.plusSeconds(999), "later");

        assertThat(queue().retry(dead.id(), NOW.plusSeconds(1))).isTrue();
        assertThat(queue().retry(failed.id(), NOW.plusSeconds(2))).isTrue();
        assertThat(queue().retry(MessageId.random(), NOW)).isFalse();

        List<Claim> claims = queue().claim(Lane.PROMPT, 10, NOW.plusSeconds(2), LEASE);
        assertThat(claims).extracting(Claim::message).containsExactly(dead, failed);
        assertThat(claims).extracting(Claim::attempt).containsExactly(1, 1);
        assertThat(queue().retry(dead.id(), NOW.plusSeconds(3)))
                .as("one that a relay has in hand")
                .isFalse();
        assertThat(queue().settle(claims.get(0))).isTrue();
        assertThat(queue().retry(dead.id(), NOW.plusSeconds(3))).isFalse();
    }

    /** Given messages that wait, are in hand, and were put aside; then they are counted, and the oldest's age is known. */
    @Clause("outbox.depth-counted")
    void depthCounted() {
        assertThat(queue().depth()).isEqualTo(new Depth(0, 0, Optional.empty()));
        appended(NOW.minusSeconds(60));
        queue().bury(queue().claim(Lane.PROMPT, 1, NOW, LEASE).get(0), "gone");
        assertThat(queue().depth()).isEqualTo(new Depth(0, 1, Optional.empty()));
        appended(NOW.minusSeconds(30));
        queue().claim(Lane.PROMPT, 1, NOW, LEASE);
        appended(NOW);

        assertThat(queue().depth()).isEqualTo(new Depth(2, 1, Optional.of(NOW.minusSeconds(30))));
    }
}
