package dev.roster.testkit.contract.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.access.NotAllowedException;
import dev.roster.application.access.Precondition;
import dev.roster.application.account.AccountService;
import dev.roster.application.account.AdminService;
import dev.roster.application.account.InvalidCredentialsException;
import dev.roster.application.account.InvalidOneTimeTokenException;
import dev.roster.application.account.ProfileUpdate;
import dev.roster.application.account.TooManyAttemptsException;
import dev.roster.application.account.UserService;
import dev.roster.application.outbox.OutboxRelay;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.Password;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What {@link AccountService} keeps of the life of an account, and {@link UserService} of its mails. */
public abstract class AccountServiceContract extends UserServiceSessionsContract {

    static final Password NEW_PASSWORD = new Password("another horse");
    static final ClientAddress CLIENT_ADDRESS = new ClientAddress("192.0.2.7");

    AccountServiceContract() {}

    final void deliverMessages() {
        OutboxRelay relay = new OutboxRelay(client().outboxQueue(), users, mails, notifications, UserCache.NONE, clock);
        int due;
        do {
            due = relay.deliverDue();
        } while (due > 0);
    }

    final String deliveredToken(Kind kind) {
        deliverMessages();
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

    static void assertInvalidToken(Runnable use) {
        assertThatExceptionOfType(InvalidOneTimeTokenException.class)
                .isThrownBy(use::run)
                .withMessage("Invalid or expired token");
    }

    private void assertLogsIn(User user, Password password) {
        assertThat(auth.logIn(user.email().value(), password.value()).user().id())
                .isEqualTo(user.id());
    }

    private void assertLoginFails(User user, Password password) {
        assertThatExceptionOfType(InvalidCredentialsException.class)
                .isThrownBy(() -> auth.logIn(user.email().value(), password.value()));
    }

    /** Given the token of the verification mail; when several use it at once; then one verifies, and nobody after. */
    @Clause("account.verification-token-single-use")
    void verificationTokenWorksOnce() throws Exception {
        User user = register();
        User other = register();
        deliverMessages();
        String token =
                mails.delivered(Kind.VERIFICATION).get(0).token().orElseThrow().value();
        assertThat(user.verified()).isFalse();

        List<Outcome<User>> outcomes = Rendezvous.run(4, i -> () -> accounts.verifyEmail(token, CLIENT_ADDRESS));

        assertThat(outcomes.stream().filter(Outcome::succeeded)).hasSize(1);
        assertThat(users.getUser(user.id()).verified()).isTrue();
        assertThat(users.getUser(other.id()).verified()).isFalse();
        assertInvalidToken(() -> accounts.verifyEmail(token, CLIENT_ADDRESS));
        assertInvalidToken(() -> accounts.verifyEmail("no token", CLIENT_ADDRESS));
        assertThat(recordedEvents(user)).containsExactly(AuditEvent.Type.EMAIL_VERIFIED, AuditEvent.Type.REGISTERED);
        assertThat(client().auditLog().findLatest(1).get(0).clientAddress()).isEqualTo(CLIENT_ADDRESS);
    }

    /** Given a verification token; then it works up to, and not after, 24 hours, and for nothing else. */
    @Clause("account.verification-token-expires")
    void verificationTokenExpires() {
        register();
        String late = deliveredToken(Kind.VERIFICATION);
        User user = register();
        String token = deliveredToken(Kind.VERIFICATION);
        assertInvalidToken(() -> accounts.resetPassword(token, NEW_PASSWORD, CLIENT_ADDRESS));

        clock.advance(Duration.ofHours(24).minusNanos(1_000));
        assertThat(accounts.verifyEmail(token, CLIENT_ADDRESS).id()).isEqualTo(user.id());
        clock.advance(Duration.ofNanos(1_000));
        assertInvalidToken(() -> accounts.verifyEmail(late, CLIENT_ADDRESS));
    }

    /** Given two reset tokens; when several use one at once; then one sets its password, and both are used up. */
    @Clause("account.reset-token-single-use")
    void resetTokenWorksOnce() throws Exception {
        User user = register();
        String first = resetToken(user.email());
        String second = resetToken(user.email());

        List<Outcome<String>> outcomes = Rendezvous.run(4, i -> () -> {
            accounts.resetPassword(first, new Password("password of " + i), CLIENT_ADDRESS);
            return "password of " + i;
        });

        List<String> set =
                outcomes.stream().filter(Outcome::succeeded).map(Outcome::get).toList();
        assertThat(set).hasSize(1);
        assertLogsIn(user, new Password(set.get(0)));
        assertLoginFails(user, PASSWORD);
        assertInvalidToken(() -> accounts.resetPassword(first, NEW_PASSWORD, CLIENT_ADDRESS));
        assertInvalidToken(() -> accounts.resetPassword(second, NEW_PASSWORD, CLIENT_ADDRESS));
        assertInvalidToken(() -> accounts.verifyEmail(second, CLIENT_ADDRESS));
    }

    /** Given a reset token; then it works up to, and not after, an hour. */
    @Clause("account.reset-token-expires")
    void resetTokenExpires() {
        User late = register();
        User user = register();
        String lateToken = resetToken(late.email());
        String token = resetToken(user.email());

        clock.advance(Duration.ofHours(1).minusNanos(1_000));
        accounts.resetPassword(token, NEW_PASSWORD, CLIENT_ADDRESS);
        clock.advance(Duration.ofNanos(1_000));
        assertInvalidToken(() -> accounts.resetPassword(lateToken, NEW_PASSWORD, CLIENT_ADDRESS));

        assertLogsIn(user, NEW_PASSWORD);
        assertLogsIn(late, PASSWORD);
    }

    /** Given an account without a password; when its owner sets one; then it is theirs alone to manage. */
    @Clause("account.reset-claims-account")
    void passwordResetClaimsUnclaimedAccount() {
        User creator = register();
        User unclaimed = users.createUser(caller(creator), Unique.emailAddress(), "Bob");

        accounts.resetPassword(resetToken(unclaimed.email()), NEW_PASSWORD, CLIENT_ADDRESS);

        assertLogsIn(unclaimed, NEW_PASSWORD);
        assertThatExceptionOfType(NotAllowedException.class)
                .isThrownBy(() -> users.deleteUser(caller(creator), unclaimed.id(), Precondition.NONE));
    }

    /** Given sessions of two users; when one's password is reset; then that one's end, and nobody else's. */
    @Clause("account.reset-ends-sessions")
    void passwordResetEndsSessions() {
        User user = register();
        User other = register();
        String session =
                auth.logIn(user.email().value(), PASSWORD.value()).token().value();
        String others =
                auth.logIn(other.email().value(), PASSWORD.value()).token().value();

        accounts.resetPassword(resetToken(user.email()), NEW_PASSWORD, CLIENT_ADDRESS);

        assertRejected(session);
        assertThat(auth.authenticate(others)).isEqualTo(caller(other));
        assertThat(recordedEvents(user)).startsWith(AuditEvent.Type.PASSWORD_RESET, AuditEvent.Type.RESET_REQUESTED);
    }

    /** Given an account that pauses for failures; when its password is reset; then its owner gets in at once. */
    @Clause("account.reset-clears-throttle")
    void passwordResetClearsThrottle() {
        User user = register();
        for (int i = 0; i < LoginThrottle.FREE_FAILURES; i++) {
            assertLoginFails(user, NEW_PASSWORD);
        }
        assertThatExceptionOfType(TooManyAttemptsException.class)
                .isThrownBy(() -> auth.logIn(user.email().value(), PASSWORD.value()));

        accounts.resetPassword(resetToken(user.email()), NEW_PASSWORD, CLIENT_ADDRESS);

        assertLogsIn(user, NEW_PASSWORD);
    }

    /** Given new passwords, set by token and by the old password; then a mail tells the owner of each, with no secret. */
    @Clause("account.password-change-mailed")
    void mailsPasswordChangeNotice() {
        User user = register();
        accounts.resetPassword(resetToken(user.email()), NEW_PASSWORD, CLIENT_ADDRESS);
        accounts.changePassword(caller(user), NEW_PASSWORD.value(), PASSWORD);
        deliverMessages();

        assertThat(mails.delivered(Kind.PASSWORD_CHANGED)).hasSize(2).allSatisfy(mail -> {
            assertThat(mail.to()).isEqualTo(user.email());
            assertThat(mail.token()).isEmpty();
            assertThat(mail.at()).isEqualTo(clock.instant());
        });
    }

    /** Given sessions, and a reset token; when the password is changed; then all end, and the token is of no use. */
    @Clause("account.password-change-ends-sessions")
    void passwordChangeEndsSessions() {
        User user = register();
        String token = resetToken(user.email());
        String session =
                auth.logIn(user.email().value(), PASSWORD.value()).token().value();

        assertThatExceptionOfType(InvalidCredentialsException.class)
                .isThrownBy(() -> accounts.changePassword(caller(user), NEW_PASSWORD.value(), NEW_PASSWORD));
        assertThat(auth.authenticate(session)).isEqualTo(caller(user));
        accounts.changePassword(caller(user).clientAddress(CLIENT_ADDRESS), PASSWORD.value(), NEW_PASSWORD);

        assertRejected(session);
        assertLogsIn(user, NEW_PASSWORD);
        assertLoginFails(user, PASSWORD);
        assertInvalidToken(() -> accounts.resetPassword(token, PASSWORD, CLIENT_ADDRESS));
        assertThat(client().auditLog().findLatestByUserId(user.id(), 100))
                .contains(AuditEvent.by(
                        user.id(), AuditEvent.Type.PASSWORD_CHANGED, user.id(), CLIENT_ADDRESS, clock.instant()));
    }

    /** Given a session in the wrong hands; when the password is guessed from it; then it is throttled as a login is. */
    @Clause("account.password-change-throttled")
    void throttlesPasswordChange() {
        User user = register();
        for (int i = 0; i < LoginThrottle.FREE_FAILURES; i++) {
            assertThatExceptionOfType(InvalidCredentialsException.class)
                    .isThrownBy(() -> accounts.changePassword(caller(user), "wrong horse", NEW_PASSWORD));
        }

        assertThatExceptionOfType(TooManyAttemptsException.class)
                .isThrownBy(() -> accounts.changePassword(caller(user), PASSWORD.value(), NEW_PASSWORD));
        assertThatExceptionOfType(TooManyAttemptsException.class)
                .isThrownBy(() -> auth.logIn(user.email().value(), PASSWORD.value()));
    }

    /** Given a user; when an operator grants and revokes; then they may change others in between; both are recorded. */
    @Clause("service.admin-granted-and-revoked")
    void grantsAndRevokesAdminRole() {
        User user = register();
        User other = register();
        AdminService admins = new AdminService(client(), UserCache.NONE, clock);
        ProfileUpdate rename = new ProfileUpdate(Optional.of("Renamed"), Optional.empty());

        assertThat(admins.changeRole(user.email(), Role.ADMIN))
                .get()
                .extracting(User::role)
                .isEqualTo(Role.ADMIN);
        assertThat(users.updateProfile(caller(user), other.id(), rename, Precondition.NONE)
                        .name())
                .isEqualTo("Renamed");
        admins.changeRole(user.email(), Role.USER);
        admins.changeRole(user.email(), Role.USER);

        assertThatExceptionOfType(NotAllowedException.class)
                .isThrownBy(() -> users.deleteUser(caller(user), other.id(), Precondition.NONE));
        assertThat(recordedEvents(user))
                .containsExactly(
                        AuditEvent.Type.ADMIN_REVOKED, AuditEvent.Type.ADMIN_GRANTED, AuditEvent.Type.REGISTERED);
        assertThat(admins.changeRole(Unique.emailAddress(), Role.ADMIN)).isEmpty();
    }
}
