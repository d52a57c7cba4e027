package dev.roster.testkit.contract.security;

import static dev.roster.application.port.security.LoginThrottle.ATTEMPTS_PER_MINUTE;
import static dev.roster.application.port.security.LoginThrottle.FAILURE_RETENTION;
import static dev.roster.application.port.security.LoginThrottle.FREE_FAILURES;
import static dev.roster.application.port.security.LoginThrottle.MAX_PAUSE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.LoginThrottle.Admitted;
import dev.roster.application.port.security.LoginThrottle.Decision;
import dev.roster.application.port.security.LoginThrottle.Rejected;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Contract;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.SettableClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** What every {@link LoginThrottle} keeps while what it counts in is in reach. Time is what the clock tells. */
public abstract class LoginThrottleContract extends Contract<LoginThrottle> {

    private static final ClientAddress UNKNOWN_CLIENT = ClientAddress.UNKNOWN;

    private final SettableClock clock = new SettableClock();

    /** For subclasses. */
    protected LoginThrottleContract() {}

    /**
     * A throttle that has counted nothing; called before each clause and closed after it.
     *
     * @param clock what all its clients go by
     */
    protected abstract Backend<LoginThrottle> emptyBackend(InstantSource clock) throws Exception;

    @Override
    protected final Backend<LoginThrottle> emptyBackend() throws Exception {
        return emptyBackend(clock);
    }

    private Decision attempt(String account) {
        return client().admit(account, UNKNOWN_CLIENT);
    }

    private void failedFreely(String account) {
        for (int i = 0; i < FREE_FAILURES; i++) {
            assertThat(attempt(account)).as("attempt %d", i + 1).isEqualTo(new Admitted());
        }
    }

    private Rejected rejectedAttempt(String account) {
        Decision verdict = attempt(account);
        assertThat(verdict).isInstanceOf(Rejected.class);
        return (Rejected) verdict;
    }

    /** Given failures of one account; then the first five are admitted at once, the next is not, and has to wait. */
    @Clause("throttle.free-failures")
    void admitsFiveFailuresWithoutPause() {
        String account = Unique.email();
        failedFreely(account);

        assertThat(rejectedAttempt(account).retryAfter()).isEqualTo(Duration.ofSeconds(1));
        clock.advance(Duration.ofMillis(400));
        assertThat(rejectedAttempt(account).retryAfter()).isEqualTo(Duration.ofMillis(600));
        clock.advance(Duration.ofMillis(599));
        rejectedAttempt(account);
        clock.advance(Duration.ofMillis(1));
        assertThat(attempt(account)).isEqualTo(new Admitted());
    }

    /** Given an account failed on and on; then one attempt after each pause is admitted, and pauses double to 15 min. */
    @Clause("throttle.pauses-double")
    void doublesPauses() {
        String account = Unique.email();
        failedFreely(account);

        for (int further = 0; further < 30; further++) {
            Duration pause = rejectedAttempt(account).retryAfter();
            assertThat(pause)
                    .isEqualTo(further < 10 ? Duration.ofSeconds(1L << further) : MAX_PAUSE)
                    .isLessThanOrEqualTo(MAX_PAUSE);
            clock.advance(pause);
            assertThat(attempt(account)).as("after %s", pause).isEqualTo(new Admitted());
        }
    }

