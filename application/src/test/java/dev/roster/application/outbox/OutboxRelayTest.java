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
    private static final UserCacheRefresh CHANGED =
            new UserCacheRefresh(MessageId.random(), START, new UserId(44), 7, false);
    private static final UserCacheRefresh DELETED =
            new UserCacheRefresh(MessageId.random(), START, new UserId(45), 8, true);
    private static final PasswordResetEmail RESET =
            new PasswordResetEmail(MessageId.random(), START, MAIL.to(), "Ann", SECRET, START.plusSeconds(3_600));
    private static final PasswordChangedEmail NEW_PASSWORD =
            new PasswordChangedEmail(MessageId.random(), START, MAIL.to(), "Ann");
    private static final AddressChangedEmail MOVED =
            new AddressChangedEmail(MessageId.random(), START, MAIL.to(), "Ann", new EmailAddress("ann@example.org"));
    private static final VerificationRequest UNVERIFIED =
            new VerificationRequest(MessageId.random(), START, new EmailAddress("bea@example.com"));
    private static final PasswordResetRequest FORGOTTEN = new PasswordResetRequest(
            MessageId.random(), START, new EmailAddress("cleo@example.com"), new ClientAddress("192.0.2.1"));

    private final DeliveryFailedException refused =
            new DeliveryFailedException("mail server says 451", new IllegalStateException("for " + SECRET.value()));
    private final OutboxQueue queue = mock();
    private final UserService users = mock();
    private final EmailService mails = mock();
    private final NotificationService notifications = mock();
    private final UserCache cache = mock();
    private Instant now = START;
    private final OutboxRelay relay = new OutboxRelay(queue, users, mails, notifications, cache, () -> now);

    @BeforeEach
    void claimsAreKept() {
        when(queue.fail(any(), any(), any())).thenReturn(true);
        when(cache.outdate(any(), anyLong())).thenReturn(true);
        when(cache.forget(any())).thenReturn(true);
    }

    @Test
    void eachKindReachesItsServiceOnceWithItsId() {
        OutboxMessage[] all = {
            MAIL, RESET, NEW_PASSWORD, MOVED, UNVERIFIED, FORGOTTEN, WELCOME, UPDATE, CHANGED, DELETED
        };
        List<Claim> claims = due(all);

        assertThat(relay.deliverDue(Lane.PROMPT)).isEqualTo(all.length);

        verify(mails).sendVerificationEmail(MAIL.id(), MAIL.to(), "Ann", SECRET, MAIL.tokenExpiresAt());
        verify(mails).sendPasswordResetEmail(RESET.id(), RESET.to(), "Ann", SECRET, RESET.tokenExpiresAt());
        verify(mails).sendPasswordChangedEmail(NEW_PASSWORD.id(), NEW_PASSWORD.to(), "Ann", START);
        verify(mails).sendAddressChangedEmail(MOVED.id(), MOVED.to(), "Ann", MOVED.changedTo(), START);
        verify(users).requestVerification(UNVERIFIED.to());
        verify(users).requestPasswordReset(FORGOTTEN.to(), FORGOTTEN.from());
        verify(notifications).sendWelcomeNotification(WELCOME.id(), new UserId(42), "Ann");
        verify(notifications).sendProfileUpdatedNotification(UPDATE.id(), new UserId(43), "Bea");
        verify(cache).outdate(new UserId(44), 7);
        verify(cache).forget(new UserId(45));
        verifyNoMoreInteractions(users, mails, notifications, cache);
        verify(queue).acknowledgeAll(claims);
        verify(queue, never()).fail(any(), any(), any());
        assertThat(Stream.of(all).map(Object::getClass).distinct())
                .as("all kinds there are")
                .containsExactlyInAnyOrderElementsOf(List.of(OutboxMessage.class.getPermittedSubclasses()));
    }

    @Test
    void oneCallDeliversABatchOfEachLane() {
        Claim prompt = new Claim(WELCOME, UUID.randomUUID(), 1);
        Claim word = new Claim(CHANGED, UUID.randomUUID(), 1);
        Claim slow = new Claim(MAIL, UUID.randomUUID(), 1);
        when(queue.claim(eq(Lane.PROMPT), anyInt(), any(), any())).thenReturn(List.of(prompt));
        when(queue.claim(eq(Lane.CACHE), anyInt(), any(), any())).thenReturn(List.of(word));
        when(queue.claim(eq(Lane.MAIL), anyInt(), any(), any())).thenReturn(List.of(slow, slow));

        assertThat(relay.deliverDue()).isEqualTo(4);

        verify(queue).acknowledgeAll(List.of(prompt));
        verify(queue).acknowledgeAll(List.of(word));
        verify(queue, times(2)).acknowledgeAll(List.of(slow));
    }

    @Test
    void ofMailsFewAreTakenAtATime() {
        Map<Lane, Integer> limits = new EnumMap<>(Lane.class);
        when(queue.claim(any(), anyInt(), any(), any())).thenAnswer(call -> {
            limits.put(call.getArgument(0), call.getArgument(1));
            return List.of();
        });

        for (Lane lane : Lane.values()) {
            assertThat(relay.deliverDue(lane)).isZero();
            assertThat(limits.get(lane)).isPositive();
        }

        assertThat(limits.get(Lane.MAIL)).isLessThan(limits.get(Lane.PROMPT)).isLessThan(limits.get(Lane.CACHE));
    }

    @Test
    void aRequestThatTheStorageFailedIsPutBack() {
        List<Claim> claims = due(FORGOTTEN, UNVERIFIED);
        doThrow(new StorageUnavailableException("down")).when(users).requestPasswordReset(any(), any());

        assertThat(relay.deliverDue(Lane.PROMPT)).isEqualTo(2);

        verify(queue).fail(claims.get(0), START.plusSeconds(1), StorageUnavailableException.class.getName());
        verify(queue).acknowledgeAll(List.of(claims.get(1)));
    }

    @Test
    void acknowledgesEachMailAfterItsDelivery() {
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
    void acknowledgesOtherMessagesTogetherAfterTheirDelivery() {
        List<Claim> claims = due(WELCOME, UPDATE);

        relay.deliverDue(Lane.PROMPT);

        InOrder order = inOrder(queue, notifications);
        order.verify(notifications).sendWelcomeNotification(any(), any(), any());
        order.verify(notifications).sendProfileUpdatedNotification(any(), any(), any());
        order.verify(queue).acknowledgeAll(claims);
        order.verifyNoMoreInteractions();
    }

    @Test
    void acknowledgesWhatWasDeliveredBeforeAnUnexpectedFailure() {
        List<Claim> claims = due(WELCOME, UPDATE);
        doThrow(refused).when(notifications).sendProfileUpdatedNotification(any(), any(), any());
        StorageUnavailableException down = new StorageUnavailableException("down");
        when(queue.fail(any(), any(), any())).thenThrow(down);

        assertToldBy(down, Lane.PROMPT);

        verify(queue).acknowledgeAll(List.of(claims.get(0)));
    }

    @Test
    void aFailedDeliveryIsPutBackAndHoldsUpNoOther() {
        List<Claim> claims = due(WELCOME, MAIL, UPDATE);
        doThrow(refused).when(mails).sendVerificationEmail(any(), any(), any(), any(), any());

        assertThat(relay.deliverDue(Lane.PROMPT)).isEqualTo(3);

        verify(queue).fail(claims.get(1), START.plusSeconds(1), "mail server says 451");
        verify(notifications).sendProfileUpdatedNotification(UPDATE.id(), new UserId(43), "Bea");
        verify(queue).acknowledgeAll(List.of(claims.get(0), claims.get(2)));
    }

    @Test
    void theReasonOfAnUnexpectedFailureHoldsNoSecret() {
        List<Claim> claims = due(MAIL);
        doThrow(new IllegalArgumentException("cannot send " + SECRET.value()))
                .when(mails)
                .sendVerificationEmail(any(), any(), any(), any(), any());

        relay.deliverDue(Lane.PROMPT);

        verify(queue).fail(claims.get(0), START.plusSeconds(1), "java.lang.IllegalArgumentException");
    }

    @Test
    void aClaimLostMeanwhileHoldsUpNoOther() {
        List<Claim> claims = due(WELCOME, UPDATE);
        when(queue.acknowledgeAll(List.of(claims.get(0)))).thenReturn(0);

        assertThat(relay.deliverDue(Lane.MAIL)).isEqualTo(2);

        verify(queue).acknowledgeAll(List.of(claims.get(1)));
    }

    @Test
    void anOutboxOutOfReachIsToldWhereverItHappens() {
        StorageUnavailableException down = new StorageUnavailableException("down");
        due(WELCOME, UPDATE);

        when(queue.acknowledgeAll(any())).thenThrow(down);
        assertToldBy(down, Lane.MAIL);
        verify(queue, never().description("what was delivered is no failed delivery"))
                .fail(any(), any(), any());
        verify(notifications, never()).sendProfileUpdatedNotification(any(), any(), any());

        doThrow(refused).when(notifications).sendWelcomeNotification(any(), any(), any());
        when(queue.fail(any(), any(), any())).thenThrow(down);
        assertToldBy(down, Lane.MAIL);

        when(queue.claim(any(), anyInt(), any(), any())).thenThrow(down);
        assertToldBy(down, Lane.MAIL);
    }

    private void assertToldBy(StorageUnavailableException down, Lane lane) {
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
