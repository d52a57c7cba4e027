package dev.roster.application.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockingDetails;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.access.MockedStorage;
import dev.roster.application.account.PasswordAuthenticator.Authenticated;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.LoginThrottle.Admitted;
import dev.roster.application.port.security.LoginThrottle.Rejected;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.security.PasswordHasherBusyException;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.StorageUnavailableException;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.InOrder;

/** Throttling, auditing and cost of password attempts, which must not reveal which accounts exist. */
class PasswordAuthenticatorTest {

    private static final Instant NOW = Instant.parse("2024-02-01T00:00:00.000002Z");
    private static final ClientAddress FROM = new ClientAddress("192.0.2.1");
    private static final UserId ID = new UserId(42);
    private static final User ANN = new NewUser(new EmailAddress("Ann@Example.com"), "Ann", "", null, NOW).toUser(ID);
    private static final Credentials CREDENTIALS = new Credentials(ID, new PasswordHash("hash of right"), 7);
    private static final PasswordHash DECOY = new PasswordHash("decoy");
    private static final String ANN_KEY = "ann@example.com";
    private static final String UNKNOWN = "bea@example.com";

    private final MockedStorage mocked = new MockedStorage();
    private final PasswordHasher hasher = mock();
    private final LoginThrottle throttle = mock();
    private final PasswordAuthenticator authenticator =
            new PasswordAuthenticator(mocked.storage, hasher, throttle, InstantSource.fixed(NOW));

    @BeforeEach
    void stubUserWithPassword() {
        when(mocked.users.findByEmail(any()))
                .thenAnswer(call -> Optional.of(ANN).filter(ann -> ann.email().sameAccountAs(call.getArgument(0))));
        when(mocked.credentials.findByUserId(ID)).thenReturn(Optional.of(CREDENTIALS));
        when(hasher.decoy()).thenReturn(DECOY);
        when(hasher.verify("right", CREDENTIALS.passwordHash())).thenReturn(true);
        when(throttle.admit(any(), any())).thenReturn(new Admitted());
    }

    private void assertFails(String email, String password) {
        assertThatExceptionOfType(InvalidCredentialsException.class)
                .isThrownBy(() -> authenticator.authenticate(email, password, FROM));
    }

    private void assertThrottled(String email, Duration retryAfter) {
        assertThatExceptionOfType(TooManyAttemptsException.class)
                .isThrownBy(() -> authenticator.authenticate(email, "right", FROM))
                .satisfies(refused -> assertThat(refused.retryAfter()).isEqualTo(retryAfter));
    }

    @Test
    void admitsBeforeAndClearsAfterCorrectPassword() {
        assertThat(authenticator.authenticate("ann@example.com", "right", FROM))
                .isEqualTo(new Authenticated(ANN, CREDENTIALS));

        InOrder order = inOrder(throttle, mocked.users, hasher);
        order.verify(throttle).admit(ANN_KEY, FROM);
        order.verify(mocked.users).findByEmail(any());
        order.verify(hasher).verify("right", CREDENTIALS.passwordHash());
        order.verify(throttle).clear(ANN_KEY);
        verifyNoMoreInteractions(throttle);
        verifyNoInteractions(mocked.audit);
    }

    @ParameterizedTest
    @CsvSource({"Ann@Example.com, ann@example.com", "' ANN@EXAMPLE.COM ', ann@example.com", "' No Address ', no address"
    })
    void normalizesThrottledAccountName(String typed, String account) {
        assertFails(typed, "wrong");

        verify(throttle).admit(account, FROM);
    }

    @ParameterizedTest
    @ValueSource(strings = {ANN_KEY, UNKNOWN, "no address"})
    void countsAndAuditsFailure(String email) {
        assertFails(email, "wrong");

        verify(throttle).admit(email, FROM);
        verifyNoMoreInteractions(throttle);
        Optional<UserId> known = Optional.of(ID).filter(id -> email.equals(ANN_KEY));
        verify(mocked.audit).append(AuditEvent.of(AuditEvent.Type.SIGN_IN_FAILED, known, FROM, NOW));
        verifyNoMoreInteractions(mocked.audit);
    }

    @ParameterizedTest
    @ValueSource(strings = {ANN_KEY, UNKNOWN, "no address"})
    void throttlesWithoutQueryOrHash(String email) {
        when(throttle.admit(any(), any())).thenReturn(new Rejected(Duration.ofSeconds(7), false));

        assertThrottled(email, Duration.ofSeconds(7));

        verifyNoInteractions(mocked.storage, hasher);
        verify(throttle).admit(email, FROM);
        verifyNoMoreInteractions(throttle);
    }

