package dev.roster.application.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.access.Caller;
import dev.roster.application.access.MockedStorage;
import dev.roster.application.port.security.AccessToken;
import dev.roster.application.port.security.AccessTokens;
import dev.roster.application.port.security.AccessTokens.Claims;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.InvalidAccessTokenException;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which access tokens authenticate a caller. */
class AuthServiceSessionsTest {

    private static final UserId ID = new UserId(42);

    private final MockedStorage mocked = new MockedStorage();
    private final PasswordHasher hasher = mock();
    private final AccessTokens tokens = mock();
    private final LoginThrottle throttle = LoginThrottle.NONE;
    private final AuthService auth =
            new AuthService(mocked.storage, hasher, tokens, throttle, InstantSource.fixed(Instant.EPOCH));

    @BeforeEach
    void stubSessionEpoch() {
        when(mocked.credentials.findByUserId(ID))
                .thenReturn(Optional.of(new Credentials(ID, new PasswordHash("hash"), 7)));
    }

    @Test
    void authenticatesTokenOfCurrentEpoch() {
        when(tokens.validate("shown")).thenReturn(new Claims(ID, 7));

        assertThat(auth.authenticate("shown")).isEqualTo(new Caller(ID));

        verify(mocked.credentials).findByUserId(ID);
        verifyNoMoreInteractions(mocked.credentials);
        verifyNoInteractions(hasher);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 6, 8, Long.MAX_VALUE})
    void rejectsTokenOfOtherEpoch(long epoch) {
        when(tokens.validate("shown")).thenReturn(new Claims(ID, epoch));

        assertThatExceptionOfType(InvalidAccessTokenException.class)
                .isThrownBy(() -> auth.authenticate("shown"))
                .withMessage("the session has ended");
    }

    @Test
    void rejectsTokenOfDeletedUser() {
        when(tokens.validate("shown")).thenReturn(new Claims(new UserId(99), 7));

        assertThatExceptionOfType(InvalidAccessTokenException.class).isThrownBy(() -> auth.authenticate("shown"));
    }

    @Test
    void rejectsInvalidTokenWithoutQuery() {
        InvalidAccessTokenException forged = new InvalidAccessTokenException("forged");
        when(tokens.validate("shown")).thenThrow(forged);

        assertThatExceptionOfType(InvalidAccessTokenException.class)
                .isThrownBy(() -> auth.authenticate("shown"))
                .isSameAs(forged);
        verifyNoInteractions(mocked.storage);
    }

    @Test
    void propagatesStorageFailure() {
        StorageUnavailableException down = new StorageUnavailableException("down");
        when(tokens.validate("shown")).thenReturn(new Claims(ID, 7));
        when(mocked.credentials.findByUserId(ID)).thenThrow(down);

        assertThatExceptionOfType(StorageUnavailableException.class)
                .isThrownBy(() -> auth.authenticate("shown"))
                .isSameAs(down);
    }

    @Test
    void logOutEndsSessionsAndIsAudited() {
        ClientAddress from = new ClientAddress("192.0.2.1");

        auth.logOut(new Caller(ID, from));

        verify(mocked.unitCredentials).endSessions(ID);
        assertThat(mocked.recordedEvents())
                .containsExactly(AuditEvent.by(ID, AuditEvent.Type.SIGNED_OUT, ID, from, Instant.EPOCH));
        assertThat(mocked.commits()).isEqualTo(1);
        verifyNoInteractions(hasher, tokens, mocked.audit);
    }

    @Test
    void opensFirstSessionWithoutQuery() {
        User user = new NewUser(new EmailAddress("ann@example.com"), "Ann", "", null, Instant.EPOCH).toUser(ID);
        AccessToken token = new AccessToken("access-token", Duration.ofMinutes(15));
        when(tokens.issue(ID, 5)).thenReturn(token);

        assertThat(auth.openSession(new Registration(user, new OneTimeSecret("secret"), 5)))
                .isSameAs(token);

        verifyNoInteractions(mocked.storage, hasher);
    }
}
