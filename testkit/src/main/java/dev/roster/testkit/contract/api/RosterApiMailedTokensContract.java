package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Clauses on verification and password reset with mailed tokens. If mails cannot be read, each clause asserts that
 * values known to the caller are not accepted as tokens.
 */
abstract class RosterApiMailedTokensContract extends RosterApiPart {

    private static final String NEW_PASSWORD = "another horse";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Waits until the given number of tokens was mailed to the email address, and returns the latest one. */
    private String token(Kind kind, String to, int mails) throws Exception {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        List<String> tokens = contract().mailbox().tokens(kind, to);
        while (tokens.stream().distinct().count() < mails) {
            assertThat(System.nanoTime())
                    .as("%s mails to %s: %s of %s", kind, to, tokens.size(), mails)
                    .isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            tokens = contract().mailbox().tokens(kind, to);
        }
        return tokens.get(tokens.size() - 1);
    }

    private Response verify(String token) throws Exception {
        return api().post("/auth/verify", object().put("token", token));
    }

    private Response confirm(String token, String password) throws Exception {
        return api().post("/auth/password-reset/confirm", tokenAndPassword(token, password));
    }

    private void requestReset(String email) throws Exception {
        api().post("/auth/password-reset", object().put("email", email)).expectStatus(202);
    }

    /**
     * If mails cannot be read, asserts that values known to the caller are not accepted as tokens, and returns true.
     */
    private boolean shownWithoutMails(Account account) throws Exception {
        if (contract().mailbox().readable().isSupported()) {
            return false;
        }
        requestReset(account.email());
        account.api().send("POST", "/auth/verify/resend").expectStatus(202);
        for (String guess : List.of(account.email(), String.valueOf(account.id()), account.token())) {
            assertInvalidToken(verify(guess));
            assertInvalidToken(confirm(guess, NEW_PASSWORD));
        }
        assertThat(account.api().get("/users/me").body()).isEqualTo(account.user());
        return true;
    }

    /**
     * Given the token from the verification mail of a registration. When it is used. Then it verifies the email address
     * once, and it is accepted for nothing else.
     */
    @Clause(
            value = "api.verification-token-single-use",
            promise =
                    "The token in a verification mail verifies the email address once, and is accepted for nothing else.",
            needs = "mailbox")
    void mailedVerificationTokenWorksOnce() throws Exception {
        Account account = register();
        if (shownWithoutMails(account)) {
            return;
        }
        String token = token(Kind.VERIFICATION, account.email(), 1);
        assertInvalidToken(confirm(token, NEW_PASSWORD));

        JsonNode user = verify(token).expectStatus(200).body();

        assertThat(user.path("verified").asBoolean()).isTrue();
        assertThat(user.path("id").asLong()).isEqualTo(account.id());
        assertThat(account.api().read("/users/me")).isEqualTo(user);
        assertInvalidToken(verify(token));
        account.api().send("POST", "/auth/verify/resend").expectStatus(202);
    }

    /**
     * Given a user who registered with the email address of another person. When that person disowns the account with
     * the mailed token. Then the account is deleted with its sessions, and the email address can be registered. A used
     * token, or one of a verified account, is rejected.
     */
    @Clause(
            value = "api.disowned-account-deleted",
            promise =
                    "The owner of a mailbox can delete an unverified account that another person registered with it, and register again.",
            needs = "mailbox")
    void deletesDisownedAccount() throws Exception {
        Account account = register();
        if (shownWithoutMails(account)) {
            assertInvalidToken(disown(account.token()));
            return;
        }
        String token = token(Kind.VERIFICATION, account.email(), 1);

        disown(token).expectEmpty(204);

        assertAuthenticated(account, false);
        assertWrongPassword(logIn(account.email(), account.password()));
        api().get(account.path()).expectStatus(404);
        assertInvalidToken(disown(token));
        assertInvalidToken(verify(token));
        register(account.email(), NEW_PASSWORD, "Owner");
        String own = token(Kind.VERIFICATION, account.email(), 2);
        verify(own).expectStatus(200);
        assertInvalidToken(disown(own));
        logIn(account.email(), NEW_PASSWORD).expectStatus(200);
    }

    private Response disown(String token) throws Exception {
        return api().post("/auth/verify/disown", object().put("token", token));
    }

    /** Given a verification mail. When another one is sent. Then the token of the first mail is rejected. */
    @Clause(
            value = "api.resent-token-replaces-previous",
            promise = "After another verification mail only the token of the latest mail is accepted.",
            needs = "mailbox")
    void resentTokenReplacesPrevious() throws Exception {
        Account account = register();
        if (shownWithoutMails(account)) {
            return;
        }
        String first = token(Kind.VERIFICATION, account.email(), 1);
        account.api().send("POST", "/auth/verify/resend").expectStatus(202);
        String second = token(Kind.VERIFICATION, account.email(), 2);

        assertInvalidToken(verify(first));
        verify(second).expectStatus(200).expectFields(object().put("verified", true));
    }

    /**
     * Given a reset token. When it sets a new password, sent four times at once. Then one of them succeeds, and the old
     * password, all sessions and the token are rejected.
     */
    @Clause(
            value = "api.mailed-token-resets-password",
            promise = "A mailed reset token sets a new password once, and ends all sessions of the user.",
            needs = "mailbox")
    void mailedTokenResetsPassword() throws Exception {
        Account account = register();
        if (shownWithoutMails(account)) {
            return;
        }
        requestReset(account.email().toUpperCase(Locale.ROOT));
        String token = token(Kind.PASSWORD_RESET, account.email(), 1);
        confirm(token, "1234567").expectInvalid("password");
        assertInvalidToken(verify(token));
        assertAuthenticated(account, true);

        List<Response> confirmed = Rendezvous.run(4, i -> () -> confirm(token, NEW_PASSWORD)).stream()
                .map(Outcome::get)
                .toList();

        assertThat(confirmed).extracting(Response::status).containsExactlyInAnyOrder(204, 400, 400, 400);
        assertAuthenticated(account, false);
        assertWrongPassword(logIn(account.email(), account.password()));
        logIn(account.email(), NEW_PASSWORD).expectStatus(200);
        assertInvalidToken(confirm(token, "a third horse"));
        logIn(account.email(), NEW_PASSWORD).expectStatus(200);
    }

