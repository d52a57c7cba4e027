package dev.roster.testkit.contract.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.access.Precondition;
import dev.roster.application.account.AccountService;
import dev.roster.application.account.InvalidCredentialsException;
import dev.roster.application.account.TooManyAttemptsException;
import dev.roster.application.account.UserService;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.outbox.OutboxQueue.QueueStats;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.Password;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserUpdate;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import dev.roster.testkit.fake.InMemoryEmailService.Mail;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Clauses of {@link AccountService} and {@link UserService} about mails to users and changes of email addresses. */
abstract class UserServiceMailsContract extends UserServicePart {

    /**
     * Given an unverified user. When the verification mail is sent again. Then the new token is valid and the old one
     * is not. No mail is sent to an unknown email address or to a verified user.
     */
    @Clause(
            value = "service.verification-resent",
            promise = "Another verification mail replaces the token of the earlier one; unknown and "
                    + "verified email addresses get none.")
    void resendsVerificationEmail() {
        User user = register();
        String first = deliveredToken(Kind.VERIFICATION);

        tokenMailer.mailVerificationToken(user.email());
        tokenMailer.mailVerificationToken(Unique.emailAddress());
        String second = deliveredToken(Kind.VERIFICATION);

        assertThat(mails.delivered()).hasSize(2);
        assertInvalidToken(() -> accounts.verifyEmail(first, CLIENT_ADDRESS));
        assertThat(accounts.verifyEmail(second, CLIENT_ADDRESS).verified()).isTrue();
        tokenMailer.mailVerificationToken(user.email());
        deliverMessages();
        assertThat(mails.delivered()).as("mails after the user is verified").hasSize(2);
    }

