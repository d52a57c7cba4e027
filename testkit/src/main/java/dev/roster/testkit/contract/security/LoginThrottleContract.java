package dev.roster.testkit.contract.security;

import static dev.roster.application.port.security.LoginThrottle.ATTEMPTS_PER_MINUTE;
import static dev.roster.application.port.security.LoginThrottle.FAILURES_BEFORE_PAUSE;
import static dev.roster.application.port.security.LoginThrottle.FAILURE_RETENTION;
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
import dev.roster.testkit.conformance.Required;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.SettableClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/**
 * Contract of {@link LoginThrottle}. The store that holds the counts is reachable in all clauses. Longer than other
 * classes because its clauses share their attempts.
 */
public abstract class LoginThrottleContract extends Contract<LoginThrottle> {

    private static final ClientAddress UNKNOWN_CLIENT = ClientAddress.UNKNOWN;

    private final SettableClock clock = new SettableClock();

    /**
     * Returns a throttle that has counted nothing. Called before each clause; the backend is closed after it.
     *
     * @param clock the clock that all clients of the backend use
     */
    protected abstract Backend<LoginThrottle> emptyBackend(InstantSource clock) throws Exception;

    @Override
    protected final Backend<LoginThrottle> emptyBackend() throws Exception {
        return emptyBackend(clock);
    }

    private Decision attempt(String account) {
        return Required.call("an attempt for any account", () -> client().admit(account, UNKNOWN_CLIENT));
    }

    private void failedFreely(String account) {
        for (int i = 0; i < FAILURES_BEFORE_PAUSE; i++) {
            assertThat(attempt(account)).as("attempt %d", i + 1).isEqualTo(new Admitted());
        }
    }

    private Rejected rejectedAttempt(String account) {
        Decision verdict = attempt(account);
        assertThat(verdict).isInstanceOf(Rejected.class);
        return (Rejected) verdict;
    }

    /**
     * Given an account without failures. When five attempts fail. Then all five were admitted without a pause, and the
     * next attempt is rejected until one second has passed.
     */
    @Clause(
            value = "throttle.free-failures",
            promise = "An account pauses after five consecutive failures, not before, and exactly as long as told.")
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

    /**
     * Given an account with five failures. When further attempts fail. Then one attempt is admitted after each pause,
     * and pauses double from one second up to 15 minutes.
     */
    @Clause(
            value = "throttle.pauses-double",
            promise = "The pauses of an account double from one second up to 15 minutes.")
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

    /** Given an account with failures. When no attempt is made for one day. Then all failures have expired. */
    @Clause(
            value = "throttle.failures-expire",
            promise = "Failures expire after a day without attempts, and no earlier.")
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

