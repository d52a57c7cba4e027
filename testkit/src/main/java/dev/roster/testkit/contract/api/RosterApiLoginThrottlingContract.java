package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.contract.api.ApiClient.Answer;
import dev.roster.testkit.data.Unique;

/** What guessing of passwords comes to: the throttle as it is by default, five failures and then growing pauses. */
abstract class RosterApiLoginThrottlingContract extends RosterApiPart {

    private static final String WRONG = "wrong horse";
    private static final int FREE_FAILURES = 5;

    /** With the tenth failure a pause is longer than any request takes. */
    private static final int MOST_FAILURES = 10;

    private static final int ROUNDS = 5;

    RosterApiLoginThrottlingContract() {}

    /** Fails until it is refused; on a slow machine a short pause may be over before the next attempt. */
    private Answer refusedLogin(String email) throws Exception {
        for (int i = 1; i <= MOST_FAILURES; i++) {
            Answer answer = logIn(email, WRONG);
            if (answer.status() == 429 && i > FREE_FAILURES) {
                return answer;
            }
            assertWrongPassword(answer);
        }
        throw new AssertionError("no login refused after " + MOST_FAILURES + " failures");
    }

    private static void assertTooMany(Answer answer) {
        assertThat(answer.expect(429).text("error")).isEqualTo("Too many attempts");
        assertThat(answer.header("Retry-After")).get().asString().matches("[1-9][0-9]{0,2}");
    }

    /** Given five failures; then 429 that says when to come back, word for word alike for known and unknown addresses. */
    @Clause("api.throttled-alike")
    void throttledAlike() throws Exception {
        Account account = registered();
        String unclaimed = Unique.email();
        api().as(account).post("/users", user("Bob", unclaimed)).expect(201);

        Answer known = refusedLogin(account.email());
        Answer unknown = refusedLogin(Unique.email());
        Answer passwordless = refusedLogin(unclaimed);

        assertTooMany(known);
        assertAlike(known, unknown);
        assertAlike(known, passwordless);
        logIn(registered().email(), RosterApiContract.PASSWORD).expect(200);
        assertSignedIn(account, true);
    }

    /** Given an account that pauses; then the right password is refused as any other, also from inside a session. */
    @Clause("api.right-password-throttled-too")
    void rightPasswordThrottledToo() throws Exception {
        for (int round = 1; true; round++) {
            Account account = registered();
            Answer wrong = refusedLogin(account.email());
            Answer right = logIn(account.email(), account.password());
            Answer change =
                    api().as(account).post("/auth/password", passwordChange(account.password(), "another horse"));
            // The pause may have been over just then, once or twice.
            if ((right.status() == 429 && change.status() == 429) || round == ROUNDS) {
                assertTooMany(right);
                assertAlike(right, wrong);
                assertTooMany(change);
                return;
            }
        }
    }

    /** Given failures, but few, before each login that succeeds; then they are forgotten each time. */
    @Clause("api.success-forgets-failures")
    void successForgetsFailures() throws Exception {
        Account account = registered();
        for (int i = 0; i < 3; i++) {
            for (int failures = 1; failures < FREE_FAILURES; failures++) {
                assertWrongPassword(logIn(account.email(), WRONG));
            }
            logIn(account.email(), account.password()).expect(200);
        }
    }

    /** Given a user who has the verification mailed again and again; then 429, for nobody's mailbox is to be filled. */
    @Clause("api.resend-throttled")
    void resendThrottled() throws Exception {
        Account account = registered();
        Answer answer = api().as(account).post("/auth/verify/resend").expect(202);
        for (int i = 1; i < MOST_FAILURES && answer.status() == 202; i++) {
            answer = api().as(account).post("/auth/verify/resend");
        }

        assertTooMany(answer);
        assertSignedIn(account, true);
    }
}