    /**
     * Given a user. When a reset is requested with the email address in another case. Then the user gets one mail, with
     * a token that expires after an hour, and the request is recorded.
     */
    @Clause(
            value = "service.reset-token-mailed",
            promise = "A reset request with any case of the email address mails one token that is valid for "
                    + "an hour, and is recorded.")
    void mailsPasswordResetToken() {
        User user = register();
        deliverMessages();
        clock.advance(Duration.ofMinutes(1));

        accounts.requestPasswordReset("  USER" + user.email().value().substring(4), CLIENT_ADDRESS);
        deliverMessages();

        List<Mail> resets = mails.delivered(Kind.PASSWORD_RESET);
        assertThat(resets).hasSize(1);
        assertThat(resets.get(0).to()).isEqualTo(user.email());
        assertThat(resets.get(0).at()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
        assertThat(client().auditLog().findLatestByUserId(user.id(), 1))
                .containsExactly(AuditEvent.of(
                        AuditEvent.Type.RESET_REQUESTED, Optional.of(user.id()), CLIENT_ADDRESS, clock.instant()));
    }

    /** Given an unknown email address. When a reset is requested. Then it is recorded, and no mail is sent. */
    @Clause(
            value = "service.reset-of-unknown-accepted",
            promise = "A reset request for an unknown email address is accepted and recorded, and sends no mail.")
    void acceptsResetRequestForUnknownEmail() {
        register();
        tokenMailer.mailPasswordResetToken(Unique.emailAddress(), CLIENT_ADDRESS);
        deliverMessages();

        assertThat(mails.delivered(Kind.PASSWORD_RESET)).isEmpty();
        assertThat(client().auditLog().findLatest(1))
                .containsExactly(AuditEvent.of(
                        AuditEvent.Type.RESET_REQUESTED, Optional.empty(), CLIENT_ADDRESS, clock.instant()));
    }

    /**
     * Given email addresses of a user with a password, of a user without one, and of no user. When a reset is requested
     * for each. Then each request appends one message to the outbox, reads no user, and computes no hash. An invalid
     * email address appends no message.
     */
    @Clause(
            value = "account.reset-request-reveals-nothing",
            promise = "A reset request does the same work whether or not the email address belongs to a user.")
    void resetRequestRevealsNothing() {
        User user = register();
        User unclaimed = users.createUser(caller(user), Unique.emailAddress(), "Bob");
        deliverMessages();

        assertSameWork(
                List.of(user.email().value(), unclaimed.email().value(), Unique.email()),
                (service, email) -> service.requestPasswordReset(email, CLIENT_ADDRESS));
    }

    /**
     * Given email addresses of a verified user, of an unverified one, and of no user. When another verification mail is
     * requested for each without a login. Then each request appends one message to the outbox, reads no user, and
     * computes no hash. Only the unverified user gets a mail. An invalid email address appends no message.
     */
    @Clause(
            value = "account.verification-request-reveals-nothing",
            promise = "A verification request without a login does the same work for each email address; only an "
                    + "unverified user gets a mail.")
    void verificationRequestRevealsNothing() {
        User verified = register();
        accounts.verifyEmail(deliveredToken(Kind.VERIFICATION), CLIENT_ADDRESS);
        User unverified = register();
        deliverMessages();
        int mailsBefore = mails.delivered().size();

        assertSameWork(
                List.of(verified.email().value(), " " + unverified.email().value(), Unique.email()),
                (service, email) -> service.requestVerification(email, CLIENT_ADDRESS));

        deliverMessages();
        List<Mail> sent = mails.delivered();
        assertThat(sent.subList(mailsBefore, sent.size()))
                .singleElement()
                .satisfies(mail -> assertThat(mail.kind()).isEqualTo(Kind.VERIFICATION))
                .satisfies(mail -> assertThat(mail.to()).isEqualTo(unverified.email()));
    }

    /** Checks that a request appends one message for each email address, reads nothing, and computes no hash. */
    private void assertSameWork(List<String> emails, BiConsumer<AccountService, String> request) {
        CountingStorage counting = new CountingStorage(client());
        AccountService counted = new AccountService(
                counting,
                UserCache.NONE,
                contract().decorated(hasher),
                contract().decorated(throttle),
                clock);
        int hashes = hasher.computations();

        for (String email : emails) {
            QueueStats before = client().outboxQueue().stats();
            counting.reset();
            request.accept(counted, email);
            assertThat(counting.callCount()).isEqualTo(1);
            assertThat(client().outboxQueue().stats().waiting()).isEqualTo(before.waiting() + 1);
        }
        request.accept(counted, "no address at all");

        assertThat(client().outboxQueue().stats().waiting()).isEqualTo(emails.size());
        assertThat(hasher.computations()).isEqualTo(hashes);
    }

    /**
     * Given a verified user with an unused verification token and an unused reset token. When the email address is
     * changed. Then the new address gets a verification token, the old address gets a notice, and the earlier tokens
     * are invalid. After another change the address that is not verified gets no notice.
     */
    @Clause(
            value = "service.email-change-mailed-to-both",
            promise = "A changed email address gets a token, the verified address before it gets a notice, "
                    + "and earlier tokens end.")
    void mailsEmailChangeToOldAndNewEmail() {
        User user = register();
        String toOld = deliveredToken(Kind.VERIFICATION);
        String reset = resetToken(user.email());
        client().users()
                .update(client().users().findById(user.id()).orElseThrow().withVerified(true));
        EmailAddress next = Unique.emailAddress();
        UserUpdate update = new UserUpdate(next, "Ann", "", Optional.of(PASSWORD.value()));

        update(user, user, update);
        String toNew = deliveredToken(Kind.VERIFICATION);

        List<Mail> told = mails.delivered(Kind.EMAIL_CHANGED);
        assertThat(told).hasSize(1);
        assertThat(told.get(0).to()).isEqualTo(user.email());
        assertThat(told.get(0).newEmail()).contains(next);
        assertInvalidToken(() -> accounts.verifyEmail(toOld, CLIENT_ADDRESS));
        assertInvalidToken(() -> accounts.resetPassword(reset, NEW_PASSWORD, CLIENT_ADDRESS));
        assertThat(accounts.verifyEmail(toNew, CLIENT_ADDRESS).email()).isEqualTo(next);
        assertThat(recordedEvents(user)).contains(AuditEvent.Type.EMAIL_CHANGED);

        update(user, user, new UserUpdate(Unique.emailAddress(), "Ann", "", Optional.of(PASSWORD.value())));
        update(user, user, new UserUpdate(Unique.emailAddress(), "Ann", "", Optional.of(PASSWORD.value())));
        deliverMessages();
        assertThat(mails.delivered(Kind.EMAIL_CHANGED)).extracting(Mail::to).containsExactly(user.email(), next);
    }

    /**
     * Given a user with a link as name, whose email address is not verified. When the user causes mails of each kind.
     * Then none contains the name. Mails to the verified email address do.
     */
    @Clause(
            value = "service.unverified-mails-without-name",
            promise = "Mails to an unverified email address do not contain the name of the user.")
    void hidesNameUntilVerified() {
        String name = "You won 1000 EUR, see http://prize.example/now";
        User user = users.registerUser(Unique.emailAddress(), PASSWORD, name).user();
        String token = deliveredToken(Kind.VERIFICATION);
        accounts.changePassword(caller(user), PASSWORD.value(), NEW_PASSWORD);
        accounts.resetPassword(resetToken(user.email()), PASSWORD, CLIENT_ADDRESS);
        deliverMessages();

        assertThat(mails.delivered()).hasSize(4).allSatisfy(mail -> {
            assertThat(mail.to()).isEqualTo(user.email());
            assertThat(mail.name()).isEmpty();
        });
        accounts.verifyEmail(token, CLIENT_ADDRESS);
        resetToken(user.email());
        assertThat(mails.delivered(Kind.PASSWORD_RESET)).extracting(Mail::name).containsExactly("", name);
    }

    /**
     * Given a user and an admin. When the email address of the user is changed. Then the user must give the correct
     * password, and the admin needs none. Other changes need no password.
     */
    @Clause(
            value = "service.email-change-requires-password",
            promise = "Users change their own email address only with the correct password; admins and "
                    + "other changes need none.")
    void requiresPasswordToChangeEmail() {
        User user = register();
        EmailAddress next = Unique.emailAddress();
        UserUpdate without = new UserUpdate(next, "Ann", "");
        UserUpdate wrong = new UserUpdate(next, "Ann", "", Optional.of("wrong horse"));

        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> update(user, user, without))
                .satisfies(refused ->
                        assertThat(refused.violations().get(0).field()).isEqualTo("password"));
        assertThatExceptionOfType(InvalidCredentialsException.class).isThrownBy(() -> update(user, user, wrong));
        assertThat(users.getUser(user.id())).isEqualTo(user);
        User renamed = update(user, user, new UserUpdate(user.email(), "Bea", ""));
        assertThat(renamed.name()).isEqualTo("Bea");

        User admin = client().users().update(register().withRole(Role.ADMIN));
        assertThat(update(admin, user, without).email()).isEqualTo(next);
    }

