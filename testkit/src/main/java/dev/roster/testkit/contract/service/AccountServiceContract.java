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

    static final Password ANOTHER = new Password("another horse");
    static final ClientAddress FROM = new ClientAddress("192.0.2.7");

    AccountServiceContract() {}

    final void deliver() {
        OutboxRelay relay =
                new OutboxRelay(subject().outboxQueue(), users, mails, notifications, UserCache.NONE, clock);
        int due;
        do {
            due = relay.deliverDue();
        } while (due > 0);
    }

    final String mailed(Kind kind) {
        deliver();
        return mails.latestToken(kind).value();
    }

    final String resetToken(EmailAddress email) {
        accounts.askPasswordReset(email.value(), FROM);
        return mailed(Kind.PASSWORD_RESET);
    }

    final List<AuditEvent.Type> recorded(User user) {
        return subject().auditLog().latestOf(user.id(), 100).stream()
                .map(AuditEvent::type)
                .toList();
    }

    static void assertInvalid(Runnable use) {
        assertThatExceptionOfType(InvalidOneTimeTokenException.class)
                .isThrownBy(use::run)
                .withMessage("Invalid or expired token");
    }

    private void assertLogsIn(User user, Password password) {
        assertThat(auth.logIn(user.email().value(), password.value()).user().id())
                .isEqualTo(user.id());
    }

    private void assertFails(User user, Password password) {
        assertThatExceptionOfType(InvalidCredentialsException.class)
                .isThrownBy(() -> auth.logIn(user.email().value(), password.value()));
    }

    /** Given the token of the verification mail; when several use it at once; then one verifies, and nobody after. */
    @Clause("account.token-verifies-once")
    void tokenVerifiesOnce() throws Exception {
        User user = registered();
        User other = registered();
        deliver();
        String token =
                mails.delivered(Kind.VERIFICATION).get(0).token().orElseThrow().value();
        assertThat(user.verified()).isFalse();

        List<Outcome<User>> outcomes = Rendezvous.of(4, i -> () -> accounts.verifyEmail(token, FROM));

        assertThat(outcomes.stream().filter(Outcome::succeeded)).hasSize(1);
        assertThat(users.getUser(user.id()).verified()).isTrue();
        assertThat(users.getUser(other.id()).verified()).isFalse();
        assertInvalid(() -> accounts.verifyEmail(token, FROM));
        assertInvalid(() -> accounts.verifyEmail("no token", FROM));
        assertThat(recorded(user)).containsExactly(AuditEvent.Type.EMAIL_VERIFIED, AuditEvent.Type.REGISTERED);
        assertThat(subject().auditLog().latest(1).get(0).from()).isEqualTo(FROM);
    }

    /** Given a verification token; then it works up to, and not after, 24 hours, and for nothing else. */
    @Clause("account.verification-expires")
    void verificationExpires() {
        registered();
        String late = mailed(Kind.VERIFICATION);
        User user = registered();
        String token = mailed(Kind.VERIFICATION);
        assertInvalid(() -> accounts.resetPassword(token, ANOTHER, FROM));

        clock.advance(Duration.ofHours(24).minusNanos(1_000));
        assertThat(accounts.verifyEmail(token, FROM).id()).isEqualTo(user.id());
        clock.advance(Duration.ofNanos(1_000));
        assertInvalid(() -> accounts.verifyEmail(late, FROM));
    }

    /** Given two reset tokens; when several use one at once; then one sets its password, and both are used up. */
    @Clause("account.reset-token-once")
    void resetTokenOnce() throws Exception {
        User user = registered();
        String first = resetToken(user.email());
        String second = resetToken(user.email());

        List<Outcome<String>> outcomes = Rendezvous.of(4, i -> () -> {
            accounts.resetPassword(first, new Password("password of " + i), FROM);
            return "password of " + i;
        });

        List<String> set =
                outcomes.stream().filter(Outcome::succeeded).map(Outcome::get).toList();
        assertThat(set).hasSize(1);
        assertLogsIn(user, new Password(set.get(0)));
        assertFails(user, PASSWORD);
        assertInvalid(() -> accounts.resetPassword(first, ANOTHER, FROM));
        assertInvalid(() -> accounts.resetPassword(second, ANOTHER, FROM));
        assertInvalid(() -> accounts.verifyEmail(second, FROM));
    }

    /** Given a reset token; then it works up to, and not after, an hour. */
    @Clause("account.reset-expires")
    void resetExpires() {
        User late = registered();
        User user = registered();
        String lateToken = resetToken(late.email());
        String token = resetToken(user.email());

        clock.advance(Duration.ofHours(1).minusNanos(1_000));
        accounts.resetPassword(token, ANOTHER, FROM);
        clock.advance(Duration.ofNanos(1_000));
        assertInvalid(() -> accounts.resetPassword(lateToken, ANOTHER, FROM));

        assertLogsIn(user, ANOTHER);
        assertLogsIn(late, PASSWORD);
    }

    /** Given an account without a password; when its owner sets one; then it is theirs alone to manage. */
    @Clause("account.reset-claims-unclaimed")
    void resetClaimsUnclaimed() {
        User creator = registered();
        User unclaimed = users.createUser(caller(creator), Unique.emailAddress(), "Bob");

        accounts.resetPassword(resetToken(unclaimed.email()), ANOTHER, FROM);

        assertLogsIn(unclaimed, ANOTHER);
        assertThatExceptionOfType(NotAllowedException.class)
                .isThrownBy(() -> users.deleteUser(caller(creator), unclaimed.id(), Precondition.NONE));
    }

    /** Given sessions of two users; when one's password is reset; then that one's end, and nobody else's. */
    @Clause("account.reset-ends-sessions")
    void resetEndsSessions() {
        User user = registered();
        User other = registered();
        String session =
                auth.logIn(user.email().value(), PASSWORD.value()).token().value();
        String others =
                auth.logIn(other.email().value(), PASSWORD.value()).token().value();

        accounts.resetPassword(resetToken(user.email()), ANOTHER, FROM);

        assertRefused(session);
        assertThat(auth.authenticate(others)).isEqualTo(caller(other));
        assertThat(recorded(user)).startsWith(AuditEvent.Type.PASSWORD_RESET, AuditEvent.Type.RESET_REQUESTED);
    }

    /** Given an account that pauses for failures; when its password is reset; then its owner gets in at once. */
    @Clause("account.reset-clears-throttle")
    void resetClearsThrottle() {
        User user = registered();
        for (int i = 0; i < LoginThrottle.FREE_FAILURES; i++) {
            assertFails(user, ANOTHER);
        }
        assertThatExceptionOfType(TooManyAttemptsException.class)
                .isThrownBy(() -> auth.logIn(user.email().value(), PASSWORD.value()));

        accounts.resetPassword(resetToken(user.email()), ANOTHER, FROM);

        assertLogsIn(user, ANOTHER);
    }

    /** Given new passwords, set by token and by the old password; then a mail tells the owner of each, with no secret. */
    @Clause("account.password-change-told")
    void passwordChangeTold() {
        User user = registered();
        accounts.resetPassword(resetToken(user.email()), ANOTHER, FROM);
        accounts.changePassword(caller(user), ANOTHER.value(), PASSWORD);
        deliver();

        assertThat(mails.delivered(Kind.PASSWORD_CHANGED)).hasSize(2).allSatisfy(mail -> {
            assertThat(mail.to()).isEqualTo(user.email());
            assertThat(mail.token()).isEmpty();
            assertThat(mail.at()).isEqualTo(clock.instant());
        });
    }

    /** Given sessions, and a reset token; when the password is changed; then all end, and the token is of no use. */
    @Clause("account.password-change-ends-sessions")
    void passwordChangeEndsSessions() {
        User user = registered();
        String token = resetToken(user.email());
        String session =
                auth.logIn(user.email().value(), PASSWORD.value()).token().value();

        assertThatExceptionOfType(InvalidCredentialsException.class)
                .isThrownBy(() -> accounts.changePassword(caller(user), ANOTHER.value(), ANOTHER));
        assertThat(auth.authenticate(session)).isEqualTo(caller(user));
        accounts.changePassword(caller(user).from(FROM), PASSWORD.value(), ANOTHER);

        assertRefused(session);
        assertLogsIn(user, ANOTHER);
        assertFails(user, PASSWORD);
        assertInvalid(() -> accounts.resetPassword(token, PASSWORD, FROM));
        assertThat(subject().auditLog().latestOf(user.id(), 100))
                .contains(AuditEvent.by(user.id(), AuditEvent.Type.PASSWORD_CHANGED, user.id(), FROM, clock.instant()));
    }

    /** Given a session in the wrong hands; when the password is guessed from it; then it is throttled as a login is. */
    @Clause("account.password-change-throttled")
    void passwordChangeThrottled() {
        User user = registered();
        for (int i = 0; i < LoginThrottle.FREE_FAILURES; i++) {
            assertThatExceptionOfType(InvalidCredentialsException.class)
                    .isThrownBy(() -> accounts.changePassword(caller(user), "wrong horse", ANOTHER));
        }

        assertThatExceptionOfType(TooManyAttemptsException.class)
                .isThrownBy(() -> accounts.changePassword(caller(user), PASSWORD.value(), ANOTHER));
        assertThatExceptionOfType(TooManyAttemptsException.class)
                .isThrownBy(() -> auth.logIn(user.email().value(), PASSWORD.value()));
    }

    /** Given a user; when an operator grants and revokes; then they may change others in between; both are recorded. */
    @Clause("service.admin-granted-and-revoked")
    void adminGrantedAndRevoked() {
        User user = registered();
        User other = registered();
        AdminService admins = new AdminService(subject(), UserCache.NONE, clock);
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
        assertThat(recorded(user))
                .containsExactly(
                        AuditEvent.Type.ADMIN_REVOKED, AuditEvent.Type.ADMIN_GRANTED, AuditEvent.Type.REGISTERED);
        assertThat(admins.changeRole(Unique.emailAddress(), Role.ADMIN)).isEmpty();
    }
}
