package dev.roster.application.outbox;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.when;

import dev.roster.application.account.OneTimeTokenMailer;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.application.port.delivery.EmailService;
import dev.roster.application.port.delivery.NotificationService;
import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.ProfileUpdatedNotification;
import dev.roster.application.port.outbox.OutboxMessage.UserCacheInvalidation;
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
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mock;
import org.mockito.junit.jupiter.MockitoExtension;

/** The relay on mocks, with a clock that tests set. */
@ExtendWith(MockitoExtension.class)
abstract class OutboxRelayFixture {

    static final Instant START = Instant.parse("2024-02-01T00:00:00.000001Z");
    static final Duration LEASE = Duration.ofMinutes(1);
    static final OneTimeSecret SECRET = new OneTimeSecret("one-time-secret");
    static final VerificationEmail MAIL = new VerificationEmail(
            MessageId.random(), START, new EmailAddress("Ann@Example.com"), "Ann", SECRET, START.plusSeconds(86_400));
    static final WelcomeNotification WELCOME =
            new WelcomeNotification(MessageId.random(), START, new UserId(42), "Ann");
    static final ProfileUpdatedNotification UPDATE =
            new ProfileUpdatedNotification(MessageId.random(), START, new UserId(43), "Bea");
    static final UserCacheInvalidation CHANGED =
            new UserCacheInvalidation(MessageId.random(), START, new UserId(44), 7, false);
    static final UserCacheInvalidation DELETED =
            new UserCacheInvalidation(MessageId.random(), START, new UserId(45), 8, true);

    final DeliveryFailedException failure =
            new DeliveryFailedException("mail server says 451", new IllegalStateException("for " + SECRET.value()));

    @Mock
    OutboxQueue queue;

    @Mock
    OneTimeTokenMailer tokens;

    @Mock
    EmailService mails;

    @Mock
    NotificationService notifications;

    @Mock
    UserCache cache;

    Instant now = START;
    OutboxRelay relay;

    @BeforeEach
    final void createRelay() {
        relay = new OutboxRelay(queue, tokens, mails, notifications, cache, () -> now);
    }

    final int deliverDue(Lane lane) {
        return relay.deliverDue(lane, () -> {});
    }

    /** Stubs the queue to return these messages as due, each in its first attempt. */
    final List<Claim> due(OutboxMessage... messages) {
        List<Claim> claims = Stream.of(messages)
                .map(message -> new Claim(message, UUID.randomUUID(), 1))
                .toList();
        when(queue.claim(any(), anyInt(), any(), any())).thenReturn(claims);
        return claims;
    }

    final Claim dueInAttempt(int attempt, OutboxMessage message) {
        Claim claim = new Claim(message, UUID.randomUUID(), attempt);
        when(queue.claim(any(), anyInt(), any(), any())).thenReturn(List.of(claim));
        return claim;
    }
}
