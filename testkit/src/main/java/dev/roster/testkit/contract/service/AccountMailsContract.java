package dev.roster.testkit.contract.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.access.Precondition;
import dev.roster.application.account.AccountService;
import dev.roster.application.account.InvalidCredentialsException;
import dev.roster.application.account.TooManyAttemptsException;
import dev.roster.application.account.UserService;
import dev.roster.application.account.UserUpdate;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.outbox.OutboxQueue.QueueStats;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import dev.roster.testkit.fake.InMemoryEmailService.Mail;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What {@link AccountService} and {@link UserService} keep of the mails of an account, and of its address. */
public abstract class AccountMailsContract extends AccountServiceContract {

    AccountMailsContract() {}

    /** Given a user not verified; when the mail is sent again, then the new token works and the old does not. */
    @Clause("service.verification-resent")
    void resendsVerificationEmail() {
        User user = register();
        String first = deliveredToken(Kind.VERIFICATION);

        users.mailVerificationToken(user.email());
        users.mailVerificationToken(Unique.emailAddress());
        String second = deliveredToken(Kind.VERIFICATION);

        assertThat(mails.delivered()).hasSize(2);
        assertInvalidToken(() -> accounts.verifyEmail(first, CLIENT_ADDRESS));
        assertThat(accounts.verifyEmail(second, CLIENT_ADDRESS).verified()).isTrue();
        users.mailVerificationToken(user.email());
        deliverMessages();
        assertThat(mails.delivered()).as("who is verified needs no mail").hasSize(2);
    }

