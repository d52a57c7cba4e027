package dev.roster.application.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.account.UserService;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.application.port.delivery.EmailService;
import dev.roster.application.port.delivery.NotificationService;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.EmailChangedEmail;
import dev.roster.application.port.outbox.OutboxMessage.Lane;
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
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

class OutboxRelayTest {

    private static final Instant START = Instant.parse("2024-02-01T00:00:00.000001Z");
    private static final OneTimeSecret SECRET = new OneTimeSecret("one-time-secret");

    private static final VerificationEmail MAIL = new VerificationEmail(
            MessageId.random(), START, new EmailAddress("Ann@Example.com"), "Ann", SECRET, START.plusSeconds(86_400));
    private static final WelcomeNotification WELCOME =
            new WelcomeNotification(MessageId.random(), START, new UserId(42), "Ann");
    private static final ProfileUpdatedNotification UPDATE =
            new ProfileUpdatedNotification(MessageId.random(), START, new UserId(43), "Bea");
    private static final UserCacheInvalidation CHANGED =
            new UserCacheInvalidation(MessageId.random(), START, new UserId(44), 7, false);
    private static final UserCacheInvalidation DELETED =
            new UserCacheInvalidation(MessageId.random(), START, new UserId(45), 8, true);
    private static final PasswordResetEmail RESET =
            new PasswordResetEmail(MessageId.random(), START, MAIL.to(), "Ann", SECRET, START.plusSeconds(3_600));
    private static final PasswordChangedEmail NEW_PASSWORD =
            new PasswordChangedEmail(MessageId.random(), START, MAIL.to(), "Ann");
    private static final EmailChangedEmail EMAIL_CHANGED =
            new EmailChangedEmail(MessageId.random(), START, MAIL.to(), "Ann", new EmailAddress("ann@example.org"));
    private static final VerificationRequest VERIFICATION_REQUEST =
            new VerificationRequest(MessageId.random(), START, new EmailAddress("bea@example.com"));
    private static final PasswordResetRequest RESET_REQUEST = new PasswordResetRequest(
            MessageId.random(), START, new EmailAddress("cleo@example.com"), new ClientAddress("192.0.2.1"));

