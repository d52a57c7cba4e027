package dev.roster.application.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.port.security.AccessToken;
import dev.roster.application.port.security.AccessTokens;
import dev.roster.application.port.security.AccessTokens.Claims;
import dev.roster.application.port.security.InvalidAccessTokenException;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasherBusyException;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.CommitOutcomeUnknownException;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.port.storage.TransactionConflictException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures during a login, and of access tokens. See {@link PasswordAuthenticatorTest} for password attempts. */
class AuthServiceTest extends AccountFixture {

    private static final PasswordHash NEWER_HASH = new PasswordHash("newer hash of right");

    static final List<StorageUnavailableException> STORAGE_FAILURES = List.of(
            new StorageUnavailableException("down"),
            new TransactionConflictException("deadlock"),
            new CommitOutcomeUnknownException("lost", new IllegalStateException("connection reset")));

    private final AccessToken token = new AccessToken("access-token", Duration.ofMinutes(15));
    private final AccessToken hint = new AccessToken("login-hint", Duration.ofDays(90));
    private final AccessTokens tokens = mock();
    private final AuthService auth = new AuthService(mocked.storage, hasher, tokens, throttle, clock);

    @BeforeEach
    void stubTokensAndOutdatedHash() {
        when(tokens.issue(ID, CREDENTIALS.sessionEpoch())).thenReturn(token);
        when(tokens.issueLoginHint(ID, CREDENTIALS.sessionEpoch())).thenReturn(hint);
        when(tokens.validate("shown")).thenReturn(new Claims(ID, CREDENTIALS.sessionEpoch()));
        when(hasher.needsRenewal(HASH)).thenReturn(true);
        when(hasher.hash("right")).thenReturn(NEWER_HASH);
    }

    @Test
    void logsInIfHasherIsBusyDuringRenewal() {
        when(hasher.hash("right")).thenThrow(new PasswordHasherBusyException(Duration.ofSeconds(1)));

        assertThat(auth.logIn("ann@example.com", "right")).isEqualTo(new Session(ANN, token, hint));

        verify(mocked.credentials, never()).renewHash(any(), any(), any());
    }

    @ParameterizedTest
    @FieldSource("STORAGE_FAILURES")
    void logsInIfRenewedHashCannotBeStored(StorageUnavailableException failure) {
        when(mocked.credentials.renewHash(ID, HASH, NEWER_HASH)).thenThrow(failure);

        assertThat(auth.logIn("ann@example.com", "right")).isEqualTo(new Session(ANN, token, hint));
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
    void rejectsInvalidTokenWithoutQuery() {
        InvalidAccessTokenException forged = new InvalidAccessTokenException("forged");
        when(tokens.validate("shown")).thenThrow(forged);

        assertThatThrownBy(() -> auth.authenticate("shown")).isSameAs(forged);

        verifyNoInteractions(mocked.storage);
    }

    @Test
    void propagatesStorageFailureInsteadOfRejectingToken() {
        when(mocked.credentials.findByUserId(ID)).thenThrow(down);

        assertThatThrownBy(() -> auth.authenticate("shown")).isSameAs(down);
    }

    @Test
    void recordsLogoutWithClientAddress() {
        auth.logOut(CALLER);

        assertThat(mocked.commits()).isEqualTo(1);
        verify(mocked.unitCredentials).endSessions(ID);
        mocked.assertRecorded(AuditEvent.by(ID, AuditEvent.Type.SIGNED_OUT, ID, CLIENT_ADDRESS, NOW));
    }
}
