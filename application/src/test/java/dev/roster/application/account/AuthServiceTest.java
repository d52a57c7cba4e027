package dev.roster.application.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mockingDetails;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.access.MockedStorage;
import dev.roster.application.port.security.AccessToken;
import dev.roster.application.port.security.AccessTokens;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.security.PasswordHasherBusyException;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.CommitOutcomeUnknownException;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.port.storage.TransactionConflictException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.Mockito;

/** Cost and results of a login. */
class AuthServiceTest {

    private static final EmailAddress EMAIL = new EmailAddress("Ann@Example.com");
    private static final UserId ID = new UserId(42);
    private static final User ANN =
            new NewUser(EMAIL, "Ann", "", null, Instant.parse("2024-01-01T00:00:00Z")).toUser(ID);
    private static final PasswordHash HASH = new PasswordHash("hash of right");
    private static final PasswordHash NEWER_HASH = new PasswordHash("newer hash of right");
    private static final PasswordHash DECOY = new PasswordHash("decoy");
    private static final AccessToken TOKEN = new AccessToken("access-token", Duration.ofMinutes(15));

    /** Reasons why a login fails. */
    private enum LoginFailure {
        UNKNOWN_ADDRESS("bea@example.com", "right"),
        NO_ADDRESS_AT_ALL("'; drop table users; --", "right"),
        NO_PASSWORD_YET("cleo@example.com", "right"),
        WRONG_PASSWORD("ann@example.com", "wrong");

        private final String email;
        private final String password;

        LoginFailure(String email, String password) {
            this.email = email;
            this.password = password;
        }
    }

    private final PasswordHasherBusyException busy = new PasswordHasherBusyException(Duration.ofSeconds(1));
    private final MockedStorage mocked = new MockedStorage();
    private final PasswordHasher hasher = Mockito.mock();
    private final AccessTokens tokens = Mockito.mock();
    private final LoginThrottle throttle = LoginThrottle.NONE;
    private final AuthService auth =
            new AuthService(mocked.storage, hasher, tokens, throttle, InstantSource.fixed(Instant.EPOCH));

    @BeforeEach
    void stubUsersWithAndWithoutPassword() {
        EmailAddress cleo = new EmailAddress("cleo@example.com");
        when(mocked.users.findByEmail(any())).thenAnswer(call -> {
            EmailAddress asked = call.getArgument(0);
            User found = asked.sameAccountAs(EMAIL)
                    ? ANN
                    : new NewUser(cleo, "Cleo", "", ID, ANN.createdAt()).toUser(new UserId(43));
            return Optional.of(found).filter(user -> user.email().sameAccountAs(asked));
        });
        when(mocked.credentials.findByUserId(ID)).thenReturn(Optional.of(new Credentials(ID, HASH, 7)));
        when(hasher.decoy()).thenReturn(DECOY);
        when(hasher.verify("right", HASH)).thenReturn(true);
        when(tokens.issue(ID, 7)).thenReturn(TOKEN);
    }

    @Test
    void logsInWithOneHashVerification() {
        assertThat(auth.logIn("ANN@example.com", "right")).isEqualTo(new Session(ANN, TOKEN));

        verify(hasher).verify("right", HASH);
        verify(hasher).needsRenewal(HASH);
        verifyNoMoreInteractions(hasher);
    }

