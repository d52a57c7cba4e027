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
import dev.roster.application.port.outbox.OutboxQueue.Depth;
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
    @Clause("service.verification-sent-again")
    void verificationSentAgain() {
        User user = registered();
        String first = mailed(Kind.VERIFICATION);

        users.requestVerification(user.email());
        users.requestVerification(Unique.emailAddress());
        String second = mailed(Kind.VERIFICATION);

        assertThat(mails.delivered()).hasSize(2);
        assertInvalid(() -> accounts.verifyEmail(first, FROM));
        assertThat(accounts.verifyEmail(second, FROM).verified()).isTrue();
        users.requestVerification(user.email());
        deliver();
        assertThat(mails.delivered()).as("who is verified needs no mail").hasSize(2);
    }

    /** Given a reset asked for with an address in another case; then its owner gets a token that expires in an hour. */
    @Clause("service.reset-token-mailed")
    void resetTokenMailed() {
        User user = registered();
        deliver();
        clock.advance(Duration.ofMinutes(1));

        accounts.askPasswordReset("  USER" + user.email().value().substring(4), FROM);
        deliver();

        List<Mail> resets = mails.delivered(Kind.PASSWORD_RESET);
        assertThat(resets).hasSize(1);
        assertThat(resets.get(0).to()).isEqualTo(user.email());
        assertThat(resets.get(0).name()).isEqualTo(user.name());
        assertThat(resets.get(0).at()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
        assertThat(subject().auditLog().latestOf(user.id(), 1))
                .containsExactly(
                        AuditEvent.of(AuditEvent.Type.RESET_REQUESTED, Optional.of(user.id()), FROM, clock.instant()));
    }

    /** Given a user, and an address that nobody has; when a reset is asked for; then that succeeds, and no mail is sent. */
    @Clause("service.reset-of-unknown-succeeds")
    void resetOfUnknownSucceeds() {
        registered();
        users.requestPasswordReset(Unique.emailAddress(), FROM);
        deliver();

        assertThat(mails.delivered(Kind.PASSWORD_RESET)).isEmpty();
        assertThat(subject().auditLog().latest(1))
                .containsExactly(
                        AuditEvent.of(AuditEvent.Type.RESET_REQUESTED, Optional.empty(), FROM, clock.instant()));
    }

    /**
     * Given addresses known, unknown, unverified, without password, and no address at all; when a reset is asked for;
     * then each is one message in the outbox, and no user is read; the last is none at all.
     */
    @Clause("account.reset-request-tells-nothing")
    void resetRequestTellsNothing() {
        User user = registered();
        User unclaimed = users.createUser(caller(user), Unique.emailAddress(), "Bob");
        deliver();
        CountingStorage counting = new CountingStorage(subject());
        AccountService counted = new AccountService(counting, UserCache.NONE, given(hasher), given(throttle), clock);
        int hashes = hasher.computations();

        for (String email : List.of(user.email().value(), unclaimed.email().value(), Unique.email())) {
            Depth before = subject().outboxQueue().depth();
            counting.reset();
            counted.askPasswordReset(email, FROM);
            assertThat(counting.calls()).isEqualTo(1);
            assertThat(subject().outboxQueue().depth().waiting()).isEqualTo(before.waiting() + 1);
        }
        counted.askPasswordReset("no address at all", FROM);

        assertThat(subject().outboxQueue().depth().waiting()).isEqualTo(3);
        assertThat(hasher.computations()).isEqualTo(hashes);
    }

    /** Given a user who changes their address; then the new one gets a token, and the old one is told. */
    @Clause("service.new-address-mailed-to-both")
    void newAddressMailedToBoth() {
        User user = registered();
        String toOld = mailed(Kind.VERIFICATION);
        String reset = resetToken(user.email());
        EmailAddress next = Unique.emailAddress();
        UserUpdate update = new UserUpdate(next, "Ann", "", Optional.of(PASSWORD.value()));

        users.updateUser(caller(user), user.id(), update, Precondition.NONE);
        String toNew = mailed(Kind.VERIFICATION);

        List<Mail> told = mails.delivered(Kind.ADDRESS_CHANGED);
        assertThat(told).hasSize(1);
        assertThat(told.get(0).to()).isEqualTo(user.email());
        assertThat(told.get(0).changedTo()).contains(next);
        assertInvalid(() -> accounts.verifyEmail(toOld, FROM));
        assertInvalid(() -> accounts.resetPassword(reset, ANOTHER, FROM));
        assertThat(accounts.verifyEmail(toNew, FROM).email()).isEqualTo(next);
        assertThat(recorded(user)).contains(AuditEvent.Type.EMAIL_CHANGED);
    }

    /** Given a user who changes their address; then the password is wanted, and right; an admin needs none of theirs. */
    @Clause("service.new-address-wants-password")
    void newAddressWantsPassword() {
        User user = registered();
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

        User admin = subject().users().update(registered().withRole(Role.ADMIN));
        assertThat(users.updateUser(caller(admin), user.id(), without, Precondition.NONE)
                        .email())
                .isEqualTo(next);
    }

    /**
     * Given mails to one address asked for on and on, known or not; then five come, and a pause, which only who is signed
     * in is told; logins and other addresses are not slowed down.
     */
    @Clause("account.mails-limited")
    void mailsLimited() {
        User user = registered();
        User other = registered();
        deliver();
        for (String email : List.of(user.email().value(), Unique.email())) {
            for (int i = 0; i < LoginThrottle.FREE_FAILURES + 3; i++) {
                accounts.askPasswordReset(email, FROM);
            }
            assertThat(subject().outboxQueue().depth().waiting()).isEqualTo(LoginThrottle.FREE_FAILURES);
            deliver();
        }
        assertThat(mails.delivered(Kind.PASSWORD_RESET)).hasSize(LoginThrottle.FREE_FAILURES);

        assertThatExceptionOfType(TooManyAttemptsException.class)
                .isThrownBy(() -> accounts.askVerification(caller(user)));
        assertThat(auth.logIn(user.email().value(), PASSWORD.value()).user()).isEqualTo(user);
        accounts.askVerification(caller(other));
        deliver();
        assertThat(mails.delivered(Kind.VERIFICATION)).hasSize(3);
        clock.advance(Duration.ofSeconds(1));
        accounts.askVerification(caller(user));
        deliver();
        assertThat(mails.delivered(Kind.VERIFICATION)).hasSize(4);
    }
}