    @ParameterizedTest
    @ValueSource(strings = {ANN_KEY, UNKNOWN, "no address"})
    void auditsFirstThrottledAttemptOnly(String email) {
        Duration second = Duration.ofSeconds(1);
        when(throttle.admit(any(), any()))
                .thenReturn(new Rejected(second, true))
                .thenReturn(new Rejected(second, false));

        assertThrottled(email, second);
        assertThrottled(email, second);

        Optional<UserId> known = Optional.of(ID).filter(id -> email.equals(ANN_KEY));
        verify(mocked.audit).append(AuditEvent.of(AuditEvent.Type.THROTTLED, known, FROM, NOW));
        verifyNoMoreInteractions(mocked.audit);
        verifyNoInteractions(hasher, mocked.credentials);
    }

    @Test
    void makesSameCallsForKnownAndUnknownEmails() {
        List<Optional<Rejected>> verdicts = List.of(
                Optional.empty(),
                Optional.of(new Rejected(Duration.ofSeconds(1), true)),
                Optional.of(new Rejected(Duration.ofSeconds(1), false)));
        for (Optional<Rejected> verdict : verdicts) {
            verdict.ifPresent(refused -> when(throttle.admit(any(), any())).thenReturn(refused));
            List<String> known = callsOf(ANN_KEY);
            assertThat(callsOf(UNKNOWN)).isEqualTo(known).isNotEmpty();
        }
    }

    /** Returns the calls made by a failed attempt, sorted by mock. */
    private List<String> callsOf(String email) {
        Object[] mocks = {mocked.users, mocked.credentials, mocked.audit, throttle, hasher};
        clearInvocations(mocks);
        assertThatThrownBy(() -> authenticator.authenticate(email, "wrong", FROM))
                .isNotNull();
        return Stream.of(mocks)
                .flatMap(each -> mockingDetails(each).getInvocations().stream())
                .map(call -> call.getMethod().getName())
                // An unknown email address has no hash; creating a decoy costs nothing.
                .filter(call -> !call.equals("decoy"))
                .toList();
    }

    @Test
    void releasesAttemptIfHasherIsBusy() {
        PasswordHasherBusyException busy = new PasswordHasherBusyException(Duration.ofSeconds(1));
        when(hasher.verify(any(), any())).thenThrow(busy);
        assertAttemptReleased(ANN_KEY, busy);
        clearInvocations(throttle);
        assertAttemptReleased(UNKNOWN, busy);
    }

    @Test
    void releasesAttemptIfStorageIsUnavailable() {
        StorageUnavailableException down = new StorageUnavailableException("down");
        when(mocked.credentials.findByUserId(any())).thenThrow(down);
        assertAttemptReleased(ANN_KEY, down);
        clearInvocations(throttle);
        doThrow(down).when(mocked.users).findByEmail(any());
        assertAttemptReleased(UNKNOWN, down);
    }

    private void assertAttemptReleased(String email, RuntimeException trouble) {
        assertThatThrownBy(() -> authenticator.authenticate(email, "right", FROM))
                .isSameAs(trouble);

        verify(throttle).admit(email, FROM);
        verify(throttle).release(email);
        verifyNoMoreInteractions(throttle);
        verifyNoInteractions(mocked.audit);
    }

    @Test
    void countsFailureThatCannotBeAudited() {
        StorageUnavailableException down = new StorageUnavailableException("down");
        doThrow(down).when(mocked.audit).append(any());

        assertThatThrownBy(() -> authenticator.authenticate(ANN_KEY, "wrong", FROM))
                .isSameAs(down);

        verify(throttle).admit(ANN_KEY, FROM);
        verifyNoMoreInteractions(throttle);
    }

    @Test
    void reauthenticatesSameUserOnly() {
        assertThat(authenticator.reauthenticate(ANN, "right", FROM)).isEqualTo(new Authenticated(ANN, CREDENTIALS));

        User before = new NewUser(ANN.email(), "Ann before", "", null, NOW).toUser(new UserId(41));
        assertThatExceptionOfType(InvalidCredentialsException.class)
                .isThrownBy(() -> authenticator.reauthenticate(before, "right", FROM));
    }
}
