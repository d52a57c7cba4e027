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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

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
        return attempt(account, FAILURES_BEFORE_PAUSE);
    }

    private Decision attempt(String account, int freeFailures) {
        return Required.call(
                "an attempt for account " + escaped(account),
                () -> client().admit(account, freeFailures, UNKNOWN_CLIENT));
    }

    private void admittedAttempt(String account, String when, Object... arguments) {
        assertThat(attempt(account))
                .as("attempt for account %s %s", escaped(account), String.format(Locale.ROOT, when, arguments))
                .isEqualTo(new Admitted());
    }

    private void failedFreely(String account) {
        failedFreely(account, "without failures");
    }

    private void failedFreely(String account, String when) {
        for (int i = 0; i < FAILURES_BEFORE_PAUSE; i++) {
            admittedAttempt(account, "%s, number %d", when, i + 1);
        }
    }

    /** Makes attempts for an account without failures, each after the pause for the one before it. */
    private void failed(String account, int failures) {
        for (int i = 0; i < failures; i++) {
            clock.advance(LoginThrottle.pauseAfter(i));
            admittedAttempt(account, "after %d failures and the pause", i);
        }
    }

    private Rejected rejectedAttempt(String account) {
        return rejectedAttempt(account, "in a pause");
    }

    private Rejected rejectedAttempt(String account, String when, Object... arguments) {
        Decision decision = attempt(account);
        assertThat(decision)
                .as("attempt for account %s %s", escaped(account), String.format(Locale.ROOT, when, arguments))
                .isInstanceOf(Rejected.class);
        return (Rejected) decision;
    }

    private void assertPause(Duration expected, String account, String when, Object... arguments) {
        assertThat(rejectedAttempt(account, when, arguments).retryAfter())
                .as("pause of account %s %s", escaped(account), String.format(Locale.ROOT, when, arguments))
                .isEqualTo(expected);
    }

    /** Makes requests, or attempts for several accounts if the kind is null, up to the limit of the client. */
    private void limitUsedUp(@Nullable String kind, int limit, ClientAddress client) {
        for (int i = 0; i < limit; i++) {
            assertThat(request(kind, limit, client))
                    .as("%s %d of %d from client %s", described(kind), i + 1, limit, client)
                    .isEqualTo(new Admitted());
        }
    }

    private Decision request(@Nullable String kind, int limit, ClientAddress client) {
        return kind == null ? client().admit(Unique.email(), client) : client().admitRequest(kind, limit, client);
    }

    private static String described(@Nullable String kind) {
        return kind == null ? "login" : "request of kind " + escaped(kind);
    }

    /** Returns a text in quotes and printable characters, and only the end of a long one. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder("'");
        if (text.length() > 100) {
            escaped.append(text.length()).append(" characters, ending with ");
        }
        text.substring(Math.max(text.length() - 100, 0)).chars().forEach(each -> {
            if (each >= ' ' && each <= '~') {
                escaped.append((char) each);
            } else {
                escaped.append(String.format(Locale.ROOT, "\\u%04X", each));
            }
        });
        return escaped.append("'").toString();
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

        assertPause(Duration.ofSeconds(1), account, "after five failures");
        clock.advance(Duration.ofMillis(400));
        assertPause(Duration.ofMillis(600), account, "400 ms after five failures");
        clock.advance(Duration.ofMillis(599));
        rejectedAttempt(account, "999 ms after five failures");
        clock.advance(Duration.ofNanos(999_000));
        assertThat(rejectedAttempt(account, "1 microsecond before the pause ends")
                        .retryAfter())
                .as("pause of account %s 1 microsecond before it ends", escaped(account))
                .isPositive();
        clock.advance(Duration.ofNanos(1_000));
        admittedAttempt(account, "after the pause");
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

        for (int further = 0; further < 260; further++) {
            Duration pause = further < 10 ? Duration.ofSeconds(1L << further) : MAX_PAUSE;
            assertPause(pause, account, "after %d failures", FAILURES_BEFORE_PAUSE + further);
            clock.advance(pause);
            admittedAttempt(account, "after %d failures and a pause of %s", FAILURES_BEFORE_PAUSE + further, pause);
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
        admittedAttempt(account, "1 ms before five failures expire");
        assertPause(Duration.ofSeconds(2), account, "after a sixth failure 1 ms before five expired");
        for (int further = 0; further < 3; further++) {
            clock.advance(FAILURE_RETENTION.minusHours(4));
            admittedAttempt(account, "20 hours after failure %d", FAILURES_BEFORE_PAUSE + further + 1);
            assertPause(
                    Duration.ofSeconds(4L << further),
                    account,
                    "after failure %d, each within a day of the one before",
                    FAILURES_BEFORE_PAUSE + further + 2);
        }

        clock.advance(FAILURE_RETENTION);
        failedFreely(account, "whose failures expired");
        assertPause(Duration.ofSeconds(1), account, "after five failures, later than all others expired");
    }

    /**
     * Given accounts with few or many failures, just now or long ago. When they are cleared, once or twice. Then they
     * have no failures and no pause.
     */
    @Clause(
            value = "throttle.clear-resets-failures",
            promise = "After an account is cleared it has no failures and no pause.")
    void clearResetsFailures() {
        for (int failures : new int[] {1, FAILURES_BEFORE_PAUSE, 8, 21, 130}) {
            for (Duration since : List.of(Duration.ZERO, Duration.ofHours(2), Duration.ofHours(23))) {
                String account = Unique.email();
                failed(account, failures);
                clock.advance(since);
                client().clear(account);
                Required.run("clearing an account without failures", () -> client().clear(account));

                String cleared = String.format(Locale.ROOT, "cleared %s after %d failures", since, failures);
                failedFreely(account, cleared);
                assertPause(Duration.ofSeconds(1), account, "after five failures, " + cleared);
            }
        }
    }

    /**
     * Given accounts without failures, and with one to ten. When one attempt is released, or all are. Then these, and
     * no others, do not count as failures.
     */
    @Clause(value = "throttle.release-undoes-attempt", promise = "A released attempt does not count as a failure.")
    void releaseUndoesAttempt() {
        String account = Unique.email();
        client().release(account);
        for (int i = 0; i < 3 * FAILURES_BEFORE_PAUSE; i++) {
            admittedAttempt(account, "all of whose %d attempts were released", i);
            client().release(account);
        }
        failedFreely(account, "all of whose attempts were released");
        rejectedAttempt(account);

        for (int failures = 1; failures <= 2 * FAILURES_BEFORE_PAUSE; failures++) {
            String one = Unique.email();
            failed(one, failures);
            client().release(one);
            int counted = Math.max(failures - 1, FAILURES_BEFORE_PAUSE - 1);
            for (int i = failures - 1; i <= counted; i++) {
                admittedAttempt(one, "with %d failures after one of %d was released", i, failures);
            }
            assertPause(
                    LoginThrottle.pauseAfter(counted + 1),
                    one,
                    "with %d failures after one of %d was released",
                    counted + 1,
                    failures);

            String all = Unique.email();
            failed(all, failures);
            for (int i = 0; i < failures; i++) {
                client().release(all);
            }
            failedFreely(all, "all of whose " + failures + " attempts were released");
            assertPause(Duration.ofSeconds(1), all, "after five failures and %d released attempts", failures);
        }
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

    /**
     * Given an account with failures. When other accounts, one or 1,100 of them, fail, are released and cleared, while
     * it pauses or long afterwards, or at once on two nodes. Then no account affects another.
     */
    @Clause(
            value = "throttle.accounts-independent",
            promise = "Failures and successes of one account do not affect another.")
    void accountsAreIndependent() throws Exception {
        String account = Unique.email();
        String other = Unique.email();
        failedFreely(account);

        failedFreely(other);
        client().clear(other);

        rejectedAttempt(account, "after another account was cleared");
        admittedAttempt(other, "that was cleared, while another one pauses");
        Duration pause = Duration.ofSeconds(1);
        for (Duration idle : List.of(pause, Duration.ofMinutes(16), Duration.ofHours(1), Duration.ofHours(23))) {
            clock.advance(idle);
            client().release(other);
            client().clear(other);
            admittedAttempt(other, "that was cleared");
            admittedAttempt(account, "after attempts for another one and " + idle);
            pause = pause.multipliedBy(2);
            assertPause(pause, account, "that was idle for %s while another one had attempts", idle);
        }
        for (int i = 0; i < 1_100; i++) {
            admittedAttempt(Unique.email(), "without failures, number %d", i + 1);
        }
        assertPause(pause, account, "after attempts for 1,100 others");
        assertConcurrentAttemptsForOthersCounted();
    }

    private void assertConcurrentAttemptsForOthersCounted() throws Exception {
        String prefix = Unique.email();
        LoginThrottle other = secondClient();
        int accountsOfThread = 300;

        int rounds = TightRace.run((thread, round) -> {
            if (round < accountsOfThread) {
                (thread == 0 ? client() : other).admit(prefix + thread + " " + round, 1, UNKNOWN_CLIENT);
            }
        });

        for (int round = 0; round < Math.min(rounds, accountsOfThread); round++) {
            for (int thread = 0; thread < 2; thread++) {
                assertThat(attempt(prefix + thread + " " + round, 1))
                        .as("second attempt, if one is free, for account %d of node %d", round, thread)
                        .isInstanceOf(Rejected.class);
            }
        }
    }

    /**
     * Given a client that tries one account after another. When it makes more than 300 attempts in a minute. Then these
     * are rejected until the minute ends, which started with the first attempt, in each of several minutes, and neither
     * the account nor other clients are affected, and other clients do not affect it.
     */
    @Clause(
            value = "throttle.clients-limited",
            promise =
                    "Each client has 300 attempts a minute across all accounts; further ones affect neither the account nor other clients.")
    void limitsAttemptsPerClient() {
        ClientAddress client = Unique.clientAddress();
        clock.advance(Duration.ofMillis(7_300)); // not at the start of a minute of the clock
        for (int i = 0; i < ATTEMPTS_PER_MINUTE; i++) {
            assertThat(client().admit(Unique.email(), client))
                    .as("login %d from client %s", i + 1, client)
                    .isEqualTo(new Admitted());
            clock.advance(Duration.ofMillis(100));
        }
        String account = Unique.email();

        for (int i = 0; i < 2 * FAILURES_BEFORE_PAUSE; i++) {
            assertThat(client().admit(account, client))
                    .as("login %d from client %s", ATTEMPTS_PER_MINUTE + i + 1, client)
                    .isEqualTo(new Rejected(Duration.ofSeconds(30), i == 0));
        }
        for (int i = 0; i < 100; i++) {
            ClientAddress other = Unique.clientAddress();
            assertThat(client().admit(Unique.email(), other))
                    .as("login from client %s, while another client is limited", other)
                    .isEqualTo(new Admitted());
        }
        assertThat(client().admit(account, Unique.clientAddress()))
                .as("neither another client nor the account is affected")
                .isEqualTo(new Admitted());
        clock.advance(Duration.ofMillis(29_999));
        assertRejectedUntilEndOfMinute(null, ATTEMPTS_PER_MINUTE, client);
        for (int minute = 2; minute < 5; minute++) {
            limitUsedUp(null, ATTEMPTS_PER_MINUTE, client);
            assertThat(client().admit(account, client))
                    .as("login %d from client %s in minute %d", ATTEMPTS_PER_MINUTE + 1, client, minute)
                    .isEqualTo(new Rejected(Duration.ofMinutes(1), true));
            clock.advance(Duration.ofMinutes(1));
        }
    }

    /** Asserts that a client is rejected in the last millisecond of its minute, and moves the clock to its end. */
    private void assertRejectedUntilEndOfMinute(@Nullable String kind, int limit, ClientAddress client) {
        assertThat(request(kind, limit, client))
                .as("%s from client %s in the last millisecond of its minute", described(kind), client)
                .isEqualTo(new Rejected(Duration.ofMillis(1), false));
        clock.advance(Duration.ofNanos(999_000));
        assertThat(request(kind, limit, client))
                .as("%s from client %s in the last microsecond of its minute", described(kind), client)
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.retryAfter())
                                .as("wait of client %s in the last microsecond", client)
                                .isPositive());
        clock.advance(Duration.ofNanos(1_000));
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

        assertThat(client().admit(Unique.email(), client))
                .as("login from client %s at the first node", client)
                .isEqualTo(new Rejected(Duration.ofMinutes(1), true));
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
            assertThat(client().admit(own, client))
                    .as("attempt for account %s from client %s at the first node", escaped(own), client)
                    .isEqualTo(new Admitted());
            if (i % 2 == 0) {
                client().clear(own);
            } else {
                client().release(own);
            }
        }

        assertThat(client().admit(Unique.email(), client))
                .as("login from client %s at the first node", client)
                .isEqualTo(new Rejected(Duration.ofMinutes(1), true));
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
            assertThat(client().admit(Unique.email(), next))
                    .as("login from client %s at the first node", next)
                    .isEqualTo(new Admitted());
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
                "2001:db8:11:2:0:0:0:1",
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
     * Given counters with 1, 3, 5 or 50 free failures. When attempts fail. Then as many are admitted without a pause,
     * and the pauses double from then on.
     */
    @Clause(
            value = "throttle.free-failures-of-caller",
            promise = "The caller chooses after how many consecutive failures the first pause starts.")
    void pausesAfterFreeFailuresOfCaller() {
        for (int free : new int[] {1, 3, 5, 50}) {
            String account = Unique.email();
            for (int i = 0; i < free; i++) {
                assertThat(attempt(account, free))
                        .as("attempt %d for account %s with %d free failures", i + 1, account, free)
                        .isEqualTo(new Admitted());
            }

            for (int further = 0; further < 3; further++) {
                Duration pause = Duration.ofSeconds(1L << further);
                assertThat(attempt(account, free))
                        .as("attempt after %d failures for account %s, %d free", free + further, account, free)
                        .isEqualTo(new Rejected(pause, true));
                clock.advance(pause);
                assertThat(attempt(account, free))
                        .as("attempt after a pause of %s for account %s, %d free", pause, account, free)
                        .isEqualTo(new Admitted());
            }
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
            assertThat(client().admitRequest("one", 3, client))
                    .as("request of kind %s from client %s at the first node", escaped("one"), client)
                    .isEqualTo(new Admitted());
            clock.advance(Duration.ofSeconds(10));
        }

        for (int i = 0; i < 2; i++) {
            assertThat(client().admitRequest("one", 3, client))
                    .as("request of kind %s from client %s at the first node", escaped("one"), client)
                    .isEqualTo(new Rejected(Duration.ofSeconds(30), i == 0));
        }
        assertThat(client().admitRequest("other", 1, client))
                .as("request of kind %s from client %s at the first node", escaped("other"), client)
                .isEqualTo(new Admitted());
        assertThat(client().admit(Unique.email(), client))
                .as("login from client %s at the first node", client)
                .isEqualTo(new Admitted());
        assertThat(client().admitRequest("one", 1, Unique.clientAddress()))
                .as("a request of kind %s from another client at the first node", escaped("one"))
                .isEqualTo(new Admitted());
        for (int i = 0; i < 3; i++) {
            assertThat(client().admitRequest("one", 1, UNKNOWN_CLIENT))
                    .as("request of kind %s from client %s at the first node", escaped("one"), UNKNOWN_CLIENT)
                    .isEqualTo(new Admitted());
        }
        for (int i = 0; i < 100; i++) {
            limitUsedUp("one", 1, Unique.clientAddress());
        }
        clock.advance(Duration.ofMillis(29_999));
        assertRejectedUntilEndOfMinute("one", 3, client);
        clock.advance(Duration.ofSeconds(2));
        for (int minute = 2; minute < 5; minute++) {
            limitUsedUp("one", 3, client);
            assertThat(client().admitRequest("one", 3, client))
                    .as("fourth request of client %s in minute %d, three are allowed", client, minute)
                    .isEqualTo(new Rejected(Duration.ofMinutes(1), true));
            clock.advance(Duration.ofMinutes(1));
        }
        for (int limit : new int[] {1, 10, 300}) {
            ClientAddress another = Unique.clientAddress();
            limitUsedUp("one", limit, another);
            assertThat(client().admitRequest("one", limit, another))
                    .as("request %d of client %s, %d are allowed", limit + 1, another, limit)
                    .isEqualTo(new Rejected(Duration.ofMinutes(1), true));
        }
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
                "Kind",
                "kind ",
                " kind",
                client.network(),
                "client:" + client.network());
        for (String name : names) {
            assertThat(client().admitRequest(name, 1, client))
                    .as("a first request of kind '%s'", name)
                    .isEqualTo(new Admitted());
            assertThat(client().admitRequest(name, 1, client))
                    .as("a second request of kind '%s'", name)
                    .isInstanceOf(Rejected.class);
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
        assertThat(client().admit(Unique.email(), client))
                .as("login from client %s at the first node", client)
                .isInstanceOf(Rejected.class);
        assertThat(client().admitRequest("another kind", 1, client))
                .as("a request of client %s beyond its limit of logins", client)
                .isEqualTo(new Admitted());
        limitUsedUp("k1", 1, new ClientAddress("2.3.4.5"));
        limitUsedUp("k", 1, new ClientAddress("12.3.4.5"));
        limitUsedUp("ka", 1, new ClientAddress("b:2:3:4:0:0:0:1"));
        limitUsedUp("k", 1, new ClientAddress("ab:2:3:4:0:0:0:1"));
    }

    /**
     * Given an account in its longest pause, and a client beyond its limit. When the clock is set back by an hour. Then
     * the account waits 15 minutes at most, the client one minute at most, and both are admitted afterwards. The same
     * holds for a client beyond its limit of logins, if the clock is set back by 30 seconds, and if the clock was wrong
     * by a year for a moment; the failures then expire after a day.
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
            admittedAttempt(account, "outside a pause");
        }
        client().admitRequest("kind", 1, client);

        clock.advance(Duration.ofHours(-1));

        assertThat(rejectedAttempt(account).retryAfter()).isLessThanOrEqualTo(MAX_PAUSE);
        assertThat(client().admitRequest("kind", 1, client))
                .as("request of kind %s from client %s at the first node", escaped("kind"), client)
                .isEqualTo(new Rejected(Duration.ofMinutes(1), true));
        clock.advance(MAX_PAUSE);
        admittedAttempt(account, "outside a pause");
        assertThat(client().admitRequest("kind", 1, client))
                .as("request of kind %s from client %s at the first node", escaped("kind"), client)
                .isEqualTo(new Admitted());

        String other = Unique.email();
        clock.advance(Duration.ofDays(365));
        failedFreely(other);
        client().admitRequest("other", 1, client);
        clock.advance(Duration.ofDays(-365));
        assertPause(Duration.ofSeconds(1), other, "after its failures");
        assertThat(client().admitRequest("other", 1, client))
                .as("request of kind %s from client %s at the first node", escaped("other"), client)
                .isEqualTo(new Rejected(Duration.ofMinutes(1), true));
        clock.advance(FAILURE_RETENTION);
        failedFreely(other);
        rejectedAttempt(other);
        assertThat(client().admitRequest("other", 1, client))
                .as("a request of client %s a day after the clock was set back by a year", client)
                .isEqualTo(new Admitted());
        for (Duration back : List.of(Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofHours(1))) {
            assertNothingProlongedBySettingBack(back);
        }
    }

    private void assertNothingProlongedBySettingBack(Duration back) {
        String account = Unique.email();
        failed(account, 8);
        ClientAddress client = Unique.clientAddress();
        limitUsedUp(null, ATTEMPTS_PER_MINUTE, client);
        limitUsedUp("kind", 2, client);

        clock.advance(back.negated());

        assertThat(rejectedAttempt(account, "after the clock was set back by %s", back)
                        .retryAfter())
                .as("pause of account %s after the clock was set back by %s", account, back)
                .isLessThanOrEqualTo(Duration.ofSeconds(8));
        for (String kind : Arrays.asList(null, "kind")) {
            assertThat(request(kind, 2, client))
                    .as("%s from client %s after the clock was set back by %s", described(kind), client, back)
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            rejected -> assertThat(rejected.retryAfter())
                                    .as("wait after the clock was set back by %s", back)
                                    .isBetween(Duration.ofNanos(1), Duration.ofMinutes(1)));
        }
        clock.advance(Duration.ofSeconds(8));
        admittedAttempt(account, "8 s after the clock was set back by %s in a pause of 8 s", back);
        clock.advance(Duration.ofSeconds(52));
        for (String kind : Arrays.asList(null, "kind")) {
            assertThat(request(kind, 2, client))
                    .as("%s from client %s a minute after the clock was set back by %s", described(kind), client, back)
                    .isEqualTo(new Admitted());
        }
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

        assertThat(other.admit(account, UNKNOWN_CLIENT))
                .as("attempt for account %s from client %s at the second node", escaped(account), UNKNOWN_CLIENT)
                .isEqualTo(new Rejected(Duration.ofSeconds(1), true));
        assertThat(attempt(account)).isEqualTo(new Rejected(Duration.ofSeconds(1), false));
        other.release(account);
        admittedAttempt(account, "outside a pause");
        rejectedAttempt(account);
        other.clear(account);
        failedFreely(account);

        ClientAddress client = Unique.clientAddress();
        for (int i = 0; i < ATTEMPTS_PER_MINUTE; i++) {
            (i % 2 == 0 ? client() : other).admit(Unique.email(), client);
        }
        assertThat(other.admit(Unique.email(), client))
                .as("login from client %s at the second node", client)
                .isEqualTo(new Rejected(Duration.ofMinutes(1), true));
        assertThat(client().admit(Unique.email(), client))
                .as("login from client %s at the first node", client)
                .isEqualTo(new Rejected(Duration.ofMinutes(1), false));
        assertThat(client().admitRequest("kind", 1, client))
                .as("request of kind %s from client %s at the first node", escaped("kind"), client)
                .isEqualTo(new Admitted());
        assertThat(other.admitRequest("kind", 1, client))
                .as("request of kind %s from client %s at the second node", escaped("kind"), client)
                .isEqualTo(new Rejected(Duration.ofMinutes(1), true));
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
                        .as("request of kind %s from client %s at the first node", escaped("kind"), client)
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
        String before = "no account";
        for (String account : accounts) {
            failedFreely(account, "after failures of " + escaped(before));
            before = account;
        }
        for (String account : accounts) {
            rejectedAttempt(account, "after failures of it and before it is cleared, after %s", escaped(before));
            client().clear(account);
            failedFreely(account, "that was cleared");
            before = account;
        }
    }
}
