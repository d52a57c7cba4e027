package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.data.Unique;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Clauses on throttling of logins and mails with the default settings: five, then pauses that double. */
abstract class RosterApiLoginThrottlingContract extends RosterApiPart {

    private static final String WRONG_PASSWORD = "wrong horse";
    private static final int FAILURES_BEFORE_PAUSE = 5;

    /** After ten failures the pause is longer than any request takes. */
    private static final int MAX_FAILURES = 10;

    private static final int ROUNDS = 5;

    /**
     * Sends wrong passwords until the throttle rejects one. On a slow machine, short pauses may end before the next
     * attempt.
     */
    private Response logInUntilThrottled(String email) throws Exception {
        for (int i = 1; i <= MAX_FAILURES; i++) {
            Response answer = logIn(email, WRONG_PASSWORD);
            if (answer.status() == 429 && i > FAILURES_BEFORE_PAUSE) {
                return answer;
            }
            assertWrongPassword(answer);
        }
        throw new AssertionError("a login must be throttled within " + MAX_FAILURES + " failures");
    }

    private static void assertTooManyRequests(Response answer) {
        answer.expectError(429, "Too many attempts");
        assertThat(answer.header("Retry-After")).get().asString().matches("[1-9][0-9]{0,2}");
    }

    /**
     * Given known and unknown email addresses and an account without a password. When five logins failed for each. Then
     * the next responses are the same 429 with {@code Retry-After}.
     */
    @Clause(
            value = "api.throttling-indistinguishable",
            promise =
                    "Repeated failed logins get the same 429 with Retry-After whether or not the account exists or has a password.")
    void throttlingIsIndistinguishable() throws Exception {
        Account account = register();
        String unclaimed = Unique.email();
        createUser(account.api(), "Bob", unclaimed);

        Response known = logInUntilThrottled(account.email());
        Response unknown = logInUntilThrottled(Unique.email());
        Response passwordless = logInUntilThrottled(unclaimed);

        assertTooManyRequests(known);
        assertIndistinguishable(known, unknown);
        assertIndistinguishable(known, passwordless);
        logIn(register().email(), RosterApiContract.PASSWORD).expectStatus(200);
        assertAuthenticated(account, true);
    }

    /**
     * Given a paused account. When the correct password is sent to log in or to change the password. Then the response
     * is 429, as for a wrong password.
     */
    @Clause(
            value = "api.correct-password-throttled",
            promise = "While an account is paused, the correct password gets the same response as a wrong one.")
    void throttlesCorrectPassword() throws Exception {
        for (int round = 1; true; round++) {
            Account account = register();
            Response wrong = logInUntilThrottled(account.email());
            Response right = logIn(account.email(), account.password());
            Response change = account.api().post("/auth/password", passwordChange(account.password(), "another horse"));
            // Retry: the pause may have ended before these requests.
            if ((right.status() == 429 && change.status() == 429) || round == ROUNDS) {
                assertTooManyRequests(right);
                assertIndistinguishable(right, wrong);
                assertTooManyRequests(change);
                return;
            }
        }
    }

    /**
     * Given up to four failures before each successful login. When this repeats. Then every login succeeds, because
     * each success clears the failures.
     */
    @Clause(value = "api.login-clears-failures", promise = "A successful login clears the failures before it.")
    void successfulLoginClearsFailures() throws Exception {
        Account account = register();
        for (int i = 0; i < 3; i++) {
            for (int failures = 1; failures < FAILURES_BEFORE_PAUSE; failures++) {
                assertWrongPassword(logIn(account.email(), WRONG_PASSWORD));
            }
            logIn(account.email(), account.password()).expectStatus(200);
        }
    }

    /**
     * Given a client that has logged in, and failed logins to the same account without its cookie until they are
     * throttled. When the client logs in with its cookie. Then it succeeds. No other cookie helps: not a changed one,
     * one of another account, an access token, or one from before a password change. The cookie is no access token.
     */
    @Clause(
            value = "api.known-client-not-shut-out",
            promise =
                    "A client that has logged in to an account can log in while guesses of others are throttled, until the password changes.")
    void doesNotShutOutKnownClient() throws Exception {
        assertOtherCookiesUseless();
        Account account = register();
        String cookie = loginHint(logIn(account.email(), account.password()));
        assertUnauthorized(
                api().withToken(cookie.substring(cookie.indexOf('=') + 1)).get("/users/me"), true);
        Response changed = account.api().post("/auth/password", passwordChange(account.password(), "another horse"));
        changed.expectStatus(204);
        String renewed = loginHint(logIn(account.email(), "another horse"));
        logInUntilThrottled(account.email());

        logInWith(cookie, account.email(), "another horse").expectStatus(429);
        logInWith(renewed, account.email(), "another horse").expectStatus(200);
    }