    /** Given a reset asked for with an address in another case; then its owner gets a token that expires in an hour. */
    @Clause("service.reset-token-mailed")
    void mailsPasswordResetToken() {
        User user = register();
        deliverMessages();
        clock.advance(Duration.ofMinutes(1));

        accounts.requestPasswordReset("  USER" + user.email().value().substring(4), CLIENT_ADDRESS);
        deliverMessages();

        List<Mail> resets = mails.delivered(Kind.PASSWORD_RESET);
        assertThat(resets).hasSize(1);
        assertThat(resets.get(0).to()).isEqualTo(user.email());
        assertThat(resets.get(0).name()).isEqualTo(user.name());
        assertThat(resets.get(0).at()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
        assertThat(client().auditLog().findLatestByUserId(user.id(), 1))
                .containsExactly(AuditEvent.of(
                        AuditEvent.Type.RESET_REQUESTED, Optional.of(user.id()), CLIENT_ADDRESS, clock.instant()));
    }

    /** Given a user, and an address that nobody has; when a reset is asked for; then that succeeds, and no mail is sent. */
    @Clause("service.reset-of-unknown-accepted")
    void acceptsResetRequestForUnknownEmail() {
        register();
        users.mailPasswordResetToken(Unique.emailAddress(), CLIENT_ADDRESS);
        deliverMessages();

        assertThat(mails.delivered(Kind.PASSWORD_RESET)).isEmpty();
        assertThat(client().auditLog().findLatest(1))
                .containsExactly(AuditEvent.of(
                        AuditEvent.Type.RESET_REQUESTED, Optional.empty(), CLIENT_ADDRESS, clock.instant()));
    }

    /**
     * Given addresses known, unknown, unverified, without password, and no address at all; when a reset is asked for;
     * then each is one message in the outbox, and no user is read; the last is none at all.
     */
    @Clause("account.reset-request-reveals-nothing")
    void resetRequestRevealsNothing() {
        User user = register();
        User unclaimed = users.createUser(caller(user), Unique.emailAddress(), "Bob");
        deliverMessages();
        CountingStorage counting = new CountingStorage(client());
        AccountService counted =
                new AccountService(counting, UserCache.NONE, decorated(hasher), decorated(throttle), clock);
        int hashes = hasher.computations();

        for (String email : List.of(user.email().value(), unclaimed.email().value(), Unique.email())) {
            QueueStats before = client().outboxQueue().stats();
            counting.reset();
            counted.requestPasswordReset(email, CLIENT_ADDRESS);
            assertThat(counting.callCount()).isEqualTo(1);
            assertThat(client().outboxQueue().stats().waiting()).isEqualTo(before.waiting() + 1);
        }
        counted.requestPasswordReset("no address at all", CLIENT_ADDRESS);

        assertThat(client().outboxQueue().stats().waiting()).isEqualTo(3);
        assertThat(hasher.computations()).isEqualTo(hashes);
    }

    /** Given a user who changes their address; then the new one gets a token, and the old one is told. */
    @Clause("service.email-change-mailed-to-both")
    void mailsEmailChangeToOldAndNewEmail() {
        User user = register();
        String toOld = deliveredToken(Kind.VERIFICATION);
        String reset = resetToken(user.email());
        EmailAddress next = Unique.emailAddress();
        UserUpdate update = new UserUpdate(next, "Ann", "", Optional.of(PASSWORD.value()));

        users.updateUser(caller(user), user.id(), update, Precondition.NONE);
        String toNew = deliveredToken(Kind.VERIFICATION);

        List<Mail> told = mails.delivered(Kind.EMAIL_CHANGED);
        assertThat(told).hasSize(1);
        assertThat(told.get(0).to()).isEqualTo(user.email());
        assertThat(told.get(0).newEmail()).contains(next);
        assertInvalidToken(() -> accounts.verifyEmail(toOld, CLIENT_ADDRESS));
        assertInvalidToken(() -> accounts.resetPassword(reset, NEW_PASSWORD, CLIENT_ADDRESS));
        assertThat(accounts.verifyEmail(toNew, CLIENT_ADDRESS).email()).isEqualTo(next);
        assertThat(recordedEvents(user)).contains(AuditEvent.Type.EMAIL_CHANGED);
    }

    /** Given a user who changes their address; then the password is wanted, and right; an admin needs none of theirs. */
    @Clause("service.email-change-requires-password")
    void requiresPasswordToChangeEmail() {
        User user = register();
        EmailAddress next = Unique.emailAddress();
        UserUpdate without = new UserUpdate(next, "Ann", "");
        UserUpdate wrong = new UserUpdate(next, "Ann", "", Optional.of("wrong horse"));

        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> users.updateUser(caller(user), user.id(), without, Precondition.NONE))
                .satisfies(refused ->
                        assertThat(refused.violations().get(0).field()).isEqualTo("password"));
        assertThatExceptionOfType(InvalidCredentialsException.class)
                .isThrownBy(() -> users.updateUser(caller(user), user.id(), wrong, Precondition.NONE));
        assertThat(users.getUser(user.id())).isEqualTo(user);
        User renamed =
                users.updateUser(caller(user), user.id(), new UserUpdate(user.email(), "Bea", ""), Precondition.NONE);
        assertThat(renamed.name()).isEqualTo("Bea");

        User admin = client().users().update(register().withRole(Role.ADMIN));
        assertThat(users.updateUser(caller(admin), user.id(), without, Precondition.NONE)
                        .email())
                .isEqualTo(next);
    }

    /**
     * Given mails to one address asked for on and on, known or not; then five come, and a pause, which only who is signed
     * in is told; logins and other addresses are not slowed down.
     */
    @Clause("account.mails-limited")
    void limitsMailsPerEmail() {
        User user = register();
        User other = register();
        deliverMessages();
        for (String email : List.of(user.email().value(), Unique.email())) {
            for (int i = 0; i < LoginThrottle.FREE_FAILURES + 3; i++) {
                accounts.requestPasswordReset(email, CLIENT_ADDRESS);
            }
            assertThat(client().outboxQueue().stats().waiting()).isEqualTo(LoginThrottle.FREE_FAILURES);
            deliverMessages();
        }
        assertThat(mails.delivered(Kind.PASSWORD_RESET)).hasSize(LoginThrottle.FREE_FAILURES);

        assertThatExceptionOfType(TooManyAttemptsException.class)
                .isThrownBy(() -> accounts.requestVerification(caller(user)));
        assertThat(auth.logIn(user.email().value(), PASSWORD.value()).user()).isEqualTo(user);
        accounts.requestVerification(caller(other));
        deliverMessages();
        assertThat(mails.delivered(Kind.VERIFICATION)).hasSize(3);
        clock.advance(Duration.ofSeconds(1));
        accounts.requestVerification(caller(user));
        deliverMessages();
        assertThat(mails.delivered(Kind.VERIFICATION)).hasSize(4);
    }
}
