package dev.roster.application.port.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.outbox.OutboxMessage.EmailChangedEmail;
import dev.roster.application.port.outbox.OutboxMessage.PasswordChangedEmail;
import dev.roster.application.port.outbox.OutboxMessage.PasswordResetEmail;
import dev.roster.application.port.outbox.OutboxMessage.PasswordResetRequest;
import dev.roster.application.port.outbox.OutboxMessage.ProfileUpdatedNotification;
import dev.roster.application.port.outbox.OutboxMessage.UserCacheInvalidation;
import dev.roster.application.port.outbox.OutboxMessage.VerificationEmail;
import dev.roster.application.port.outbox.OutboxMessage.VerificationRequest;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Properties of all kinds of messages. */
class OutboxMessageTest {

    private static final Instant NOW = Instant.parse("2024-01-01T00:00:00.000001Z");
    private static final Instant FINER = NOW.plusNanos(999);
    private static final Instant LATER = FINER.plusSeconds(60);
    private static final UserId USER = new UserId(42);
    private static final EmailAddress EMAIL = new EmailAddress("ann@example.com");
    private static final ClientAddress FROM = new ClientAddress("192.0.2.1");
    private static final OneTimeSecret SECRET = new OneTimeSecret("hush-hush");
    private static final MessageId ID = MessageId.random();

    private static final List<OutboxMessage> WITH_SECRETS = List.of(
            new VerificationEmail(ID, FINER, EMAIL, "Ann", SECRET, LATER),
            new PasswordResetEmail(ID, FINER, EMAIL, "Ann", SECRET, LATER));
    private static final List<OutboxMessage> OTHER_MAILS = List.of(
            new PasswordChangedEmail(ID, FINER, EMAIL, "Ann"), new EmailChangedEmail(ID, FINER, EMAIL, "Ann", EMAIL));
    private static final List<OutboxMessage> OTHERS = List.of(
            new VerificationRequest(ID, FINER, EMAIL),
            new PasswordResetRequest(ID, FINER, EMAIL, FROM),
            new WelcomeNotification(ID, FINER, USER, "Ann"),
            new ProfileUpdatedNotification(ID, FINER, USER, "Ann"));
    private static final OutboxMessage CACHE_INVALIDATION = new UserCacheInvalidation(ID, FINER, USER, 2, false);

    private static List<OutboxMessage> all() {
        return Stream.of(WITH_SECRETS, OTHER_MAILS, OTHERS, List.of(CACHE_INVALIDATION))
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void coversAllKinds() {
        assertThat(all().stream().map(Object::getClass))
                .containsExactlyInAnyOrderElementsOf(Stream.of(OutboxMessage.class.getNestMembers())
                        .filter(Class::isRecord)
                        .toList());
    }

    @Test
    void assignsLaneByKind() {
        assertThat(CACHE_INVALIDATION.lane()).isEqualTo(Lane.CACHE);
        assertThat(WITH_SECRETS)
                .extracting(OutboxMessage::lane)
                .containsExactly(Lane.VERIFICATION, Lane.PASSWORD_RESET);
        assertThat(OTHER_MAILS)
                .extracting(OutboxMessage::lane)
                .containsExactly(Lane.PASSWORD_CHANGED, Lane.EMAIL_CHANGED);
        assertThat(OTHERS)
                .extracting(OutboxMessage::lane)
                .containsExactly(Lane.VERIFICATION, Lane.PASSWORD_RESET, Lane.DEFAULT, Lane.DEFAULT);
        assertThat(Lane.MAILS)
                .containsExactly(Lane.VERIFICATION, Lane.PASSWORD_RESET, Lane.PASSWORD_CHANGED, Lane.EMAIL_CHANGED);
    }

    @Test
    void replacesSecretMailByRequestWithSameId() {
        assertThat(WITH_SECRETS.stream().map(OutboxMessage::withoutSecret))
                .containsExactly(
                        new VerificationRequest(ID, NOW, EMAIL),
                        new PasswordResetRequest(ID, NOW, EMAIL, ClientAddress.UNKNOWN));
        assertThat(all())
                .filteredOn(message -> !WITH_SECRETS.contains(message))
                .allMatch(message -> message.withoutSecret() == message);
    }

    @Test
    void hidesSecretsInToString() {
        assertThat(WITH_SECRETS)
                .allSatisfy(message -> assertThat(message.toString()).doesNotContain("hush-hush"));
    }

    @Test
    void truncatesInstantsToMicroseconds() {
        assertThat(all()).allMatch(message -> message.createdAt().equals(NOW));
    }

    @Test
    void expiresTokenMailsAndInvalidationsOnly() {
        assertThat(WITH_SECRETS).allMatch(message -> message.expiresAt().equals(Optional.of(NOW.plusSeconds(60))));
        assertThat(OTHER_MAILS).allMatch(message -> message.expiresAt().isEmpty());
        assertThat(OTHERS).allMatch(message -> message.expiresAt().isEmpty());
        assertThat(CACHE_INVALIDATION.expiresAt()).contains(NOW.plus(UserCacheInvalidation.MAX_ENTRY_TTL));
    }
}
