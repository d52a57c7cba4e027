package dev.roster.application.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.account.UserService;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.application.port.delivery.EmailService;
import dev.roster.application.port.delivery.NotificationService;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.Lane;
import dev.roster.application.port.outbox.OutboxMessage.VerificationEmail;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.outbox.OutboxQueue.Claim;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.ArgumentCaptor;

/** When the relay delivers, retries and gives up. */
class OutboxRelayClockTest {

    private static final Instant START = Instant.parse("2024-02-01T00:00:00.000001Z");
    private static final OneTimeSecret SECRET = new OneTimeSecret("one-time-secret");

    private static final VerificationEmail MAIL = new VerificationEmail(
            MessageId.random(), START, new EmailAddress("Ann@Example.com"), "Ann", SECRET, START.plusSeconds(86_400));
    private static final WelcomeNotification WELCOME =
            new WelcomeNotification(MessageId.random(), START, new UserId(42), "Ann");

    private final DeliveryFailedException failure =
            new DeliveryFailedException("mail server says 451", new IllegalStateException());
    private final OutboxQueue queue = mock();
    private final UserService users = mock();
    private final EmailService mails = mock();
    private final NotificationService notifications = mock();
    private final UserCache cache = mock();
    private Instant now = START;
    private final OutboxRelay relay = new OutboxRelay(queue, users, mails, notifications, cache, () -> now);

    @BeforeEach
    void stubValidClaims() {
        when(queue.retryLater(any(), any(), any())).thenReturn(true);
    }

    @Test
    void claimsDueMessages() {
        now = START.plusSeconds(5);
        ArgumentCaptor<Integer> limit = ArgumentCaptor.captor();

        assertThat(relay.deliverDue(Lane.MAIL)).isZero();

        verify(queue).claim(eq(Lane.MAIL), limit.capture(), eq(now), any());
        assertThat(limit.getValue()).isPositive();
        verifyNoMoreInteractions(queue);
        verifyNoInteractions(mails, notifications);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 4", "4, 8", "5, 16", "8, 128", "9, 256", "10, 300", "11, 300", "19, 300"})
    void doublesRetryDelayUpToFiveMinutes(int attempt, long seconds) {
        Claim claim = new Claim(WELCOME, UUID.randomUUID(), attempt);
        when(queue.claim(any(), anyInt(), any(), any())).thenReturn(List.of(claim));
        doThrow(failure).when(notifications).sendWelcomeNotification(any(), any(), any());

        relay.deliverDue(Lane.DEFAULT);

        verify(queue).retryLater(claim, START.plusSeconds(seconds), "mail server says 451");
    }

    @Test
    void startsRetryDelayAtFailure() {
        List<Claim> claims = due(WELCOME);
        doAnswer(call -> {
                    now = now.plusSeconds(30);
                    throw failure;
                })
                .when(notifications)
                .sendWelcomeNotification(any(), any(), any());

        relay.deliverDue(Lane.DEFAULT);

        verify(queue).retryLater(claims.get(0), START.plusSeconds(31), "mail server says 451");
    }

    @Test
    void dropsExpiredMessage() {
        List<Claim> claims = due(MAIL, WELCOME);
        now = MAIL.tokenExpiresAt();

        assertThat(relay.deliverDue(Lane.DEFAULT)).isEqualTo(2);

        verifyNoInteractions(mails);
        verify(queue).acknowledgeAll(claims);
        verify(queue, never()).retryLater(any(), any(), any());
        verify(notifications).sendWelcomeNotification(WELCOME.id(), new UserId(42), "Ann");
    }

    @Test
    void deliversMessageBeforeExpiry() {
        due(MAIL);
        now = MAIL.tokenExpiresAt().minusNanos(1_000);

        relay.deliverDue(Lane.DEFAULT);

        verify(mails).sendVerificationEmail(MAIL.id(), MAIL.to(), "Ann", SECRET, MAIL.tokenExpiresAt());
    }

    @Test
    void skipsMessagesAfterLeaseExpires() {
        List<Claim> claims = due(WELCOME, MAIL);
        ArgumentCaptor<Duration> lease = ArgumentCaptor.captor();
        doAnswer(call -> {
                    verify(queue).claim(any(), anyInt(), any(), lease.capture());
                    now = START.plus(lease.getValue());
                    return null;
                })
                .when(notifications)
                .sendWelcomeNotification(any(), any(), any());

        assertThat(relay.deliverDue(Lane.DEFAULT)).isEqualTo(2);

        assertThat(lease.getValue()).isGreaterThan(Duration.ofSeconds(1));
        verifyNoInteractions(mails);
        verify(queue).acknowledgeAll(List.of(claims.get(0)));
        verifyNoMoreInteractions(queue);
    }

    @Test
    void deliversMessagesWhileLeaseIsValid() {
        due(WELCOME, MAIL);
        ArgumentCaptor<Duration> lease = ArgumentCaptor.captor();
        doAnswer(call -> {
                    verify(queue).claim(any(), anyInt(), any(), lease.capture());
                    now = START.plus(lease.getValue()).minusNanos(1_000);
                    return null;
                })
                .when(notifications)
                .sendWelcomeNotification(any(), any(), any());

        relay.deliverDue(Lane.DEFAULT);

        verify(mails).sendVerificationEmail(MAIL.id(), MAIL.to(), "Ann", SECRET, MAIL.tokenExpiresAt());
    }

    private List<Claim> due(OutboxMessage... messages) {
        List<Claim> claims = Stream.of(messages)
                .map(message -> new Claim(message, UUID.randomUUID(), 1))
                .toList();
        when(queue.claim(any(), anyInt(), any(), any())).thenReturn(claims);
        return claims;
    }
}