    @ParameterizedTest
    @EnumSource
    void failsUniformlyWithOneHashVerification(LoginFailure way) {
        assertThatExceptionOfType(InvalidCredentialsException.class)
                .isThrownBy(() -> auth.logIn(way.email, way.password))
                .withMessage("Invalid credentials")
                .withNoCause();

        verify(hasher).verify(way.password, way == LoginFailure.WRONG_PASSWORD ? HASH : DECOY);
        verify(hasher, times(1)).verify(any(), any());
        verify(hasher, never()).hash(any());
        verifyNoInteractions(tokens);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NO_ADDRESS_AT_ALL")
    void failsWithSameQueriesAsSuccess(LoginFailure way) {
        auth.logIn("ann@example.com", "right");
        List<String> success = queries();
        Mockito.clearInvocations(mocked.storage, mocked.users, mocked.credentials, mocked.audit);

        assertThatExceptionOfType(InvalidCredentialsException.class)
                .isThrownBy(() -> auth.logIn(way.email, way.password));

        assertThat(queries()).isEqualTo(success).containsExactly("findByEmail", "findByUserId", "append");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WRONG_PASSWORD")
    void rejectsLoginIfDecoyMatches(LoginFailure way) {
        when(hasher.verify("right", DECOY)).thenReturn(true);

        assertThatExceptionOfType(InvalidCredentialsException.class)
                .isThrownBy(() -> auth.logIn(way.email, way.password));

        verifyNoInteractions(tokens);
    }

    @Test
    void auditsEachLoginOnce() {
        ClientAddress from = new ClientAddress("192.0.2.1");
        auth.logIn("ANN@example.com", "right", from);
        verify(mocked.audit).append(AuditEvent.of(AuditEvent.Type.SIGNED_IN, Optional.of(ID), from, Instant.EPOCH));

        assertThatExceptionOfType(InvalidCredentialsException.class)
                .isThrownBy(() -> auth.logIn("ANN@example.com", "wrong", from));
        verify(mocked.audit)
                .append(AuditEvent.of(AuditEvent.Type.SIGN_IN_FAILED, Optional.of(ID), from, Instant.EPOCH));
        verifyNoMoreInteractions(mocked.audit);
    }

    @Test
    void renewsOldHashAfterVerification() {
        stubOldHash();

        assertThat(auth.logIn("ann@example.com", "right")).isEqualTo(new Session(ANN, TOKEN));

        verify(hasher).verify("right", HASH);
        verify(hasher).hash("right");
        verify(mocked.credentials).findByUserId(ID);
        verify(mocked.credentials).renewHash(ID, HASH, NEWER_HASH);
        verifyNoMoreInteractions(mocked.credentials);
        assertThat(mocked.transactions()).as("no hashing inside a transaction").isZero();
    }

    @Test
    void keepsOldHashAfterWrongPassword() {
        stubOldHash();

        assertThatExceptionOfType(InvalidCredentialsException.class)
                .isThrownBy(() -> auth.logIn("ann@example.com", "wrong"));

        verify(hasher, never()).hash(any());
        verify(mocked.credentials, never()).renewHash(any(), any(), any());
    }

    @Test
    void logsInIfHasherIsBusyDuringRenewal() {
        stubOldHash();
        when(hasher.hash("right")).thenThrow(busy);

        assertThat(auth.logIn("ann@example.com", "right")).isEqualTo(new Session(ANN, TOKEN));

        verify(mocked.credentials, never()).renewHash(any(), any(), any());
    }

    static Stream<StorageUnavailableException> storageFailures() {
        return Stream.of(
                new StorageUnavailableException("down"),
                new TransactionConflictException("deadlock"),
                new CommitOutcomeUnknownException("lost", new IllegalStateException("connection reset")));
    }

    @ParameterizedTest
    @MethodSource("storageFailures")
    void logsInIfRenewedHashCannotBeStored(StorageUnavailableException failure) {
        stubOldHash();
        when(mocked.credentials.renewHash(any(), any(), any())).thenThrow(failure);

        assertThat(auth.logIn("ann@example.com", "right")).isEqualTo(new Session(ANN, TOKEN));
    }

    @Test
    void propagatesFailuresBeforeVerification() {
        when(hasher.verify("right", HASH)).thenThrow(busy);
        assertThatExceptionOfType(PasswordHasherBusyException.class)
                .isThrownBy(() -> auth.logIn("ann@example.com", "right"))
                .isSameAs(busy);

        StorageUnavailableException down = new StorageUnavailableException("down");
        when(mocked.credentials.findByUserId(ID)).thenThrow(down);
        assertThatExceptionOfType(StorageUnavailableException.class)
                .isThrownBy(() -> auth.logIn("ann@example.com", "right"))
                .isSameAs(down);
        verifyNoInteractions(tokens);
    }

    private void stubOldHash() {
        when(hasher.needsRenewal(HASH)).thenReturn(true);
        when(hasher.hash("right")).thenReturn(NEWER_HASH);
    }

    /** Returns the calls on the repositories, in order. */
    private List<String> queries() {
        return Stream.of(mocked.users, mocked.credentials, mocked.audit)
                .flatMap(repository -> mockingDetails(repository).getInvocations().stream())
                .map(call -> call.getMethod().getName())
                .toList();
    }
}