    private void assertOtherCookiesUseless() throws Exception {
        Account other = register();
        String cookieOfOther = loginHint(logIn(other.email(), other.password()));
        for (int round = 1; true; round++) {
            Account account = register();
            Response login = logIn(account.email(), account.password());
            String cookie = loginHint(login);
            String name = cookie.substring(0, cookie.indexOf('=') + 1);
            logInUntilThrottled(account.email());
            List<Integer> statuses = new ArrayList<>();
            for (String useless :
                    List.of(name + login.text("token"), cookie.substring(0, cookie.length() - 1), cookieOfOther)) {
                statuses.add(
                        logInWith(useless, account.email(), account.password()).status());
            }
            // Retry: the pause may have ended before these requests.
            if (statuses.equals(List.of(429, 429, 429)) || round == ROUNDS) {
                assertThat(statuses)
                        .as("status with a cookie that proves nothing")
                        .containsOnly(429);
                return;
            }
        }
    }

    /** Returns the cookie that a login sets. */
    private static String loginHint(Response login) {
        Optional<String> set = login.expectStatus(200).header("Set-Cookie");
        assertThat(set).as("cookie of %s", login.request()).isPresent();
        String cookie = set.orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=", "Max-Age=").doesNotContain(login.text("token"));
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private Response logInWith(String cookie, String email, String password) throws Exception {
        return api().withHeader("Cookie", cookie)
                .post("/auth/login", object().put("email", email).put("password", password));
    }

    /**
     * Given a user who requests the verification mail repeatedly. When there are too many requests. Then the response
     * is 429.
     */
    @Clause(
            value = "api.verification-resend-throttled",
            promise = "A user cannot request verification mails without limit: further requests get 429.")
    void throttlesVerificationResend() throws Exception {
        Account account = register();
        Response answer = account.api().send("POST", "/auth/verify/resend").expectStatus(202);
        for (int i = 1; i < MAX_FAILURES && answer.status() == 202; i++) {
            answer = account.api().send("POST", "/auth/verify/resend");
        }

        assertTooManyRequests(answer);
        assertAuthenticated(account, true);
    }

    /**
     * Given an email address that is registered and deleted again and again, in two spellings. When there were too many
     * mails to its mailbox. Then the next registration is 429 and creates nothing.
     */
    @Clause(
            value = "api.registration-mails-throttled",
            promise =
                    "A mailbox does not get mails without limit, however often it is registered: further registrations get 429.")
    void throttlesRegistrationsOfMailbox() throws Exception {
        String email = Unique.email();
        Response answer = registerAndDelete(email);
        for (int i = 1; i < MAX_FAILURES && answer.status() == 201; i++) {
            answer = registerAndDelete(i % 2 == 0 ? email : "ｕ" + email.substring(1));
        }

        assertTooManyRequests(answer);
        assertWrongPassword(logIn(email, RosterApiContract.PASSWORD));
        register();
    }

    private Response registerAndDelete(String email) throws Exception {
        Response answer = api().post("/auth/register", registration(email, RosterApiContract.PASSWORD, "Ann"));
        if (answer.status() == 201) {
            Account account = api().account(RosterApiContract.PASSWORD, answer);
            account.api().delete(account.path()).expectStatus(204);
        }
        return answer;
    }

    /**
     * Given an account without a password. When its creator changes its email address to and fro. Then the response is
     * 429 after too many mails to one of the mailboxes, and nothing changes.
     */
    @Clause(
            value = "api.email-change-mails-throttled",
            promise =
                    "A mailbox does not get mails without limit through changes of email addresses: further changes get 429.")
    void throttlesEmailChanges() throws Exception {
        ApiClient creator = register().api();
        String email = Unique.email();
        String other = Unique.email();
        String path = "/users/" + createUser(creator, "Bob", email).number("id");
        Response answer = creator.put(path, user("Bob", other)).expectStatus(200);
        String stored = other;
        for (int i = 2; i <= 2 * MAX_FAILURES && answer.status() == 200; i++) {
            String next = i % 2 == 0 ? email : other;
            answer = creator.put(path, user("Bob", next));
            stored = answer.status() == 200 ? next : stored;
        }

        assertTooManyRequests(answer);
        assertThat(creator.read(path).path("email").asText()).isEqualTo(stored);
    }
}