    private final DeliveryFailedException failure =
            new DeliveryFailedException("mail server says 451", new IllegalStateException("for " + SECRET.value()));
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
        when(cache.invalidate(any(), anyLong())).thenReturn(true);
        when(cache.markDeleted(any())).thenReturn(true);
    }

    @Test
    void deliversEachKindToItsService() {
        OutboxMessage[] all = {
            MAIL,
            RESET,
            NEW_PASSWORD,
            EMAIL_CHANGED,
            VERIFICATION_REQUEST,
            RESET_REQUEST,
            WELCOME,
            UPDATE,
            CHANGED,
            DELETED
        };
        List<Claim> claims = due(all);

        assertThat(relay.deliverDue(Lane.DEFAULT)).isEqualTo(all.length);

        verify(mails).sendVerificationEmail(MAIL.id(), MAIL.to(), "Ann", SECRET, MAIL.tokenExpiresAt());
        verify(mails).sendPasswordResetEmail(RESET.id(), RESET.to(), "Ann", SECRET, RESET.tokenExpiresAt());
        verify(mails).sendPasswordChangedEmail(NEW_PASSWORD.id(), NEW_PASSWORD.to(), "Ann", START);
        verify(mails)
                .sendEmailChangedEmail(EMAIL_CHANGED.id(), EMAIL_CHANGED.to(), "Ann", EMAIL_CHANGED.newEmail(), START);
        verify(users).mailVerificationToken(VERIFICATION_REQUEST.to());
        verify(users).mailPasswordResetToken(RESET_REQUEST.to(), RESET_REQUEST.clientAddress());
        verify(notifications).sendWelcomeNotification(WELCOME.id(), new UserId(42), "Ann");
        verify(notifications).sendProfileUpdatedNotification(UPDATE.id(), new UserId(43), "Bea");
        verify(cache).invalidate(new UserId(44), 7);
        verify(cache).markDeleted(new UserId(45));
        verifyNoMoreInteractions(users, mails, notifications, cache);
        verify(queue).acknowledgeAll(claims);
        verify(queue, never()).retryLater(any(), any(), any());
        assertThat(Stream.of(all).map(Object::getClass).distinct())
                .as("every kind of message")
                .containsExactlyInAnyOrderElementsOf(List.of(OutboxMessage.class.getPermittedSubclasses()));
    }

    @Test
    void deliversOneBatchPerLane() {
        Claim prompt = new Claim(WELCOME, UUID.randomUUID(), 1);
        Claim word = new Claim(CHANGED, UUID.randomUUID(), 1);
        Claim slow = new Claim(MAIL, UUID.randomUUID(), 1);
        when(queue.claim(eq(Lane.DEFAULT), anyInt(), any(), any())).thenReturn(List.of(prompt));
        when(queue.claim(eq(Lane.CACHE), anyInt(), any(), any())).thenReturn(List.of(word));
        when(queue.claim(eq(Lane.MAIL), anyInt(), any(), any())).thenReturn(List.of(slow, slow));

        assertThat(relay.deliverDue()).isEqualTo(4);

        verify(queue).acknowledgeAll(List.of(prompt));
        verify(queue).acknowledgeAll(List.of(word));
        verify(queue, times(2)).acknowledgeAll(List.of(slow));
    }

    @Test
    void claimsFewestMailsPerBatch() {
        Map<Lane, Integer> limits = new EnumMap<>(Lane.class);
        when(queue.claim(any(), anyInt(), any(), any())).thenAnswer(call -> {
            limits.put(call.getArgument(0), call.getArgument(1));
            return List.of();
        });

        for (Lane lane : Lane.values()) {
            assertThat(relay.deliverDue(lane)).isZero();
            assertThat(limits.get(lane)).isPositive();
        }

        assertThat(limits.get(Lane.MAIL)).isLessThan(limits.get(Lane.DEFAULT)).isLessThan(limits.get(Lane.CACHE));
    }

    @Test
    void retriesRequestAfterStorageFailure() {
        List<Claim> claims = due(RESET_REQUEST, VERIFICATION_REQUEST);
        doThrow(new StorageUnavailableException("down")).when(users).mailPasswordResetToken(any(), any());

        assertThat(relay.deliverDue(Lane.DEFAULT)).isEqualTo(2);

        verify(queue).retryLater(claims.get(0), START.plusSeconds(1), StorageUnavailableException.class.getName());
        verify(queue).acknowledgeAll(List.of(claims.get(1)));
    }

    @Test
    void acknowledgesEachMailAfterDelivery() {
        List<Claim> claims = due(MAIL, WELCOME);

        relay.deliverDue(Lane.MAIL);

        InOrder order = inOrder(queue, mails, notifications);
        order.verify(queue).claim(any(), anyInt(), any(), any());
        order.verify(mails).sendVerificationEmail(any(), any(), any(), any(), any());
        order.verify(queue).acknowledgeAll(List.of(claims.get(0)));
        order.verify(notifications).sendWelcomeNotification(any(), any(), any());
        order.verify(queue).acknowledgeAll(List.of(claims.get(1)));
        order.verifyNoMoreInteractions();
    }

    @Test
    void acknowledgesOtherMessagesAsBatch() {
        List<Claim> claims = due(WELCOME, UPDATE);

        relay.deliverDue(Lane.DEFAULT);

        InOrder order = inOrder(queue, notifications);
        order.verify(notifications).sendWelcomeNotification(any(), any(), any());
        order.verify(notifications).sendProfileUpdatedNotification(any(), any(), any());
        order.verify(queue).acknowledgeAll(claims);
        order.verifyNoMoreInteractions();
    }

    @Test
    void acknowledgesDeliveredMessagesBeforeUnexpectedFailure() {
        List<Claim> claims = due(WELCOME, UPDATE);
        doThrow(failure).when(notifications).sendProfileUpdatedNotification(any(), any(), any());
        StorageUnavailableException down = new StorageUnavailableException("down");
        when(queue.retryLater(any(), any(), any())).thenThrow(down);

        assertPropagates(down, Lane.DEFAULT);

        verify(queue).acknowledgeAll(List.of(claims.get(0)));
    }

    @Test
    void retriesFailedDeliveryAndDeliversOthers() {
        List<Claim> claims = due(WELCOME, MAIL, UPDATE);
        doThrow(failure).when(mails).sendVerificationEmail(any(), any(), any(), any(), any());

        assertThat(relay.deliverDue(Lane.DEFAULT)).isEqualTo(3);

        verify(queue).retryLater(claims.get(1), START.plusSeconds(1), "mail server says 451");
        verify(notifications).sendProfileUpdatedNotification(UPDATE.id(), new UserId(43), "Bea");
        verify(queue).acknowledgeAll(List.of(claims.get(0), claims.get(2)));
    }

    @Test
    void omitsSecretsFromFailureReason() {
        List<Claim> claims = due(MAIL);
        doThrow(new IllegalArgumentException("cannot send " + SECRET.value()))
                .when(mails)
                .sendVerificationEmail(any(), any(), any(), any(), any());

        relay.deliverDue(Lane.DEFAULT);

        verify(queue).retryLater(claims.get(0), START.plusSeconds(1), "java.lang.IllegalArgumentException");
    }

    @Test
    void continuesAfterLostClaim() {
        List<Claim> claims = due(WELCOME, UPDATE);
        when(queue.acknowledgeAll(List.of(claims.get(0)))).thenReturn(0);

        assertThat(relay.deliverDue(Lane.MAIL)).isEqualTo(2);

        verify(queue).acknowledgeAll(List.of(claims.get(1)));
    }

    @Test
    void propagatesOutboxFailure() {
        StorageUnavailableException down = new StorageUnavailableException("down");
        due(WELCOME, UPDATE);

        when(queue.acknowledgeAll(any())).thenThrow(down);
        assertPropagates(down, Lane.MAIL);
        verify(queue, never().description("a delivered message must not be retried"))
                .retryLater(any(), any(), any());
        verify(notifications, never()).sendProfileUpdatedNotification(any(), any(), any());

        doThrow(failure).when(notifications).sendWelcomeNotification(any(), any(), any());
        when(queue.retryLater(any(), any(), any())).thenThrow(down);
        assertPropagates(down, Lane.MAIL);

        when(queue.claim(any(), anyInt(), any(), any())).thenThrow(down);
        assertPropagates(down, Lane.MAIL);
    }

    private void assertPropagates(StorageUnavailableException down, Lane lane) {
        assertThatExceptionOfType(StorageUnavailableException.class)
                .isThrownBy(() -> relay.deliverDue(lane))
                .isSameAs(down);
    }

    private List<Claim> due(OutboxMessage... messages) {
        List<Claim> claims = Stream.of(messages)
                .map(message -> new Claim(message, UUID.randomUUID(), 1))
                .toList();
        when(queue.claim(any(), anyInt(), any(), any())).thenReturn(claims);
        return claims;
    }
}