    /**
     * Given the email address of a user, and one without a user. When mails to each are requested again and again. Then
     * only the first five requests cause a mail until a pause has passed; only an authenticated caller gets an error.
     * The mail of the registration counts too. Logins and other email addresses are not limited.
     */
    @Clause(
            value = "account.mails-limited",
            promise = "Requests send five mails to an email address before a pause; only an authenticated "
                    + "caller gets an error.")
    void limitsMailsPerEmail() {
        User user = register();
        User other = register();
        deliverMessages();
        for (String email : List.of(user.email().value(), Unique.email())) {
            int mailsBefore = email.equals(user.email().value()) ? 1 : 0;
            for (int i = 0; i < LoginThrottle.FAILURES_BEFORE_PAUSE + 3; i++) {
                accounts.requestPasswordReset(email, CLIENT_ADDRESS);
            }
            assertThat(client().outboxQueue().stats().waiting())
                    .isEqualTo(LoginThrottle.FAILURES_BEFORE_PAUSE - mailsBefore);
            deliverMessages();
        }
        assertThat(mails.delivered(Kind.PASSWORD_RESET)).hasSize(LoginThrottle.FAILURES_BEFORE_PAUSE - 1);
        accounts.requestVerification(user.email().value(), CLIENT_ADDRESS);
        assertThat(client().outboxQueue().stats().waiting())
                .as("messages after a request without a login")
                .isZero();

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

    /**
     * Given an email address that is registered and deleted again and again, in several spellings. When there were five
     * mails to its mailbox. Then the next registration fails and creates nothing, until a pause has passed. Other
     * mailboxes and failed registrations are not limited.
     */
    @Clause(
            value = "service.registration-mails-limited",
            promise = "Registrations send five mails to a mailbox before a pause; later ones are rejected "
                    + "and create nothing.")
    void limitsMailsOfRegistrations() {
        EmailAddress email = Unique.emailAddress();
        EmailAddress wide = new EmailAddress("ｕ" + email.value().substring(1));
        for (int i = 0; i < LoginThrottle.FAILURES_BEFORE_PAUSE; i++) {
            User user = users.registerUser(i % 2 == 0 ? email : wide, PASSWORD, "Ann")
                    .user();
            assertThatExceptionOfType(EmailAlreadyExistsException.class)
                    .isThrownBy(() -> users.registerUser(wide, PASSWORD, "Ann"));
            users.deleteUser(caller(user), user.id(), Precondition.NONE);
        }

        assertThatExceptionOfType(TooManyAttemptsException.class)
                .isThrownBy(() -> users.registerUser(wide, PASSWORD, "Ann"))
                .satisfies(refused -> assertThat(refused.retryAfter()).isPositive());

        assertThat(client().users().findByEmail(email)).isEmpty();
        deliverMessages();
        assertThat(mails.delivered()).hasSize(LoginThrottle.FAILURES_BEFORE_PAUSE);
        register();
        clock.advance(Duration.ofSeconds(1));
        users.registerUser(email, PASSWORD, "Ann");
    }

    /**
     * Given an unclaimed account. When its creator changes its email address to and fro, again and again. Then each of
     * the mailboxes gets at most five mails of a kind until a pause has passed, and a rejected change changes nothing.
     */
    @Clause(
            value = "service.email-change-mails-limited",
            promise = "Changes of email addresses send each mailbox five mails of a kind before a pause; a "
                    + "rejected change changes nothing.")
    void limitsMailsOfEmailChanges() {
        User creator = register();
        EmailAddress first = Unique.emailAddress();
        EmailAddress second = Unique.emailAddress();
        User unclaimed = users.createUser(caller(creator), first, "Bob");
        deliverMessages();
        int before = mails.delivered().size();

        int rejected = 0;
        for (int i = 0; i < 30; i++) {
            User current = users.getUser(unclaimed.id());
            EmailAddress next = current.email().equals(first) ? second : first;
            try {
                update(creator, unclaimed, new UserUpdate(next, "Bob", ""));
            } catch (TooManyAttemptsException refused) {
                rejected++;
                assertThat(users.getUser(unclaimed.id())).isEqualTo(current);
            }
        }

        deliverMessages();
        assertThat(rejected).isEqualTo(20);
        for (EmailAddress mailbox : List.of(first, second)) {
            assertThat(mails.delivered().stream()
                            .skip(before)
                            .filter(mail -> mail.to().equals(mailbox)))
                    .hasSizeLessThanOrEqualTo(2 * LoginThrottle.FAILURES_BEFORE_PAUSE);
        }
        clock.advance(Duration.ofSeconds(1));
        EmailAddress next = users.getUser(unclaimed.id()).email().equals(first) ? second : first;
        assertThat(update(creator, unclaimed, new UserUpdate(next, "Bob", "")).email())
                .isEqualTo(next);
    }

    /**
     * Given a user whose password is changed again and again, after strangers requested many mails to the user. When
     * there were five notices. Then the next changes send none until a pause has passed. The mails that strangers
     * request suppress no notice.
     */
    @Clause(
            value = "account.notices-limited",
            promise = "Password changes send five notices before a pause; mails that strangers request and "
                    + "notices to others suppress no notice.")
    void limitsNoticesOnly() {
        User user = register();
        for (int i = 0; i < LoginThrottle.FAILURES_BEFORE_PAUSE + 3; i++) {
            accounts.requestPasswordReset(user.email().value(), CLIENT_ADDRESS);
        }
        Password current = PASSWORD;
        for (int i = 0; i < LoginThrottle.FAILURES_BEFORE_PAUSE + 3; i++) {
            Password next = new Password("another horse " + i);
            accounts.changePassword(caller(user), current.value(), next);
            current = next;
        }

        deliverMessages();
        assertThat(mails.delivered(Kind.PASSWORD_CHANGED)).hasSize(LoginThrottle.FAILURES_BEFORE_PAUSE);
        User other = register();
        accounts.changePassword(caller(other), PASSWORD.value(), NEW_PASSWORD);
        deliverMessages();
        assertThat(mails.delivered(Kind.PASSWORD_CHANGED))
                .as("notices to both users")
                .hasSize(LoginThrottle.FAILURES_BEFORE_PAUSE + 1);
        clock.advance(Duration.ofSeconds(1));
        accounts.changePassword(caller(user), current.value(), PASSWORD);
        deliverMessages();
        assertThat(mails.delivered(Kind.PASSWORD_CHANGED)).hasSize(LoginThrottle.FAILURES_BEFORE_PAUSE + 2);
    }

    /**
     * Given a user, and the name under which the throttle counts mails to that user. When a client fails to log in with
     * that name as email address, again and again. Then as many mails as before can be requested.
     */
    @Clause(
            value = "account.counters-independent",
            promise = "Failed logins do not limit the mails that can be requested, whatever is entered as "
                    + "email address.")
    void failedLoginsDoNotLimitMails() {
        User user = register();
        deliverMessages();
        RecordingThrottle recording = new RecordingThrottle(contract().decorated(throttle));
        AccountService recorded = new AccountService(client(), UserCache.NONE, hasher, recording, clock);
        recorded.requestPasswordReset(user.email().value(), CLIENT_ADDRESS);
        assertThat(recording.accounts()).isNotEmpty();

        for (String account : recording.accounts()) {
            for (int i = 0; i < LoginThrottle.FAILURES_BEFORE_PAUSE; i++) {
                assertLoginFails(account, "wrong horse");
            }
        }

        // The registration was the first mail, the recorded request the second.
        for (int i = 2; i < LoginThrottle.FAILURES_BEFORE_PAUSE; i++) {
            accounts.requestPasswordReset(user.email().value(), CLIENT_ADDRESS);
        }
        assertThat(client().outboxQueue().stats().waiting()).isEqualTo(LoginThrottle.FAILURES_BEFORE_PAUSE - 1);
    }
}
