package dev.roster.application.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;

import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.OutboxMessage.UserCacheInvalidation;
import dev.roster.application.port.outbox.OutboxQueue.Claim;
import dev.roster.domain.user.UserId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When the relay retries, drops and dead-letters a message. */
class OutboxRelayRetryTest extends OutboxRelayFixture {

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 4", "4, 8", "5, 16", "8, 128", "9, 256", "10, 300", "11, 300", "19, 300"})
    void doublesRetryDelayUpToFiveMinutes(int attempt, long seconds) {
        Claim claim = dueInAttempt(attempt, WELCOME);
        doThrow(failure).when(notifications).sendWelcomeNotification(any(), any(), any());

        deliverDue(Lane.DEFAULT);

        verify(queue).retryLater(claim, START.plusSeconds(seconds), "mail server says 451");
        verify(queue, never()).deadLetter(any(), any());
    }

    @ParameterizedTest
    @ValueSource(ints = {OutboxRelay.MAX_ATTEMPTS, OutboxRelay.MAX_ATTEMPTS + 1, Integer.MAX_VALUE})
    void deadLettersAfterLastAttempt(int attempt) {
        Claim claim = dueInAttempt(attempt, WELCOME);
        doThrow(failure).when(notifications).sendWelcomeNotification(any(), any(), any());

        deliverDue(Lane.DEFAULT);

        verify(queue).deadLetter(claim, "mail server says 451");
        verify(queue, never()).retryLater(any(), any(), any());
        verify(queue, never()).acknowledgeAll(any());
    }

    @Test
    void deadLettersPermanentFailureAtOnce() {
        Claim claim = dueInAttempt(1, MAIL);
        doThrow(DeliveryFailedException.permanent("mail server says 550"))
                .when(mails)
                .sendVerificationEmail(any(), any(), any(), any(), any());

        deliverDue(Lane.VERIFICATION);

        verify(queue).deadLetter(claim, "mail server says 550");
        verify(queue, never()).retryLater(any(), any(), any());
        verify(queue, never()).acknowledgeAll(any());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, OutboxRelay.MAX_ATTEMPTS, 3_000})
    void retriesCacheInvalidationEverySecond(int attempt) {
        for (UserCacheInvalidation invalidation : List.of(CHANGED, DELETED)) {
            Claim claim = dueInAttempt(attempt, invalidation);

            deliverDue(Lane.CACHE);

            verify(queue).retryLater(claim, START.plusSeconds(1), "the user cache is unreachable");
        }
        verify(queue, never()).deadLetter(any(), any());
        verify(queue, never()).acknowledgeAll(any());
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

        deliverDue(Lane.DEFAULT);

        verify(queue).retryLater(claims.get(0), START.plusSeconds(31), "mail server says 451");
    }

    @Test
    void keepsExpiredMailAndDropsExpiredInvalidation() {
        List<Claim> claims = due(MAIL, CHANGED, WELCOME);
        now = MAIL.tokenExpiresAt();

        assertThat(deliverDue(Lane.DEFAULT)).isEqualTo(3);

        verifyNoInteractions(mails, cache);
        verify(notifications).sendWelcomeNotification(WELCOME.id(), new UserId(42), "Ann");
        verify(queue).expire(claims.get(0));
        verify(queue).acknowledgeAll(List.of(claims.get(1), claims.get(2)));
        verify(queue, never()).retryLater(any(), any(), any());
    }

    @Test
    void deliversMessageBeforeExpiry() {
        due(MAIL);
        now = MAIL.tokenExpiresAt().minusNanos(1_000);

        deliverDue(Lane.DEFAULT);

        verify(mails).sendVerificationEmail(MAIL.id(), MAIL.to(), "Ann", SECRET, MAIL.tokenExpiresAt());
    }

    @Test
    void skipsMessagesAfterLeaseExpires() {
        List<Claim> claims = due(WELCOME, MAIL);
        stubSlowDelivery(LEASE);

        assertThat(deliverDue(Lane.DEFAULT)).isEqualTo(2);

        verifyNoInteractions(mails);
        verify(queue).claim(any(), anyInt(), any(), eq(LEASE));
        verify(queue).acknowledgeAll(List.of(claims.get(0)));
        verifyNoMoreInteractions(queue);
    }

    @Test
    void deliversMessagesWhileLeaseIsValid() {
        due(WELCOME, MAIL);
        stubSlowDelivery(LEASE.minusNanos(1_000));

        deliverDue(Lane.DEFAULT);

        verify(mails).sendVerificationEmail(MAIL.id(), MAIL.to(), "Ann", SECRET, MAIL.tokenExpiresAt());
    }

    private void stubSlowDelivery(Duration time) {
        doAnswer(call -> {
                    now = now.plus(time);
                    return null;
                })
                .when(notifications)
                .sendWelcomeNotification(any(), any(), any());
    }
}
