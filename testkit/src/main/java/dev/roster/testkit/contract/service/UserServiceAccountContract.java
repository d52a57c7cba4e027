package dev.roster.testkit.contract.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.access.Caller;
import dev.roster.application.access.NotAllowedException;
import dev.roster.application.access.Precondition;
import dev.roster.application.account.AccountService;
import dev.roster.application.account.AdminService;
import dev.roster.application.account.InvalidCredentialsException;
import dev.roster.application.account.OneTimeTokenMailer;
import dev.roster.application.account.ProfileUpdate;
import dev.roster.application.account.Registration;
import dev.roster.application.account.TooManyAttemptsException;
import dev.roster.application.account.UnverifiedEmailException;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.Password;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserUpdate;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import dev.roster.testkit.conformance.Required;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Clauses of {@link AccountService} about verification, passwords and roles. */
abstract class UserServiceAccountContract extends UserServicePart {

    /**
     * Given a user with two verification tokens. When one of them is used. Then the other one is invalid.
     */
    @Clause(
            value = "account.verification-ends-other-tokens",
            promise = "The verification of an email address ends all other verification tokens of the user.")
    void verificationEndsOtherTokens() {
        User user = register();
        String token = deliveredToken(Kind.VERIFICATION);
        OneTimeSecret other = new OneTimeSecret("another token of " + user.id());
        Instant expiry = clock.instant().plusSeconds(60);
        client().oneTimeTokens()
                .store(new OneTimeToken(TokenHash.of(other), user.id(), Purpose.EMAIL_VERIFICATION, expiry));

        accounts.verifyEmail(token, CLIENT_ADDRESS);

        assertInvalidToken(() -> accounts.verifyEmail(other.value(), CLIENT_ADDRESS));
        assertInvalidToken(() -> accounts.disown(other.value(), CLIENT_ADDRESS));
    }

    /**
     * Given the token of a verification mail. When 4 threads use it at once, and it is used once more. Then exactly one
     * use verifies the user of the token, and all others fail.
     */
    @Clause(
            value = "account.verification-token-single-use",
            promise = "A verification token verifies its user once, even if it is used several times at once.")
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

    /** Given a verification token. When it is used. Then it is valid for 24 hours, only to verify an email address. */
    @Clause(
            value = "account.verification-token-expires",
            promise = "A verification token is valid for 24 hours, and only to verify an email address.")
    void verificationTokenExpires() {
        register();
        String late = deliveredToken(Kind.VERIFICATION);
        User user = register();
        String token = deliveredToken(Kind.VERIFICATION);
        assertInvalidToken(() -> accounts.resetPassword(token, NEW_PASSWORD, CLIENT_ADDRESS));

        clock.advance(Duration.ofHours(24).minusNanos(1_000));
        User verified = Required.call(
                "the use of a token just before it expires", () -> accounts.verifyEmail(token, CLIENT_ADDRESS));
        assertThat(verified.id()).isEqualTo(user.id());
        clock.advance(Duration.ofNanos(1_000));
        assertInvalidToken(() -> accounts.verifyEmail(late, CLIENT_ADDRESS));
    }

