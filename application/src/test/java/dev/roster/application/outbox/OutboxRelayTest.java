package dev.roster.application.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.EmailChangedEmail;
import dev.roster.application.port.outbox.OutboxMessage.PasswordChangedEmail;
import dev.roster.application.port.outbox.OutboxMessage.PasswordResetEmail;
import dev.roster.application.port.outbox.OutboxMessage.PasswordResetRequest;
import dev.roster.application.port.outbox.OutboxMessage.VerificationRequest;
import dev.roster.application.port.outbox.OutboxQueue.Claim;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mockito.InOrder;

/** Which services receive a message, when it is acknowledged, and what happens after a failure. */
class OutboxRelayTest extends OutboxRelayFixture {

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

    private final StorageUnavailableException down = new StorageUnavailableException("down");

    @Test
    void deliversEachKindToItsService() {
        List<OutboxMessage> mailed = List.of(MAIL, RESET, NEW_PASSWORD, EMAIL_CHANGED);
        List<OutboxMessage> others = List.of(VERIFICATION_REQUEST, RESET_REQUEST, WELCOME, UPDATE, CHANGED, DELETED);
        OutboxMessage[] all = Stream.of(mailed, others).flatMap(List::stream).toArray(OutboxMessage[]::new);
        List<Claim> claims = due(all);
        when(cache.invalidate(any(), anyLong())).thenReturn(true);
        when(cache.markDeleted(any())).thenReturn(true);

        assertThat(deliverDue(Lane.DEFAULT)).isEqualTo(all.length);

        verify(mails).sendVerificationEmail(MAIL.id(), MAIL.to(), "Ann", SECRET, MAIL.tokenExpiresAt());
        verify(mails).sendPasswordResetEmail(RESET.id(), RESET.to(), "Ann", SECRET, RESET.tokenExpiresAt());
        verify(mails).sendPasswordChangedEmail(NEW_PASSWORD.id(), NEW_PASSWORD.to(), "Ann", START);
        verify(mails)
                .sendEmailChangedEmail(EMAIL_CHANGED.id(), EMAIL_CHANGED.to(), "Ann", EMAIL_CHANGED.newEmail(), START);
        verify(tokens).mailVerificationToken(VERIFICATION_REQUEST.to());
        verify(tokens).mailPasswordResetToken(RESET_REQUEST.to(), RESET_REQUEST.clientAddress());
        verify(notifications).sendWelcomeNotification(WELCOME.id(), new UserId(42), "Ann");
        verify(notifications).sendProfileUpdatedNotification(UPDATE.id(), new UserId(43), "Bea");
        verify(cache).invalidate(new UserId(44), 7);
        verify(cache).markDeleted(new UserId(45));
        verifyNoMoreInteractions(tokens, mails, notifications, cache);
        verify(queue).acknowledgeAll(claims);
        verify(queue, never()).retryLater(any(), any(), any());
        assertThat(Stream.of(all).map(Object::getClass).distinct())
                .as("every kind of message")
                .containsExactlyInAnyOrderElementsOf(Stream.of(OutboxMessage.class.getNestMembers())
                        .filter(Class::isRecord)
                        .toList());
    }

    @Test
    void deliversOneBatchPerLane() {
        Claim prompt = new Claim(WELCOME, UUID.randomUUID(), 1);
        Claim word = new Claim(CHANGED, UUID.randomUUID(), 1);
        Claim slow = new Claim(MAIL, UUID.randomUUID(), 1);
        when(queue.claim(eq(Lane.DEFAULT), anyInt(), any(), any())).thenReturn(List.of(prompt));
        when(queue.claim(eq(Lane.CACHE), anyInt(), any(), any())).thenReturn(List.of(word));
        when(queue.claim(eq(Lane.VERIFICATION), anyInt(), any(), any())).thenReturn(List.of(slow));
        when(cache.invalidate(any(), anyLong())).thenReturn(true);

        assertThat(relay.deliverDue()).isEqualTo(3);

        verify(queue).acknowledgeAll(List.of(prompt));
        verify(queue).acknowledgeAll(List.of(word));
        verify(queue).acknowledgeAll(List.of(slow));
    }

