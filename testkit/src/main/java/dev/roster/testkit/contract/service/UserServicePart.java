package dev.roster.testkit.contract.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roster.application.access.Caller;
import dev.roster.application.access.Precondition;
import dev.roster.application.account.AccountService;
import dev.roster.application.account.AuthService;
import dev.roster.application.account.InvalidCredentialsException;
import dev.roster.application.account.InvalidOneTimeTokenException;
import dev.roster.application.account.OneTimeTokenMailer;
import dev.roster.application.account.Session;
import dev.roster.application.account.TooManyAttemptsException;
import dev.roster.application.account.UserService;
import dev.roster.application.outbox.OutboxRelay;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.InvalidAccessTokenException;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.PasswordBlocklist;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.Storage;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.Password;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserUpdate;
import dev.roster.testkit.conformance.ContractPart;
import dev.roster.testkit.conformance.Required;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.FastPasswordHasher;
import dev.roster.testkit.fake.InMemoryAccessTokens;
import dev.roster.testkit.fake.InMemoryEmailService;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import dev.roster.testkit.fake.InMemoryLoginThrottle;
import dev.roster.testkit.fake.InMemoryNotificationService;
import dev.roster.testkit.fake.InMemoryTokenGenerator;
import dev.roster.testkit.fake.SettableClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** Part of the {@link UserServiceContract}, with the services under test and the fakes that they use. */
abstract class UserServicePart extends ContractPart<Storage> {

    static final Password PASSWORD = new Password("correct horse");
    static final Password NEW_PASSWORD = new Password("another horse");
    static final Password BLOCKED_PASSWORD = new Password("trustno1");
    static final ClientAddress CLIENT_ADDRESS = new ClientAddress("192.0.2.7");

    final SettableClock clock = new SettableClock();
    final FastPasswordHasher hasher = new FastPasswordHasher(2);
    final InMemoryEmailService mails = new InMemoryEmailService();
    final InMemoryNotificationService notifications = new InMemoryNotificationService();
    final InMemoryTokenGenerator secrets = new InMemoryTokenGenerator();
    final InMemoryLoginThrottle throttle = new InMemoryLoginThrottle(clock);
    UserService users;
    OneTimeTokenMailer tokenMailer;
    AccountService accounts;
    AuthService auth;

    @SuppressWarnings("NullAway.Init") // set before each clause
    UserServicePart() {}

    @Override
    protected abstract UserServiceContract contract();

    @BeforeEach
    final void openServices() {
        PasswordHasher passwords = contract().decorated(hasher);
        LoginThrottle guard = contract().decorated(throttle);
        PasswordBlocklist blocked = contract().decorated(PasswordBlocklist.of(List.of(BLOCKED_PASSWORD.value())));
        users = new UserService(client(), UserCache.NONE, passwords, blocked, secrets, guard, clock);
        tokenMailer = new OneTimeTokenMailer(client(), secrets, clock);
        accounts = new AccountService(client(), UserCache.NONE, passwords, blocked, guard, clock);
        auth = new AuthService(client(), passwords, new InMemoryAccessTokens(Duration.ofHours(1), clock), guard, clock);
    }

    final User register() {
        return users.registerUser(Unique.emailAddress(), PASSWORD, "Ann").user();
    }

    final User update(User caller, User target, UserUpdate update) {
        return users.updateUser(caller(caller), target.id(), update, Precondition.NONE);
    }

    final String logIn(User user) {
        return logInWith(user, PASSWORD.value()).token().value();
    }

    static Caller caller(User user) {
        return new Caller(user.id());
    }

    final void deliverMessages() {
        OutboxRelay relay =
                new OutboxRelay(client().outboxQueue(), tokenMailer, mails, notifications, UserCache.NONE, clock);
        while (relay.deliverDue() > 0) {
            // until nothing is due
        }
    }

    final String deliveredToken(Kind kind) {
        deliverMessages();
        assertThat(mails.delivered(kind)).as("mails of kind %s", kind).isNotEmpty();
        return mails.latestToken(kind).value();
    }

    final String resetToken(EmailAddress email) {
        accounts.requestPasswordReset(email.value(), CLIENT_ADDRESS);
        return deliveredToken(Kind.PASSWORD_RESET);
    }

    final List<AuditEvent.Type> recordedEvents(User user) {
        return client().auditLog().findLatestByUserId(user.id(), 100).stream()
                .map(AuditEvent::type)
                .toList();
    }

    /** Logs in with the correct password; a failure breaks the clause. */
    final Session logInWith(User user, String password) {
        return Required.call(
                "a login with the correct password",
                () -> auth.logIn(user.email().value(), password));
    }

    /** Asserts that an access token is accepted as one of a user. */
    final void assertAccepted(String token, User user) {
        Caller caller = Required.call("a call with a valid access token", () -> auth.authenticate(token));
        assertThat(caller.id()).isEqualTo(user.id());
    }

    final void assertLogsIn(User user, Password password) {
        assertThat(logInWith(user, password.value()).user().id()).isEqualTo(user.id());
    }

    final void assertLoginFails(String email, String password) {
        assertThatThrownBy(() -> auth.logIn(email, password)).isInstanceOf(InvalidCredentialsException.class);
    }

    final void assertLoginThrottled(User user) {
        assertThatThrownBy(() -> auth.logIn(user.email().value(), PASSWORD.value()))
                .isInstanceOf(TooManyAttemptsException.class);
    }

    final void assertRejected(String token) {
        assertThatThrownBy(() -> auth.authenticate(token)).isInstanceOf(InvalidAccessTokenException.class);
    }

    static void assertInvalidToken(Runnable use) {
        assertThatExceptionOfType(InvalidOneTimeTokenException.class)
                .isThrownBy(use::run)
                .withMessage("Invalid or expired token");
    }
}
