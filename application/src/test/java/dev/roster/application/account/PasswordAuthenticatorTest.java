package dev.roster.application.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mockingDetails;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.account.PasswordAuthenticator.Authenticated;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle.Rejected;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasherBusyException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.InOrder;

/** Order, cost and failures of password attempts, which must not reveal which accounts exist. */
class PasswordAuthenticatorTest extends AccountFixture {

    private static final String UNCLAIMED = "cleo@example.com";
    private static final String UNKNOWN = "dan@example.com";
    private static final PasswordHash DECOY = new PasswordHash("decoy");

    private final PasswordAuthenticator authenticator =
            new PasswordAuthenticator(mocked.storage, hasher, throttle, clock);

    @BeforeEach
    void stubUnclaimedUserAndDecoy() {
        User cleo = new NewUser(new EmailAddress(UNCLAIMED), "Cleo", "", ID, THEN).toUser(new UserId(43));
        when(mocked.users.findByEmail(cleo.email())).thenReturn(Optional.of(cleo));
        when(hasher.decoy()).thenReturn(DECOY);
    }

    @Test
    void admitsBeforeAndClearsAfterCorrectPassword() {
        assertThat(authenticator.authenticate("ANN@example.com", "right", CLIENT_ADDRESS, Optional.empty()))
                .isEqualTo(new Authenticated(ANN, CREDENTIALS, false));

        InOrder order = inOrder(throttle, mocked.users, hasher);
        order.verify(throttle).admit(ANN_LOGIN, 5, CLIENT_ADDRESS);
        order.verify(throttle).admit(ANN_ACCOUNT, 50, ClientAddress.UNKNOWN);
        order.verify(mocked.users).findByEmail(any());
        order.verify(hasher).verify("right", HASH);
        order.verify(throttle).clear(ANN_LOGIN);
        order.verify(throttle).clear(ANN_ACCOUNT);
        order.verifyNoMoreInteractions();
        verifyNoInteractions(mocked.audit);
    }

    @ParameterizedTest
    @ValueSource(strings = {ANN_KEY, UNCLAIMED, UNKNOWN})
    void failsWithSameCallsForAllAccounts(String email) {
        assertThatExceptionOfType(InvalidCredentialsException.class)
                .isThrownBy(() -> authenticator.authenticate(email, "wrong", CLIENT_ADDRESS, Optional.empty()));

        assertThat(calls()).containsExactly("admit", "admit", "findByEmail", "findByUserId", "verify", "append");
    }

    @ParameterizedTest
    @ValueSource(strings = {ANN_KEY, UNCLAIMED, UNKNOWN})
    void throttlesWithSameCallsForAllAccounts(String email) {
        Rejected first = new Rejected(Duration.ofSeconds(7), true);
        when(throttle.admit("login:192.0.2.1 " + email, 5, CLIENT_ADDRESS))
                .thenReturn(first)
                .thenReturn(new Rejected(first.retryAfter(), false));

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(TooManyAttemptsException.class)
                    .isThrownBy(() -> authenticator.authenticate(email, "right", CLIENT_ADDRESS, Optional.empty()))
                    .satisfies(refused -> assertThat(refused.retryAfter()).isEqualTo(first.retryAfter()));
        }

        assertThat(calls()).as("only the first is audited").containsExactly("admit", "admit", "findByEmail", "append");
    }

    /** Returns the calls on all mocks, ordered by mock. Creating a decoy costs nothing. */
    private List<String> calls() {
        return Stream.of(throttle, mocked.users, mocked.credentials, hasher, mocked.audit)
                .flatMap(each -> mockingDetails(each).getInvocations().stream())
                .map(call -> call.getMethod().getName())
                .filter(call -> !List.of("decoy", "reserved").contains(call))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {UNCLAIMED, UNKNOWN, "'; drop table users; --"})
    void rejectsPasswordOfDecoy(String email) {
        when(hasher.verify("right", DECOY)).thenReturn(true);

        assertThatExceptionOfType(InvalidCredentialsException.class)
                .isThrownBy(() -> authenticator.authenticate(email, "right", CLIENT_ADDRESS, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {ANN_KEY, UNKNOWN})
    void releasesAttemptIfHasherIsBusy(String email) {
        PasswordHasherBusyException busy = new PasswordHasherBusyException(Duration.ofSeconds(1));
        when(hasher.verify(any(), any())).thenThrow(busy);

        assertAttemptReleased(email, busy);
    }

    @ParameterizedTest
    @ValueSource(strings = {ANN_KEY, UNKNOWN})
    void releasesAttemptIfStorageIsUnavailable(String email) {
        when(mocked.credentials.findByUserId(any())).thenThrow(down);

        assertAttemptReleased(email, down);
    }

    private void assertAttemptReleased(String email, RuntimeException failure) {
        assertThatThrownBy(() -> authenticator.authenticate(email, "right", CLIENT_ADDRESS, Optional.empty()))
                .isSameAs(failure);

        verify(throttle).admit("login:192.0.2.1 " + email, 5, CLIENT_ADDRESS);
        verify(throttle).admit("account:" + email, 50, ClientAddress.UNKNOWN);
        verify(throttle).release("login:192.0.2.1 " + email);
        verify(throttle).release("account:" + email);
        verifyNoMoreInteractions(throttle);
        verifyNoInteractions(mocked.audit);
    }

    @Test
    void releasesCountOfClientIfAccountIsPaused() {
        Rejected paused = new Rejected(Duration.ofSeconds(7), false);
        when(throttle.admit(ANN_ACCOUNT, 50, ClientAddress.UNKNOWN)).thenReturn(paused);

        assertThatExceptionOfType(TooManyAttemptsException.class)
                .isThrownBy(() -> authenticator.authenticate(ANN_KEY, "right", CLIENT_ADDRESS, Optional.empty()));

        verify(throttle).release(ANN_LOGIN);
    }

    @Test
    void countsFailureThatCannotBeAudited() {
        doThrow(down).when(mocked.audit).append(any());

        assertThatThrownBy(() -> authenticator.authenticate(ANN_KEY, "wrong", CLIENT_ADDRESS, Optional.empty()))
                .isSameAs(down);

        verify(throttle).admit(ANN_LOGIN, 5, CLIENT_ADDRESS);
        verify(throttle).admit(ANN_ACCOUNT, 50, ClientAddress.UNKNOWN);
        verifyNoMoreInteractions(throttle);
    }

    /** The account was deleted, and another user registered its email address. */
    @Test
    void rejectsPasswordOfNewEmailOwner() {
        User before = new NewUser(ANN.email(), "Ann before", "", null, THEN).toUser(new UserId(41));

        assertThat(authenticator.reauthenticate(ANN, "right", CLIENT_ADDRESS))
                .isEqualTo(new Authenticated(ANN, CREDENTIALS, false));
        assertThatExceptionOfType(InvalidCredentialsException.class)
                .isThrownBy(() -> authenticator.reauthenticate(before, "right", CLIENT_ADDRESS));
    }
}