    /**
     * Given two reset tokens of one user. When 4 threads use one of them at once. Then exactly one password is set, and
     * afterwards both tokens are invalid.
     */
    @Clause(
            value = "account.reset-token-single-use",
            promise = "A reset token sets one password, even if it is used several times at once, and ends "
                    + "all other reset tokens.")
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
        assertLoginFails(user.email().value(), PASSWORD.value());
        assertInvalidToken(() -> accounts.resetPassword(first, NEW_PASSWORD, CLIENT_ADDRESS));
        assertInvalidToken(() -> accounts.resetPassword(second, NEW_PASSWORD, CLIENT_ADDRESS));
        assertInvalidToken(() -> accounts.verifyEmail(second, CLIENT_ADDRESS));
    }

    /** Given a reset token. When it is used. Then it is valid until one hour after its creation. */
    @Clause(value = "account.reset-token-expires", promise = "A reset token is valid for one hour.")
    void resetTokenExpires() {
        User late = register();
        User user = register();
        String lateToken = resetToken(late.email());
        String token = resetToken(user.email());

        clock.advance(Duration.ofHours(1).minusNanos(1_000));
        Required.run(
                "the use of a token just before it expires",
                () -> accounts.resetPassword(token, NEW_PASSWORD, CLIENT_ADDRESS));
        clock.advance(Duration.ofNanos(1_000));
        assertInvalidToken(() -> accounts.resetPassword(lateToken, NEW_PASSWORD, CLIENT_ADDRESS));

        assertLogsIn(user, NEW_PASSWORD);
        assertLogsIn(late, PASSWORD);
    }

    /**
     * Given an account without a password. When its owner sets one by a reset token. Then the owner can log in, and the
     * creator can no longer manage the account.
     */
    @Clause(
            value = "account.reset-claims-account",
            promise = "A reset gives an account without a password to its owner, and ends the rights of its creator.")
    void passwordResetClaimsUnclaimedAccount() {
        User creator = register();
        User unclaimed = users.createUser(caller(creator), Unique.emailAddress(), "Bob");

        accounts.resetPassword(resetToken(unclaimed.email()), NEW_PASSWORD, CLIENT_ADDRESS);

        assertLogsIn(unclaimed, NEW_PASSWORD);
        assertThatExceptionOfType(NotAllowedException.class)
                .isThrownBy(() -> users.deleteUser(caller(creator), unclaimed.id(), Precondition.NONE));
    }

    /** Given sessions of two users. When one user's password is reset. Then only the sessions of that user end. */
    @Clause(
            value = "account.reset-ends-sessions",
            promise = "A password reset ends all sessions of the user and of no other, and is recorded.")
    void passwordResetEndsSessions() {
        User user = register();
        User other = register();
        String session = logIn(user);
        String others = logIn(other);

        accounts.resetPassword(resetToken(user.email()), NEW_PASSWORD, CLIENT_ADDRESS);

        assertRejected(session);
        assertAccepted(others, other);
        assertThat(recordedEvents(user)).startsWith(AuditEvent.Type.PASSWORD_RESET, AuditEvent.Type.RESET_REQUESTED);
    }

    /** Given an account throttled after failed logins. When its password is reset. Then its owner can log in. */
    @Clause(
            value = "account.reset-clears-throttle",
            promise = "A password reset ends the pause after failed logins to the account.")
    void passwordResetClearsThrottle() {
        User user = register();
        for (int i = 0; i < LoginThrottle.FAILURES_BEFORE_PAUSE; i++) {
            assertLoginFails(user.email().value(), NEW_PASSWORD.value());
        }
        assertLoginThrottled(user);

        accounts.resetPassword(resetToken(user.email()), NEW_PASSWORD, CLIENT_ADDRESS);

        assertLogsIn(user, NEW_PASSWORD);
    }

    /**
     * Given a user. When the password is changed, once by a reset token and once by the old password. Then each change
     * sends the user a notice without a token.
     */
    @Clause(
            value = "account.password-change-mailed",
            promise = "Each change of a password sends the user a notice without a token.")
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

    /**
     * Given a session and a reset token of a user. When the password is changed. Then all sessions end, the token is
     * invalid, and the change is recorded. A wrong old password changes nothing.
     */
    @Clause(
            value = "account.password-change-ends-sessions",
            promise = "A password change ends all sessions and reset tokens and is recorded; a wrong old "
                    + "password changes nothing.")
    void passwordChangeEndsSessions() {
        User user = register();
        String token = resetToken(user.email());
        String session = logIn(user);

        assertThatExceptionOfType(InvalidCredentialsException.class)
                .isThrownBy(() -> accounts.changePassword(caller(user), NEW_PASSWORD.value(), NEW_PASSWORD));
        assertThat(auth.authenticate(session).id()).isEqualTo(user.id());
        accounts.changePassword(caller(user).withClientAddress(CLIENT_ADDRESS), PASSWORD.value(), NEW_PASSWORD);

        assertRejected(session);
        assertLogsIn(user, NEW_PASSWORD);
        assertLoginFails(user.email().value(), PASSWORD.value());
        assertInvalidToken(() -> accounts.resetPassword(token, PASSWORD, CLIENT_ADDRESS));
        assertThat(client().auditLog().findLatestByUserId(user.id(), 100))
                .contains(AuditEvent.by(
                        user.id(), AuditEvent.Type.PASSWORD_CHANGED, user.id(), CLIENT_ADDRESS, clock.instant()));
    }

    /**
     * Given an account. When a registration, a password change or a reset sets a spelling of its own email address as
     * password, or an email change makes the email address equal to the password. Then it is rejected, nothing changes,
     * and the token stays valid.
     */
    @Clause(
            value = "account.own-email-refused-as-password",
            promise = "No spelling of the account's email address is accepted as its password.")
    void refusesOwnEmailAsPassword() {
        EmailAddress fresh = Unique.emailAddress();
        for (Password spelling : spellingsOf(fresh)) {
            assertPasswordRefused(() -> users.registerUser(fresh, spelling, "Ann"));
        }
        User user = users.registerUser(fresh, PASSWORD, "Ann").user();
        String token = resetToken(user.email());
        for (Password spelling : spellingsOf(user.email())) {
            assertPasswordRefused(() -> accounts.changePassword(caller(user), PASSWORD.value(), spelling));
            assertPasswordRefused(() -> accounts.resetPassword(token, spelling, CLIENT_ADDRESS));
        }
        assertLogsIn(user, PASSWORD);

        EmailAddress later = Unique.emailAddress();
        accounts.resetPassword(token, new Password(later.value()), CLIENT_ADDRESS);

        UserUpdate update = new UserUpdate(later, "Ann", "", Optional.of(later.value()));
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> update(user, user, update))
                .withMessageStartingWith("email must not be the password");
        assertThat(users.getUser(user.id()).email()).isEqualTo(fresh);
    }

    private static List<Password> spellingsOf(EmailAddress email) {
        String value = email.value();
        return List.of(
                new Password(value),
                new Password(value.toUpperCase(Locale.ROOT)),
                new Password("\u00a0" + value + " "),
                new Password(value.replace("e", "\uff45")));
    }

    private static void assertPasswordRefused(Runnable call) {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(call::run)
                .withMessageStartingWith("password must not be");
    }

    /**
     * Given a list of blocked passwords. When a registration, a password change or a reset sets one of them, in upper
     * case. Then it is rejected, nothing changes, and the token stays valid. A password that was set before it was
     * blocked can be used.
     */
    @Clause(
            value = "account.blocked-passwords-refused",
            promise = "Blocked passwords are refused in any case; one that was set earlier still works.")
    void refusesBlockedPasswords() {
        Password blocked = new Password(BLOCKED_PASSWORD.value().toUpperCase(Locale.ROOT));
        User user = register();
        String token = resetToken(user.email());

        assertPasswordRefused(() -> users.registerUser(Unique.emailAddress(), blocked, "Bob"));
        assertPasswordRefused(() -> accounts.changePassword(caller(user), PASSWORD.value(), blocked));
        assertPasswordRefused(() -> accounts.resetPassword(token, blocked, CLIENT_ADDRESS));

        assertLogsIn(user, PASSWORD);
        accounts.resetPassword(token, NEW_PASSWORD, CLIENT_ADDRESS);
        client().credentials().setPassword(user.id(), hasher.hash(blocked.value()));
        assertLogsIn(user, blocked);
    }

    /**
     * Given a verification token. When its account is looked up. Then it is returned, and the token is not consumed. An
     * unknown, used or expired token names no account.
     */
    @Clause(
            value = "account.verification-names-account",
            promise = "A valid verification token names its account and stays valid; any other token names none.")
    void namesAccountOfVerificationToken() {
        User user = register();
        String token = deliveredToken(Kind.VERIFICATION);

        for (int i = 0; i < 2; i++) {
            assertThat(Required.call("the lookup of a valid token", () -> accounts.findByVerificationToken(token)))
                    .isEqualTo(user);
        }
        assertInvalidToken(() -> accounts.findByVerificationToken("made-up"));
        assertInvalidToken(() -> accounts.findByVerificationToken(resetToken(user.email())));
        accounts.verifyEmail(token, CLIENT_ADDRESS);
        assertInvalidToken(() -> accounts.findByVerificationToken(token));
        register();
        String expiring = deliveredToken(Kind.VERIFICATION);
        clock.advance(OneTimeTokenMailer.VERIFICATION_TTL);
        assertInvalidToken(() -> accounts.findByVerificationToken(expiring));
    }

    /**
     * Given a reset token. When its account is looked up. Then it is returned, and the token is not consumed. An unknown,
     * used or expired token, and one of another purpose, name no account.
     */
    @Clause(
            value = "account.reset-token-names-account",
            promise = "A valid reset token names its account and stays valid; any other token names none.")
    void namesAccountOfResetToken() {
        User user = register();
        String verification = deliveredToken(Kind.VERIFICATION);
        String token = resetToken(user.email());

        for (int i = 0; i < 2; i++) {
            assertThat(Required.call("the lookup of a valid token", () -> accounts.findByResetToken(token)))
                    .isEqualTo(user);
        }
        assertInvalidToken(() -> accounts.findByResetToken("made-up"));
        assertInvalidToken(() -> accounts.findByResetToken(verification));
        accounts.resetPassword(token, NEW_PASSWORD, CLIENT_ADDRESS);
        assertInvalidToken(() -> accounts.findByResetToken(token));
        String expiring = resetToken(user.email());
        clock.advance(OneTimeTokenMailer.RESET_TTL);
        assertInvalidToken(() -> accounts.findByResetToken(expiring));
    }

    /**
     * Given a session of a user who registered with the email address of another person. When that person disowns the
     * account with the mailed token. Then the account is deleted with its sessions, the deletion is recorded, and the
     * stranger can register. A verified account cannot be disowned.
     */
    @Clause(
            value = "account.disowned-account-deleted",
            promise = "The owner of a mailbox deletes an unverified account that others registered with it, "
                    + "with its sessions; verified ones stay.")
    void deletesDisownedAccount() {
        User user = register();
        String session = logIn(user);
        String token = deliveredToken(Kind.VERIFICATION);

        accounts.disown(token, CLIENT_ADDRESS);

        assertThat(client().users().findById(user.id())).isEmpty();
        assertRejected(session);
        assertLoginFails(user.email().value(), PASSWORD.value());
        assertThat(client().auditLog().findLatestByUserId(user.id(), 1))
                .containsExactly(AuditEvent.of(
                        AuditEvent.Type.USER_DELETED, Optional.of(user.id()), CLIENT_ADDRESS, clock.instant()));
        assertInvalidToken(() -> accounts.disown(token, CLIENT_ADDRESS));
        User owner = users.registerUser(user.email(), PASSWORD, "Owner").user();
        String own = deliveredToken(Kind.VERIFICATION);
        accounts.verifyEmail(own, CLIENT_ADDRESS);
        assertInvalidToken(() -> accounts.disown(own, CLIENT_ADDRESS));
        assertThat(client().users().findById(owner.id())).isPresent();
    }

    /**
     * Given a session of a user. When the password change is tried repeatedly with a wrong old password. Then password
     * changes and logins of the account are throttled.
     */
    @Clause(
            value = "account.password-change-throttled",
            promise = "Wrong old passwords in password changes count as failed logins and pause both.")
    void throttlesPasswordChange() {
        User user = register();
        for (int i = 0; i < LoginThrottle.FAILURES_BEFORE_PAUSE; i++) {
            assertThatExceptionOfType(InvalidCredentialsException.class)
                    .isThrownBy(() -> accounts.changePassword(caller(user), "wrong horse", NEW_PASSWORD));
        }

        assertThatExceptionOfType(TooManyAttemptsException.class)
                .isThrownBy(() -> accounts.changePassword(caller(user), PASSWORD.value(), NEW_PASSWORD));
        assertLoginThrottled(user);
    }

    /**
     * Given a user. When an operator grants and then revokes the admin role. Then the user may change other users only
     * in between, and both changes are recorded.
     */
    @Clause(
            value = "service.admin-granted-and-revoked",
            promise = "The admin role takes effect when it is granted and ends when it is revoked, and both "
                    + "are recorded.")
    void grantsAndRevokesAdminRole() {
        User user = register();
        User other = register();
        AdminService admins = new AdminService(client(), UserCache.NONE, clock);
        ProfileUpdate rename = new ProfileUpdate(Optional.of("Renamed"), Optional.empty());

        assertThat(admins.changeRole(user.email(), Role.ADMIN, true))
                .get()
                .extracting(User::role)
                .isEqualTo(Role.ADMIN);
        User renamed = Required.call(
                "a change of another user by an admin",
                () -> users.updateProfile(caller(user), other.id(), rename, Precondition.NONE));
        assertThat(renamed.name()).isEqualTo("Renamed");
        admins.changeRole(user.email(), Role.USER, false);
        admins.changeRole(user.email(), Role.USER, false);

        assertThatExceptionOfType(NotAllowedException.class)
                .isThrownBy(() -> users.deleteUser(caller(user), other.id(), Precondition.NONE));
        assertThat(recordedEvents(user))
                .containsExactly(
                        AuditEvent.Type.ADMIN_REVOKED, AuditEvent.Type.ADMIN_GRANTED, AuditEvent.Type.REGISTERED);
        assertThat(admins.changeRole(Unique.emailAddress(), Role.ADMIN, true)).isEmpty();
    }

    /**
     * Given a user, an admin, and an unclaimed account with its creator. When the admin and the creator change profiles
     * and delete the accounts. Then each change and deletion is recorded with the acting user and the client address.
     * Users' changes of their own profile, and updates without a difference, are not recorded.
     */
    @Clause(
            value = "service.changes-by-others-recorded",
            promise = "Changes and deletions of an account by others are recorded with the acting user and "
                    + "the client address.")
    void recordsChangesByOthers() {
        Caller admin = new Caller(
                client().users().update(register().withRole(Role.ADMIN)).id(), CLIENT_ADDRESS);
        Caller creator = new Caller(register().id(), CLIENT_ADDRESS);
        User user = register();
        User unclaimed = users.createUser(creator, Unique.emailAddress(), "Bob");
        ProfileUpdate rename = new ProfileUpdate(Optional.of("Renamed"), Optional.empty());

        users.updateProfile(caller(user), user.id(), rename, Precondition.NONE);
        users.updateProfile(admin, user.id(), rename, Precondition.NONE);
        assertThat(recordedEvents(user)).containsExactly(AuditEvent.Type.REGISTERED);

        users.updateProfile(
                admin, user.id(), new ProfileUpdate(Optional.empty(), Optional.of("A bio")), Precondition.NONE);
        users.updateUser(admin, user.id(), new UserUpdate(user.email(), "Replaced", ""), Precondition.NONE);
        users.updateProfile(creator, unclaimed.id(), rename, Precondition.NONE);
        users.deleteUser(admin, user.id(), Precondition.NONE);
        users.deleteUser(creator, unclaimed.id(), Precondition.NONE);

        assertThat(client().auditLog().findLatestByUserId(user.id(), 3))
                .containsExactly(
                        eventBy(admin, AuditEvent.Type.USER_DELETED, user),
                        eventBy(admin, AuditEvent.Type.PROFILE_CHANGED, user),
                        eventBy(admin, AuditEvent.Type.PROFILE_CHANGED, user));
        assertThat(client().auditLog().findLatestByUserId(unclaimed.id(), 10))
                .containsExactly(
                        eventBy(creator, AuditEvent.Type.USER_DELETED, unclaimed),
                        eventBy(creator, AuditEvent.Type.PROFILE_CHANGED, unclaimed),
                        eventBy(creator, AuditEvent.Type.USER_CREATED, unclaimed));
    }

    private AuditEvent eventBy(Caller actor, AuditEvent.Type type, User user) {
        return AuditEvent.by(actor.id(), type, user.id(), CLIENT_ADDRESS, clock.instant());
    }

    /**
     * Given a user with an unverified email address. When an operator grants the admin role without force. Then
     * {@link UnverifiedEmailException} is thrown and nothing is changed or recorded. After the user has verified the
     * email address, the same grant succeeds.
     */
    @Clause(
            value = "service.admin-granted-to-verified-only",
            promise = "The admin role is granted only to users with a verified email address, unless it is forced.")
    void grantsAdminRoleToVerifiedOnly() {
        Registration registration = users.registerUser(Unique.emailAddress(), PASSWORD, "Ann", CLIENT_ADDRESS);
        User user = registration.user();
        AdminService admins = new AdminService(client(), UserCache.NONE, clock);

        assertThatExceptionOfType(UnverifiedEmailException.class)
                .isThrownBy(() -> admins.changeRole(user.email(), Role.ADMIN, false));
        assertThat(client().users().findById(user.id())).contains(user);
        assertThat(recordedEvents(user)).containsExactly(AuditEvent.Type.REGISTERED);

        accounts.verifyEmail(registration.verificationToken().value(), CLIENT_ADDRESS);
        assertThat(admins.changeRole(user.email(), Role.ADMIN, false))
                .get()
                .extracting(User::role)
                .isEqualTo(Role.ADMIN);
    }
}