    /** Given an account with failures; when nobody tries for a day; then it is as if there had been none. */
    @Clause("throttle.failures-expire")
    void failuresExpireAfterOneDay() {
        String account = Unique.email();
        failedFreely(account);
        clock.advance(FAILURE_RETENTION.minusMillis(1));
        attempt(account);
        assertThat(rejectedAttempt(account).retryAfter()).isEqualTo(Duration.ofSeconds(2));

        clock.advance(FAILURE_RETENTION);
        failedFreely(account);
        assertThat(rejectedAttempt(account).retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }

    /** Given a paused account; when it is cleared; then it is as if there had been no failures; again is no harm. */
    @Clause("throttle.clear-resets-failures")
    void clearResetsFailures() {
        String account = Unique.email();
        failedFreely(account);
        rejectedAttempt(account);

        client().clear(account);
        client().clear(account);

        failedFreely(account);
        assertThat(rejectedAttempt(account).retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }

    /** Given attempts that were taken back; then they did not count, be there failures before or none. */
    @Clause("throttle.release-undoes-attempt")
    void releaseUndoesAttempt() {
        String account = Unique.email();
        client().release(account);
        for (int i = 0; i < 3 * FREE_FAILURES; i++) {
            assertThat(attempt(account)).isEqualTo(new Admitted());
            client().release(account);
        }
        failedFreely(account);
        rejectedAttempt(account);
        client().release(account);
        assertThat(attempt(account)).isEqualTo(new Admitted());
        assertThat(rejectedAttempt(account).retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }

    /** Given 16 attempts for one account at once, on two nodes; then five are admitted, as one after the other. */
    @Clause("throttle.concurrent-attempts-limited")
    void limitsConcurrentAttempts() throws Exception {
        String account = Unique.email();
        LoginThrottle other = secondClient();

        List<Outcome<Decision>> outcomes =
                Rendezvous.run(16, i -> () -> (i % 2 == 0 ? client() : other).admit(account, UNKNOWN_CLIENT));

        assertThat(outcomes.stream().filter(outcome -> outcome.get() instanceof Admitted))
                .hasSize(FREE_FAILURES);
    }

    /** Given a paused account; then others are not slowed down, nor by what is done to it. */
    @Clause("throttle.accounts-independent")
    void accountsAreIndependent() {
        String account = Unique.email();
        String other = Unique.email();
        failedFreely(account);

        failedFreely(other);
        client().clear(other);

        rejectedAttempt(account);
        assertThat(attempt(other)).isEqualTo(new Admitted());
    }

    /** Given a client that tries one account after another; then 300 a minute are admitted; others are not affected. */
    @Clause("throttle.clients-limited")
    void limitsAttemptsPerClient() {
        ClientAddress client = Unique.clientAddress();
        for (int i = 0; i < ATTEMPTS_PER_MINUTE; i++) {
            assertThat(client().admit(Unique.email(), client)).isEqualTo(new Admitted());
            clock.advance(Duration.ofMillis(100));
        }
        String account = Unique.email();

        for (int i = 0; i < 2 * FREE_FAILURES; i++) {
            assertThat(client().admit(account, client)).isEqualTo(new Rejected(Duration.ofSeconds(30), i == 0));
        }
        assertThat(client().admit(account, Unique.clientAddress()))
                .as("neither another client nor the account is affected")
                .isEqualTo(new Admitted());
        clock.advance(Duration.ofSeconds(30));
        assertThat(client().admit(account, client)).isEqualTo(new Admitted());
    }

    /** Given attempts from nowhere that is known; then they are as many as one likes. */
    @Clause("throttle.unknown-client-unlimited")
    void doesNotLimitUnknownClients() {
        for (int i = 0; i < ATTEMPTS_PER_MINUTE + 10; i++) {
            assertThat(attempt(Unique.email())).isEqualTo(new Admitted());
        }
    }

    /** Given failures on one node; then another one goes on from there, and what it clears is cleared for both. */
    @Clause("throttle.shared-by-clients")
    void clientsShareCounts() throws Exception {
        String account = Unique.email();
        failedFreely(account);
        LoginThrottle other = secondClient();

        assertThat(other.admit(account, UNKNOWN_CLIENT)).isEqualTo(new Rejected(Duration.ofSeconds(1), true));
        other.clear(account);
        assertThat(attempt(account)).isEqualTo(new Admitted());
    }

    /** Given an account that pauses; then the first refusal of each pause is told from the others. */
    @Clause("throttle.first-rejection-marked")
    void marksFirstRejectionOfEachPause() {
        String account = Unique.email();
        failedFreely(account);
        for (int pause = 0; pause < 3; pause++) {
            assertThat(rejectedAttempt(account).first()).isTrue();
            assertThat(rejectedAttempt(account).first()).isFalse();
            clock.advance(rejectedAttempt(account).retryAfter());
            attempt(account);
        }
    }

    /** Given texts of all kinds and lengths as accounts; then each is an account of its own. */
    @Clause("throttle.any-text-accepted")
    void acceptsAnyTextAsAccount() {
        for (String text : List.of("", " ", "\0", "a:b", "*", "user\r\n", "😀", "\uD800", "x".repeat(100_000))) {
            String account = text + Unique.email();
            failedFreely(account);
            rejectedAttempt(account);
            assertThat(attempt(text + Unique.email()))
                    .as("one that begins alike")
                    .isEqualTo(new Admitted());
        }
        failedFreely("");
        rejectedAttempt("");
        client().clear("");
    }
}