    /**
     * Given a user with a link as name, whose email address is not verified. When mails are sent to the user. Then none
     * contains a part of the name, because the mailbox may be a stranger's.
     */
    @Clause(
            value = "api.unverified-mails-without-name",
            promise = "A mail to an email address that is not verified contains no part of the user's name.",
            needs = "mailbox")
    void hidesNameUntilVerified() throws Exception {
        String email = Unique.email();
        Response registered = register(email, RosterApiContract.PASSWORD, "Win at http://prize.example/now");
        Account account = api().account(RosterApiContract.PASSWORD, registered);
        if (shownWithoutMails(account)) {
            return;
        }
        requestReset(email);
        token(Kind.VERIFICATION, email, 1);
        token(Kind.PASSWORD_RESET, email, 1);

        assertThat(contract().mailbox().texts(email))
                .allSatisfy(text -> assertThat(text).doesNotContain("prize", "Win at"));
    }

    /** Given an account with too many failed logins. When its password is reset. Then its owner can log in at once. */
    @Clause(
            value = "api.reset-clears-failures",
            promise = "After a password reset the owner can log in at once, however many logins failed before.",
            needs = "mailbox")
    void passwordResetClearsFailures() throws Exception {
        Account account = register();
        if (shownWithoutMails(account)) {
            return;
        }
        requestReset(account.email());
        String token = token(Kind.PASSWORD_RESET, account.email(), 1);
        for (int i = 0; i < 5; i++) {
            assertWrongPassword(logIn(account.email(), "wrong horse"));
        }

        confirm(token, NEW_PASSWORD).expectStatus(204);

        logIn(account.email(), NEW_PASSWORD).expectStatus(200);
    }

    /**
     * Given an account that another user created. When its owner sets a password by reset token. Then the owner can log
     * in, and the creator can no longer change or delete it.
     */
    @Clause(
            value = "api.unclaimed-account-claimed",
            promise =
                    "The owner of an unclaimed account claims it by a password reset; from then on its creator cannot change or delete it.",
            needs = "mailbox")
    void ownerClaimsUnclaimedAccount() throws Exception {
        Account creator = register();
        if (shownWithoutMails(creator)) {
            return;
        }
        String email = Unique.email();
        Response created = createUser(creator.api(), "Bob", email);
        String path = "/users/" + created.number("id");
        requestReset(email);

        confirm(token(Kind.PASSWORD_RESET, email, 1), NEW_PASSWORD).expectStatus(204);

        Account claimed = api().account(NEW_PASSWORD, logIn(email, NEW_PASSWORD).expectStatus(200));
        assertThat(claimed.id()).isEqualTo(created.number("id"));
        creator.api().put(path, user("Mine", email)).expectStatus(403);
        creator.api().delete(path).expectStatus(403);
    }

    /**
     * Given an unclaimed account, which its creator reads with all fields. When its owner has set a password. Then the
     * creator reads the public profile, also if it sends the entity tag that it got before.
     */
    @Clause(
            value = "api.claimed-account-hidden-from-creator",
            promise = "Once an account is claimed, its creator reads only its public profile.",
            needs = "mailbox")
    void creatorSeesPublicProfileOfClaimedAccount() throws Exception {
        Account creator = register();
        if (shownWithoutMails(creator)) {
            return;
        }
        String email = Unique.email();
        String path = "/users/" + createUser(creator.api(), "Bob", email).number("id");
        String tag = creator.api().get(path).etag();
        requestReset(email);

        confirm(token(Kind.PASSWORD_RESET, email, 1), NEW_PASSWORD).expectStatus(204);

        Response seen = creator.api().withHeader("If-None-Match", tag).get(path).expectStatus(200);
        assertThat(seen.body()).isEqualTo(api().read(path));
        assertThat(seen.body().has("email")).isFalse();
        Account claimed = api().account(NEW_PASSWORD, logIn(email, NEW_PASSWORD).expectStatus(200));
        assertThat(claimed.api().read(path).path("email").asText()).isEqualTo(email);
    }

    /**
     * Given a verified user with a reset token. When the user changes the email address. Then the reset token is
     * rejected, and the new email address must be verified by a token mailed to it.
     */
    @Clause(
            value = "api.new-email-requires-verification",
            promise =
                    "A new email address must be verified by a token mailed to it, and tokens mailed to the old one are rejected.",
            needs = "mailbox")
    void newEmailRequiresVerification() throws Exception {
        Account account = register();
        if (shownWithoutMails(account)) {
            return;
        }
        requestReset(account.email());
        String reset = token(Kind.PASSWORD_RESET, account.email(), 1);
        verify(token(Kind.VERIFICATION, account.email(), 1)).expectStatus(200);
        account.api().send("POST", "/auth/verify/resend").expectStatus(202);
        String email = Unique.email();

        account.api()
                .put(account.path(), user("Ann", email, account.password()))
                .expectStatus(200)
                .expectFields(object().put("verified", false));

        assertInvalidToken(confirm(reset, NEW_PASSWORD));
        assertThat(verify(token(Kind.VERIFICATION, email, 1)).expectStatus(200).text("email"))
                .isEqualTo(email);
    }
}