    /** Given a paused account. When it is cleared, once or twice. Then it has no failures and no pause. */
    @Clause(
            value = "throttle.clear-resets-failures",
            promise = "After an account is cleared it has no failures and no pause.")
    void clearResetsFailures() {
        String account = Unique.email();
        failedFreely(account);
        rejectedAttempt(account);

        client().clear(account);
        Required.run("clearing an account without failures", () -> client().clear(account));

        failedFreely(account);
        assertThat(rejectedAttempt(account).retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }

    /** Given accounts with and without failures. When an attempt is released. Then it does not count as a failure. */
    @Clause(value = "throttle.release-undoes-attempt", promise = "A released attempt does not count as a failure.")
    void releaseUndoesAttempt() {
        String account = Unique.email();
        client().release(account);
        for (int i = 0; i < 3 * FAILURES_BEFORE_PAUSE; i++) {
            assertThat(attempt(account)).isEqualTo(new Admitted());
            client().release(account);
        }
        failedFreely(account);
        rejectedAttempt(account);
        client().release(account);
        assertThat(attempt(account)).isEqualTo(new Admitted());
        assertThat(rejectedAttempt(account).retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }

    /**
     * Given two nodes that share a throttle. When attempts for one account are made at once. Then five of 16 are
     * admitted, and one of two if only one failure is free, in each of many rounds.
     */
    @Clause(
            value = "throttle.concurrent-attempts-limited",
            promise = "Concurrent attempts on all nodes together are limited like sequential ones.")
    void limitsConcurrentAttempts() throws Exception {
        String account = Unique.email();
        LoginThrottle other = secondClient();

        List<Outcome<Decision>> outcomes =
                Rendezvous.run(16, i -> () -> (i % 2 == 0 ? client() : other).admit(account, UNKNOWN_CLIENT));

        assertThat(outcomes.stream().filter(outcome -> outcome.get() instanceof Admitted))
                .hasSize(FAILURES_BEFORE_PAUSE);
        assertOneAdmittedInEachRace((throttle, round) -> throttle.admit(account + round, 1, UNKNOWN_CLIENT));
    }

    /**
     * Given two nodes that share a throttle. When requests of one client and kind are made at once. Then one of two is
     * admitted if one is allowed, in each of many rounds. When a client makes its last attempts of a minute at once.
     * Then not one more than 300 are admitted.
     */
    @Clause(
            value = "throttle.concurrent-clients-limited",
            promise = "Concurrent attempts and requests of one client on all nodes are limited like sequential ones.")
    void limitsConcurrentAttemptsOfClient() throws Exception {
        ClientAddress client = Unique.clientAddress();
        LoginThrottle other = secondClient();
        for (int i = 0; i < ATTEMPTS_PER_MINUTE - 3; i++) {
            client().admit(Unique.email(), client);
        }

        List<Outcome<Decision>> outcomes =
                Rendezvous.run(16, i -> () -> (i % 2 == 0 ? client() : other).admit(Unique.email(), client));

        assertThat(outcomes.stream().filter(outcome -> outcome.get() instanceof Admitted))
                .hasSize(3);
        assertOneAdmittedInEachRace((throttle, round) -> throttle.admitRequest("kind " + round, 1, client));
    }

    private interface Attempt {
        Decision on(LoginThrottle throttle, int round);
    }

    /** Asserts that one of two concurrent attempts is admitted, in each of many rounds. */
    private void assertOneAdmittedInEachRace(Attempt attempt) throws Exception {
        LoginThrottle other = secondClient();
        Map<Integer, Integer> admitted = new ConcurrentHashMap<>();

        int rounds = TightRace.run((thread, round) -> {
            if (attempt.on(thread == 0 ? client() : other, round) instanceof Admitted) {
                admitted.merge(round, 1, Integer::sum);
            }
        });

        for (int round = 0; round < rounds; round++) {
            assertThat(admitted).as("how many of two were admitted at once").containsEntry(round, 1);
        }
    }

    /**
     * Given attempts from one client, from a different client each time, or from known and unknown ones by turns. When
     * five attempts fail. Then the account pauses for all clients.
     */
    @Clause(
            value = "throttle.failures-from-any-client",
            promise = "Failures count for the account from whatever client they come, known or unknown.")
    void countsFailuresFromAnyClient() {
        ClientAddress one = Unique.clientAddress();
        for (IntFunction<ClientAddress> origins : List.<IntFunction<ClientAddress>>of(
                i -> one,
                i -> Unique.clientAddress(),
                i -> i % 2 == 0 ? one : UNKNOWN_CLIENT,
                i -> new ClientAddress("198.51.100." + i))) {
            String account = Unique.email();
            for (int i = 0; i < FAILURES_BEFORE_PAUSE; i++) {
                assertThat(client().admit(account, origins.apply(i)))
                        .as("attempt %d from %s", i + 1, origins.apply(i))
                        .isEqualTo(new Admitted());
            }

            for (ClientAddress from : List.of(origins.apply(0), Unique.clientAddress(), UNKNOWN_CLIENT)) {
                assertThat(client().admit(account, from))
                        .as("attempt on a paused account from '%s'", from)
                        .isInstanceOf(Rejected.class);
            }
        }
    }

    /** Given a paused account. When another account fails and is cleared. Then neither account affects the other. */
    @Clause(
            value = "throttle.accounts-independent",
            promise = "Failures and successes of one account do not affect another.")
    void accountsAreIndependent() {
        String account = Unique.email();
        String other = Unique.email();
        failedFreely(account);

        failedFreely(other);
        client().clear(other);

        rejectedAttempt(account);
        assertThat(attempt(other)).isEqualTo(new Admitted());
    }

    /**
     * Given a client that tries one account after another. When it makes more than 300 attempts in a minute. Then these
     * are rejected until the minute ends, which started with the first attempt, and neither the account nor other
     * clients are affected.
     */
    @Clause(
            value = "throttle.clients-limited",
            promise =
                    "Each client has 300 attempts a minute across all accounts; further ones affect neither the account nor other clients.")
    void limitsAttemptsPerClient() {
        ClientAddress client = Unique.clientAddress();
        clock.advance(Duration.ofMillis(7_300)); // not at the start of a minute of the clock
        for (int i = 0; i < ATTEMPTS_PER_MINUTE; i++) {
            assertThat(client().admit(Unique.email(), client)).isEqualTo(new Admitted());
            clock.advance(Duration.ofMillis(100));
        }
        String account = Unique.email();

        for (int i = 0; i < 2 * FAILURES_BEFORE_PAUSE; i++) {
            assertThat(client().admit(account, client)).isEqualTo(new Rejected(Duration.ofSeconds(30), i == 0));
        }
        assertThat(client().admit(account, Unique.clientAddress()))
                .as("neither another client nor the account is affected")
                .isEqualTo(new Admitted());
        clock.advance(Duration.ofMillis(29_999));
        assertThat(client().admit(account, client)).isEqualTo(new Rejected(Duration.ofMillis(1), false));
        clock.advance(Duration.ofMillis(1));
        assertThat(client().admit(account, client)).isEqualTo(new Admitted());
    }

    /**
     * Given a client that tries one account, which is paused. When it makes 300 attempts in a minute, most of them
     * rejected. Then its attempts on other accounts are rejected, too.
     */
    @Clause(
            value = "throttle.rejected-attempts-counted",
            promise = "An attempt that is rejected because the account pauses counts for the client.")
    void countsRejectedAttemptsForClient() {
        ClientAddress client = Unique.clientAddress();
        String account = Unique.email();
        for (int i = 0; i < ATTEMPTS_PER_MINUTE; i++) {
            client().admit(account, client);
        }

        assertThat(client().admit(Unique.email(), client)).isEqualTo(new Rejected(Duration.ofMinutes(1), true));
    }

    /**
     * Given a client that knows one password. When each of its 300 attempts in a minute is released, or cleared after
     * a success. Then further attempts are rejected.
     */
    @Clause(
            value = "throttle.client-count-kept",
            promise = "Neither a success nor a released attempt reduces the count of a client.")
    void successKeepsCountOfClient() {
        ClientAddress client = Unique.clientAddress();
        String own = Unique.email();
        for (int i = 0; i < ATTEMPTS_PER_MINUTE; i++) {
            assertThat(client().admit(own, client)).isEqualTo(new Admitted());
            if (i % 2 == 0) {
                client().clear(own);
            } else {
                client().release(own);
            }
        }

        assertThat(client().admit(Unique.email(), client)).isEqualTo(new Rejected(Duration.ofMinutes(1), true));
    }

    /**
     * Given clients with several addresses. When they use these by turns. Then all IPv6 addresses with the same first
     * 64 bits are one client. Neighbouring IPv6 networks and IPv4 addresses are separate clients.
     */
    @Clause(
            value = "throttle.clients-counted-by-network",
            promise =
                    "A client is an IPv4 address or an IPv6 network of 64 bits: a change of address in it evades no limit.")
    void countsClientsByNetwork() {
        for (int i = 0; i < ATTEMPTS_PER_MINUTE; i++) {
            ClientAddress next = new ClientAddress("2001:db8:1:2:" + Integer.toHexString(i) + ":0:0:" + i % 2);
            assertThat(client().admit(Unique.email(), next)).isEqualTo(new Admitted());
        }
        assertThat(client().admit(Unique.email(), new ClientAddress("2001:db8:1:2:ffff:ffff:ffff:ffff")))
                .isInstanceOf(Rejected.class);
        assertThat(client().admitRequest("kind", 1, new ClientAddress("2001:db8:1:2:0:0:0:1")))
                .isEqualTo(new Admitted());
        assertThat(client().admitRequest("kind", 1, new ClientAddress("2001:db8:1:2:8000:0:0:0")))
                .isInstanceOf(Rejected.class);

        for (String other : List.of(
                "2001:db8:1:3:0:0:0:1",
                "2001:db8:1:12:0:0:0:1",
                "2001:db8:0:2:0:0:0:1",
                "198.51.100.1",
                "198.51.100.2",
                "198.51.101.1")) {
            assertThat(client().admit(Unique.email(), new ClientAddress(other)))
                    .as("a login from %s", other)
                    .isEqualTo(new Admitted());
            assertThat(client().admitRequest("kind", 1, new ClientAddress(other)))
                    .as("a request from %s", other)
                    .isEqualTo(new Admitted());
        }
    }

    /**
     * Given a counter with three free failures. When attempts fail. Then three are admitted without a pause, and the
     * pauses double from then on.
     */
    @Clause(
            value = "throttle.free-failures-of-caller",
            promise = "The caller chooses after how many consecutive failures the first pause starts.")
    void pausesAfterFreeFailuresOfCaller() {
        String account = Unique.email();
        for (int i = 0; i < 3; i++) {
            assertThat(client().admit(account, 3, UNKNOWN_CLIENT)).isEqualTo(new Admitted());
        }

        for (int further = 0; further < 3; further++) {
            Duration pause = Duration.ofSeconds(1L << further);
            assertThat(client().admit(account, 3, UNKNOWN_CLIENT)).isEqualTo(new Rejected(pause, true));
            clock.advance(pause);
            assertThat(client().admit(account, 3, UNKNOWN_CLIENT)).isEqualTo(new Admitted());
        }
    }

    /**
     * Given requests of two kinds from several clients, one with an unknown address. When one client makes more of one
     * kind than are admitted in a minute. Then these are rejected until the minute ends, and neither the other kind,
     * nor its logins, nor other clients are affected.
     */
    @Clause(
            value = "throttle.requests-limited",
            promise = "Requests are limited per client and kind; kinds do not affect each other, nor logins.")
    void limitsRequestsPerClientAndKind() {
        ClientAddress client = Unique.clientAddress();
        for (int i = 0; i < 3; i++) {
            assertThat(client().admitRequest("one", 3, client)).isEqualTo(new Admitted());
            clock.advance(Duration.ofSeconds(10));
        }

        for (int i = 0; i < 2; i++) {
            assertThat(client().admitRequest("one", 3, client)).isEqualTo(new Rejected(Duration.ofSeconds(30), i == 0));
        }
        assertThat(client().admitRequest("other", 1, client)).isEqualTo(new Admitted());
        assertThat(client().admit(Unique.email(), client)).isEqualTo(new Admitted());
        assertThat(client().admitRequest("one", 1, Unique.clientAddress())).isEqualTo(new Admitted());
        for (int i = 0; i < 3; i++) {
            assertThat(client().admitRequest("one", 1, UNKNOWN_CLIENT)).isEqualTo(new Admitted());
        }
        clock.advance(Duration.ofMillis(29_999));
        assertThat(client().admitRequest("one", 3, client)).isEqualTo(new Rejected(Duration.ofMillis(1), false));
        clock.advance(Duration.ofMillis(2_001));
        for (int i = 0; i < 3; i++) {
            assertThat(client().admitRequest("one", 3, client)).isEqualTo(new Admitted());
        }
        assertThat(client().admitRequest("one", 3, client)).isEqualTo(new Rejected(Duration.ofMinutes(1), true));
    }

    /**
     * Given kinds of requests, accounts and clients with the same names, and names that occur in keys. When the limit
     * of each kind and account is used up. Then the client still has all its attempts to log in.
     */
    @Clause(
            value = "throttle.counters-separate",
            promise = "Counts of accounts, clients and kinds of requests are separate, whatever their names.")
    void separatesCountersOfAllNames() {
        ClientAddress client = new ClientAddress("2001:db8:1:2:0:0:0:1");
        List<String> names = List.of(
                "",
                " ",
                "client",
                "account",
                "login",
                "admit",
                "request",
                "kind",
                "client:",
                "kind:client",
                client.network(),
                "client:" + client.network());
        for (String name : names) {
            assertThat(client().admitRequest(name, 1, client))
                    .as("a first request of kind '%s'", name)
                    .isEqualTo(new Admitted());
            assertThat(client().admitRequest(name, 1, client)).isInstanceOf(Rejected.class);
        }
        for (String name : names) {
            failedFreely(name);
            rejectedAttempt(name);
        }
        for (int i = 0; i < ATTEMPTS_PER_MINUTE; i++) {
            assertThat(client().admit(Unique.email(), client))
                    .as("login %d of the client", i + 1)
                    .isEqualTo(new Admitted());
        }
        assertThat(client().admit(Unique.email(), client)).isInstanceOf(Rejected.class);
        assertThat(client().admitRequest("another kind", 1, client)).isEqualTo(new Admitted());
    }

    /**
     * Given an account in its longest pause, and a client beyond its limit. When the clock is set back by an hour. Then
     * the account waits 15 minutes at most, the client one minute at most, and both are admitted afterwards. The same
     * holds if the clock was wrong by a year for a moment; the failures then expire after a day.
     */
    @Clause(
            value = "throttle.clock-set-back",
            promise = "If the clock is set back, no pause or minute lasts longer than from its start.")
    void pausesNoLongerAfterClockWasSetBack() {
        String account = Unique.email();
        ClientAddress client = Unique.clientAddress();
        failedFreely(account);
        for (int further = 0; further < 12; further++) {
            clock.advance(MAX_PAUSE);
            assertThat(attempt(account)).isEqualTo(new Admitted());
        }
        client().admitRequest("kind", 1, client);

        clock.advance(Duration.ofHours(-1));

        assertThat(rejectedAttempt(account).retryAfter()).isLessThanOrEqualTo(MAX_PAUSE);
        assertThat(client().admitRequest("kind", 1, client)).isEqualTo(new Rejected(Duration.ofMinutes(1), true));
        clock.advance(MAX_PAUSE);
        assertThat(attempt(account)).isEqualTo(new Admitted());
        assertThat(client().admitRequest("kind", 1, client)).isEqualTo(new Admitted());

        String other = Unique.email();
        clock.advance(Duration.ofDays(365));
        failedFreely(other);
        client().admitRequest("other", 1, client);
        clock.advance(Duration.ofDays(-365));
        assertThat(rejectedAttempt(other).retryAfter()).isEqualTo(Duration.ofSeconds(1));
        assertThat(client().admitRequest("other", 1, client)).isEqualTo(new Rejected(Duration.ofMinutes(1), true));
        clock.advance(FAILURE_RETENTION);
        failedFreely(other);
        rejectedAttempt(other);
        assertThat(client().admitRequest("other", 1, client)).isEqualTo(new Admitted());
    }

    /**
     * Given attempts with an unknown client address. When more than 300 of them are made in a minute. Then all are
     * admitted.
     */
    @Clause(
            value = "throttle.unknown-client-unlimited",
            promise = "Attempts from an unknown client address are not limited per client.")
    void doesNotLimitUnknownClients() {
        for (int i = 0; i < ATTEMPTS_PER_MINUTE + 10; i++) {
            assertThat(attempt(Unique.email())).isEqualTo(new Admitted());
        }
    }

    /**
     * Given attempts and requests that one node counted. When another node asks for the account or the client, and
     * releases or clears attempts. Then they count, and are released and cleared, for both nodes.
     */
    @Clause(value = "throttle.shared-by-clients", promise = "All nodes that share a throttle see the same counts.")
    void clientsShareCounts() throws Exception {
        String account = Unique.email();
        failedFreely(account);
        LoginThrottle other = secondClient();

        assertThat(other.admit(account, UNKNOWN_CLIENT)).isEqualTo(new Rejected(Duration.ofSeconds(1), true));
        assertThat(attempt(account)).isEqualTo(new Rejected(Duration.ofSeconds(1), false));
        other.release(account);
        assertThat(attempt(account)).isEqualTo(new Admitted());
        rejectedAttempt(account);
        other.clear(account);
        failedFreely(account);

        ClientAddress client = Unique.clientAddress();
        for (int i = 0; i < ATTEMPTS_PER_MINUTE; i++) {
            (i % 2 == 0 ? client() : other).admit(Unique.email(), client);
        }
        assertThat(other.admit(Unique.email(), client)).isEqualTo(new Rejected(Duration.ofMinutes(1), true));
        assertThat(client().admit(Unique.email(), client)).isEqualTo(new Rejected(Duration.ofMinutes(1), false));
        assertThat(client().admitRequest("kind", 1, client)).isEqualTo(new Admitted());
        assertThat(other.admitRequest("kind", 1, client)).isEqualTo(new Rejected(Duration.ofMinutes(1), true));
    }

    /**
     * Given an account that pauses several times, and a client that is beyond its limit in several minutes. When
     * attempts are rejected. Then only the first rejection of each pause and minute is marked as first.
     */
    @Clause(
            value = "throttle.first-rejection-marked",
            promise = "Exactly the first rejection of each pause is marked as first.")
    void marksFirstRejectionOfEachPause() {
        String account = Unique.email();
        failedFreely(account);
        for (int pause = 0; pause < 3; pause++) {
            assertThat(rejectedAttempt(account).first()).isTrue();
            assertThat(rejectedAttempt(account).first()).isFalse();
            clock.advance(rejectedAttempt(account).retryAfter());
            attempt(account);
        }
        ClientAddress client = Unique.clientAddress();
        for (int minute = 0; minute < 3; minute++) {
            client().admitRequest("kind", 1, client);
            for (int i = 0; i < 3; i++) {
                assertThat(client().admitRequest("kind", 1, client))
                        .isEqualTo(new Rejected(Duration.ofMinutes(1), i == 0));
            }
            clock.advance(Duration.ofMinutes(1));
        }
    }

    /**
     * Given texts of any characters and lengths, many of them similar. When they are used as account names. Then each
     * text is a separate account.
     */
    @Clause(
            value = "throttle.any-text-accepted",
            promise = "Any text is accepted as an account, and no two texts are the same account.")
    void acceptsAnyTextAsAccount() {
        String name = Unique.email();
        String longName = name.repeat(4_000);
        List<String> accounts = List.of(
                "",
                " ",
                "\0",
                "*",
                "?",
                "\uD800",
                "\uD801",
                "\uDC00",
                "\uFFFD",
                "😀",
                "a:b",
                "a",
                "a\0",
                "a\0b",
                "user\r\n",
                name,
                name.toUpperCase(Locale.ROOT),
                name + " ",
                " " + name,
                name + "\u00e9",
                name + "e\u0301",
                longName,
                longName + "a",
                longName + "b");
        for (String account : accounts) {
            failedFreely(account);
        }
        for (String account : accounts) {
            rejectedAttempt(account);
            client().clear(account);
            failedFreely(account);
        }
    }
}
