package dev.roster.testkit.contract.security;

import static dev.roster.application.port.security.LoginThrottle.ATTEMPTS_A_MINUTE;
import static dev.roster.application.port.security.LoginThrottle.FREE_FAILURES;
import static dev.roster.application.port.security.LoginThrottle.LONGEST_PAUSE;
import static dev.roster.application.port.security.LoginThrottle.MEMORY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.LoginThrottle.Admitted;
import dev.roster.application.port.security.LoginThrottle.Refused;
import dev.roster.application.port.security.LoginThrottle.Verdict;
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

    private static final ClientAddress NOWHERE = ClientAddress.UNKNOWN;

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

    private Verdict attempt(String account) {
        return subject().admit(account, NOWHERE);
    }

    private void failedFreely(String account) {
        for (int i = 0; i < FREE_FAILURES; i++) {
            assertThat(attempt(account)).as("attempt %d", i + 1).isEqualTo(new Admitted());
        }
    }

    private Refused refused(String account) {
        Verdict verdict = attempt(account);
        assertThat(verdict).isInstanceOf(Refused.class);
        return (Refused) verdict;
    }

    /** Given failures of one account; then the first five are admitted at once, the next is not, and has to wait. */
    @Clause("throttle.free-failures")
    void freeFailures() {
        String account = Unique.email();
        failedFreely(account);

        assertThat(refused(account).retryAfter()).isEqualTo(Duration.ofSeconds(1));
        clock.advance(Duration.ofMillis(400));
        assertThat(refused(account).retryAfter()).isEqualTo(Duration.ofMillis(600));
        clock.advance(Duration.ofMillis(599));
        refused(account);
        clock.advance(Duration.ofMillis(1));
        assertThat(attempt(account)).isEqualTo(new Admitted());
    }

    /** Given an account failed on and on; then one attempt after each pause is admitted, and pauses double to 15 min. */
    @Clause("throttle.pauses-grow")
    void pausesGrow() {
        String account = Unique.email();
        failedFreely(account);

        for (int further = 0; further < 30; further++) {
            Duration pause = refused(account).retryAfter();
            assertThat(pause)
                    .isEqualTo(further < 10 ? Duration.ofSeconds(1L << further) : LONGEST_PAUSE)
                    .isLessThanOrEqualTo(LONGEST_PAUSE);
            clock.advance(pause);
            assertThat(attempt(account)).as("after %s", pause).isEqualTo(new Admitted());
        }
    }

    /** Given an account with failures; when nobody tries for a day; then it is as if there had been none. */
    @Clause("throttle.forgotten")
    void forgotten() {
        String account = Unique.email();
        failedFreely(account);
        clock.advance(MEMORY.minusMillis(1));
        attempt(account);
        assertThat(refused(account).retryAfter()).isEqualTo(Duration.ofSeconds(2));

        clock.advance(MEMORY);
        failedFreely(account);
        assertThat(refused(account).retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }

    /** Given a paused account; when it is cleared; then it is as if there had been no failures; again is no harm. */
    @Clause("throttle.cleared")
    void cleared() {
        String account = Unique.email();
        failedFreely(account);
        refused(account);

        subject().clear(account);
        subject().clear(account);

        failedFreely(account);
        assertThat(refused(account).retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }

    /** Given attempts that were taken back; then they did not count, be there failures before or none. */
    @Clause("throttle.released")
    void released() {
        String account = Unique.email();
        subject().release(account);
        for (int i = 0; i < 3 * FREE_FAILURES; i++) {
            assertThat(attempt(account)).isEqualTo(new Admitted());
            subject().release(account);
        }
        failedFreely(account);
        refused(account);
        subject().release(account);
        assertThat(attempt(account)).isEqualTo(new Admitted());
        assertThat(refused(account).retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }

    /** Given 16 attempts for one account at once, on two nodes; then five are admitted, as one after the other. */
    @Clause("throttle.concurrent-bounded")
    void concurrentBounded() throws Exception {
        String account = Unique.email();
        LoginThrottle other = secondClient();

        List<Outcome<Verdict>> outcomes =
                Rendezvous.of(16, i -> () -> (i % 2 == 0 ? subject() : other).admit(account, NOWHERE));

        assertThat(outcomes.stream().filter(outcome -> outcome.get() instanceof Admitted))
                .hasSize(FREE_FAILURES);
    }

    /** Given a paused account; then others are not slowed down, nor by what is done to it. */
    @Clause("throttle.accounts-apart")
    void accountsApart() {
        String account = Unique.email();
        String other = Unique.email();
        failedFreely(account);

        failedFreely(other);
        subject().clear(other);

        refused(account);
        assertThat(attempt(other)).isEqualTo(new Admitted());
    }

    /** Given a client that tries one account after another; then 300 a minute are admitted; others are not affected. */
    @Clause("throttle.clients-limited")
    void clientsLimited() {
        ClientAddress client = Unique.clientAddress();
        for (int i = 0; i < ATTEMPTS_A_MINUTE; i++) {
            assertThat(subject().admit(Unique.email(), client)).isEqualTo(new Admitted());
            clock.advance(Duration.ofMillis(100));
        }
        String account = Unique.email();

        for (int i = 0; i < 2 * FREE_FAILURES; i++) {
            assertThat(subject().admit(account, client)).isEqualTo(new Refused(Duration.ofSeconds(30), i == 0));
        }
        assertThat(subject().admit(account, Unique.clientAddress()))
                .as("neither another client nor the account is affected")
                .isEqualTo(new Admitted());
        clock.advance(Duration.ofSeconds(30));
        assertThat(subject().admit(account, client)).isEqualTo(new Admitted());
    }

    /** Given attempts from nowhere that is known; then they are as many as one likes. */
    @Clause("throttle.unknown-client-uncounted")
    void unknownClientUncounted() {
        for (int i = 0; i < ATTEMPTS_A_MINUTE + 10; i++) {
            assertThat(attempt(Unique.email())).isEqualTo(new Admitted());
        }
    }

    /** Given failures on one node; then another one goes on from there, and what it clears is cleared for both. */
    @Clause("throttle.seen-by-second-client")
    void seenBySecondClient() throws Exception {
        String account = Unique.email();
        failedFreely(account);
        LoginThrottle other = secondClient();

        assertThat(other.admit(account, NOWHERE)).isEqualTo(new Refused(Duration.ofSeconds(1), true));
        other.clear(account);
        assertThat(attempt(account)).isEqualTo(new Admitted());
    }

    /** Given an account that pauses; then the first refusal of each pause is told from the others. */
    @Clause("throttle.first-refusal-told")
    void firstRefusalTold() {
        String account = Unique.email();
        failedFreely(account);
        for (int pause = 0; pause < 3; pause++) {
            assertThat(refused(account).first()).isTrue();
            assertThat(refused(account).first()).isFalse();
            clock.advance(refused(account).retryAfter());
            attempt(account);
        }
    }

    /** Given texts of all kinds and lengths as accounts; then each is an account of its own. */
    @Clause("throttle.any-text")
    void anyText() {
        for (String text : List.of("", " ", "\0", "a:b", "*", "user\r\n", "😀", "\uD800", "x".repeat(100_000))) {
            String account = text + Unique.email();
            failedFreely(account);
            refused(account);
            assertThat(attempt(text + Unique.email()))
                    .as("one that begins alike")
                    .isEqualTo(new Admitted());
        }
        failedFreely("");
        refused("");
        subject().clear("");
    }
}