    @ParameterizedTest
    @EnumSource
    void claimsOneBatchOfLane(Lane lane) {
        now = START.plusSeconds(5);

        assertThat(deliverDue(lane)).isZero();

        verify(queue).claim(lane, OutboxRelay.batchSize(lane), now, LEASE);
        verifyNoMoreInteractions(queue, tokens, mails, notifications, cache);
    }

    @Test
    void claimsMailsOneByOne() {
        assertThat(Lane.MAILS).allMatch(lane -> OutboxRelay.batchSize(lane) == 1);
        assertThat(OutboxRelay.batchSize(Lane.DEFAULT)).isGreaterThan(1).isLessThan(OutboxRelay.batchSize(Lane.CACHE));
    }

    @Test
    void signalsFullBatchBeforeItsDelivery() {
        due(MAIL);
        List<String> calls = new ArrayList<>();
        doAnswer(call -> calls.add("delivered")).when(mails).sendVerificationEmail(any(), any(), any(), any(), any());

        relay.deliverDue(Lane.VERIFICATION, () -> calls.add("full"));

        assertThat(calls).containsExactly("full", "delivered");
    }

    @Test
    void signalsNoFullBatchIfFewerAreDue() {
        due(WELCOME);
        List<String> calls = new ArrayList<>();

        relay.deliverDue(Lane.DEFAULT, () -> calls.add("full"));

        assertThat(calls).isEmpty();
    }

    @Test
    void acknowledgesMessagesAsBatch() {
        List<Claim> claims = due(WELCOME, UPDATE);

        deliverDue(Lane.DEFAULT);

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
        when(queue.retryLater(any(), any(), any())).thenThrow(down);

        assertPropagates(Lane.DEFAULT);

        verify(queue).acknowledgeAll(List.of(claims.get(0)));
    }

    @Test
    void retriesFailedDeliveryAndDeliversOthers() {
        List<Claim> claims = due(WELCOME, MAIL, UPDATE);
        doThrow(failure).when(mails).sendVerificationEmail(any(), any(), any(), any(), any());

        assertThat(deliverDue(Lane.DEFAULT)).isEqualTo(3);

        verify(queue).retryLater(claims.get(1), START.plusSeconds(1), "mail server says 451");
        verify(notifications).sendProfileUpdatedNotification(UPDATE.id(), new UserId(43), "Bea");
        verify(queue).acknowledgeAll(List.of(claims.get(0), claims.get(2)));
    }

    @Test
    void reportsOnlyTypeOfOtherExceptions() {
        List<Claim> claims = due(MAIL, RESET_REQUEST, VERIFICATION_REQUEST);
        doThrow(new IllegalArgumentException("cannot send " + SECRET.value()))
                .when(mails)
                .sendVerificationEmail(any(), any(), any(), any(), any());
        doThrow(down).when(tokens).mailPasswordResetToken(any(), any());

        assertThat(deliverDue(Lane.DEFAULT)).isEqualTo(3);

        verify(queue).retryLater(claims.get(0), START.plusSeconds(1), "java.lang.IllegalArgumentException");
        verify(queue).retryLater(claims.get(1), START.plusSeconds(1), StorageUnavailableException.class.getName());
        verify(queue).acknowledgeAll(List.of(claims.get(2)));
    }

    @Test
    void continuesAfterLostClaim() {
        List<Claim> claims = due(WELCOME, UPDATE);
        when(queue.acknowledgeAll(claims)).thenReturn(1);

        assertThat(deliverDue(Lane.DEFAULT)).isEqualTo(2);

        verify(queue).acknowledgeAll(claims);
    }

    @Test
    void propagatesOutboxFailure() {
        due(WELCOME, UPDATE);

        when(queue.acknowledgeAll(any())).thenThrow(down);
        assertPropagates(Lane.VERIFICATION);
        verify(queue, never().description("a delivered message must not be retried"))
                .retryLater(any(), any(), any());

        doThrow(failure).when(notifications).sendWelcomeNotification(any(), any(), any());
        when(queue.retryLater(any(), any(), any())).thenThrow(down);
        assertPropagates(Lane.VERIFICATION);

        when(queue.claim(any(), anyInt(), any(), any())).thenThrow(down);
        assertPropagates(Lane.VERIFICATION);
    }

    private void assertPropagates(Lane lane) {
        assertThatThrownBy(() -> deliverDue(lane)).isSameAs(down);
    }
}
