package dev.roster.application.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage.ProfileUpdatedNotification;
import dev.roster.application.port.outbox.OutboxMessage.VerificationEmail;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.security.AccessToken;
import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.TokenHash;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Contracts of the records in the ports. */
class PortValuesTest {

    private static final String SECRET_TEXT = "hush-hush";
    private static final Instant NOW = Instant.parse("2024-01-01T00:00:00.000001Z");
    private static final UserId ID = new UserId(42);
    private static final EmailAddress EMAIL = new EmailAddress("ann@example.com");
    private static final OneTimeSecret SECRET = new OneTimeSecret(SECRET_TEXT);
    private static final MessageId MESSAGE = MessageId.random();

    @Test
    void hidesSecretsInToString() {
        User user = new NewUser(EMAIL, "Ann", "", null, NOW).toUser(ID);
        AccessToken token = new AccessToken(SECRET_TEXT, Duration.ofMinutes(15));
        PasswordHash hash = new PasswordHash(SECRET_TEXT);

        List<Record> bearers = List.of(
                SECRET,
                token,
                hash,
                new Credentials(ID, hash, 1),
                new Registration(user, SECRET, 1),
                new Session(user, token, token),
                new UserUpdate(EMAIL, "Ann", "", Optional.of(SECRET_TEXT)),
                new OutboxQueue.Claim(
                        new VerificationEmail(MESSAGE, NOW, EMAIL, "Ann", SECRET, NOW), UUID.randomUUID(), 1));

        assertThat(bearers).allSatisfy(bearer -> assertThat(bearer.toString()).doesNotContain(SECRET_TEXT));
    }

    @Test
    void truncatesExpiryToMicroseconds() {
        assertThat(new OneTimeToken(TokenHash.of(SECRET), ID, Purpose.PASSWORD_RESET, NOW.plusNanos(999)).expiresAt())
                .isEqualTo(NOW);
    }

    @Test
    void hashesTokenAsHexSha256() {
        // The test vector of FIPS 180-2 for "abc".
        assertThat(TokenHash.of(new OneTimeSecret("abc")).hex())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void generatesRandomMessageIds() {
        UUID id = MessageId.random().value();

        assertThat(id.version()).isEqualTo(4);
        assertThat(MessageId.random()).isNotEqualTo(MessageId.random());
        assertThat(new MessageId(id)).hasToString(id.toString());
    }

    @Test
    void rejectsNull() {
        assertThatNullPointerException().isThrownBy(() -> new OneTimeSecret(null));
        assertThatNullPointerException().isThrownBy(() -> new PasswordHash(null));
        assertThatNullPointerException().isThrownBy(() -> new TokenHash(null));
        assertThatNullPointerException().isThrownBy(() -> new MessageId(null));
        assertThatNullPointerException().isThrownBy(() -> new VerificationEmail(MESSAGE, NOW, EMAIL, "Ann", null, NOW));
        assertThatNullPointerException().isThrownBy(() -> new WelcomeNotification(MESSAGE, NOW, null, "Ann"));
        assertThatNullPointerException().isThrownBy(() -> new ProfileUpdatedNotification(null, NOW, ID, "Ann"));
        assertThatNullPointerException().isThrownBy(() -> new OneTimeToken(TokenHash.of(SECRET), ID, null, NOW));
    }
}
