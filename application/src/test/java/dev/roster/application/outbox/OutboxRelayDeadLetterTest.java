package dev.roster.application.outbox;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.account.UserService;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.application.port.delivery.EmailService;
import dev.roster.application.port.delivery.NotificationService;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.Lane;
import dev.roster.application.port.outbox.OutboxMessage.UserCacheInvalidation;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.outbox.OutboxQueue.Claim;
import dev.roster.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which messages become dead letters, and when. */
class OutboxRelayDeadLetterTest {

    private static final Instant START = Instant.parse("2024-02-01T00:00:00.000001Z");
    private static final WelcomeNotification WELCOME =
            new WelcomeNotification(MessageId.random(), START, new UserId(42), "Ann");
    private static final UserCacheInvalidation CHANGED =
            new UserCacheInvalidation(MessageId.random(), START, new UserId(44), 7, false);
    private static final UserCacheInvalidation DELETED =
            new UserCacheInvalidation(MessageId.random(), START, new UserId(45), 8, true);

    private final OutboxQueue queue = mock();
    private final UserService users = mock();
    private final NotificationService notifications = mock();
    private final UserCache cache = mock();
    private Instant now = START;
    private final OutboxRelay relay =
            new OutboxRelay(queue, users, mock(EmailService.class), notifications, cache, () -> now);

    @BeforeEach
    void stubFailingDelivery() {
        doThrow(new DeliveryFailedException("connection refused"))
                .when(notifications)
                .sendWelcomeNotification(any(), any(), any());
        when(cache.invalidate(any(), anyLong())).thenReturn(false);
        when(cache.markDeleted(any())).thenReturn(false);
    }

    @ParameterizedTest
    @ValueSource(ints = {OutboxRelay.MAX_ATTEMPTS, OutboxRelay.MAX_ATTEMPTS + 1, Integer.MAX_VALUE})
    void deadLettersAfterLastAttempt(int attempt) {
        Claim claim = due(WELCOME, attempt);

        relay.deliverDue(Lane.DEFAULT);

        verify(queue).deadLetter(claim, "connection refused");
        verify(queue, never()).retryLater(any(), any(), any());
        verify(queue, never()).acknowledgeAll(any());
    }

    @Test
    void retriesBeforeLastAttempt() {
        Claim claim = due(WELCOME, OutboxRelay.MAX_ATTEMPTS - 1);

        relay.deliverDue(Lane.DEFAULT);

        verify(queue).retryLater(claim, START.plus(Duration.ofMinutes(5)), "connection refused");
        verify(queue, never()).deadLetter(any(), any());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, OutboxRelay.MAX_ATTEMPTS, 3_000})
    void retriesCacheInvalidationEverySecond(int attempt) {
        for (UserCacheInvalidation word : List.of(CHANGED, DELETED)) {
            Claim claim = due(word, attempt);

            relay.deliverDue(Lane.DEFAULT);

            verify(queue).retryLater(claim, START.plusSeconds(1), "the user cache is unreachable");
        }
        verify(queue, never()).deadLetter(any(), any());
        verify(queue, never()).acknowledgeAll(any());
    }

    @Test
    void dropsCacheInvalidationAfterMaxEntryTtl() {
        Claim claim = due(CHANGED, 3_600);
        now = START.plus(UserCacheInvalidation.MAX_ENTRY_TTL);

        relay.deliverDue(Lane.DEFAULT);

        verify(queue).acknowledgeAll(List.of(claim));
        verifyNoInteractions(cache);
    }

    private Claim due(OutboxMessage message, int attempt) {
        Claim claim = new Claim(message, UUID.randomUUID(), attempt);
        when(queue.claim(any(), anyInt(), any(), any())).thenReturn(List.of(claim));
        return claim;
    }
}
