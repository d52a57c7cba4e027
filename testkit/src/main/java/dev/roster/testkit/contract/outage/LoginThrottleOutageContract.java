package dev.roster.testkit.contract.outage;

import static dev.roster.application.port.security.LoginThrottle.ATTEMPTS_PER_MINUTE;
import static dev.roster.application.port.security.LoginThrottle.FAILURES_BEFORE_PAUSE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.LoginThrottle.Admitted;
import dev.roster.application.port.security.LoginThrottle.Decision;
import dev.roster.application.port.security.LoginThrottle.Rejected;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import dev.roster.testkit.conformance.fault.FaultyBackend;
import dev.roster.testkit.conformance.fault.Outage;
import dev.roster.testkit.conformance.fault.OutageContract;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.SettableClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** Contract of a {@link LoginThrottle} whose server becomes unavailable and recovers. */
public abstract class LoginThrottleOutageContract extends OutageContract<LoginThrottle> {

    private static final ClientAddress CLIENT = new ClientAddress("192.0.2.1");
    private static final String KIND = "outage-test";
    private static final int REQUESTS = 10;
    private static final int FURTHER = 20;

    private final SettableClock clock = new SettableClock();

    /**
     * Returns a throttle that has counted nothing, whose server can fail. Called before each clause; closed after it.
     *
     * @param clock the clock that all clients of the backend use; it stands still
     */
    protected abstract FaultyBackend<LoginThrottle> emptyBackendWithFaults(InstantSource clock) throws Exception;

    @Override
    protected final FaultyBackend<LoginThrottle> emptyBackendWithFaults() throws Exception {
        return emptyBackendWithFaults(clock);
    }

    /**
     * Returns whether the counts outlive a restart of the server. If not, they start from zero afterwards, such as
     * those in a Redis without persistence.
     */
    protected Capability countsOutliveServer() {
        return Capability.supported();
    }

    @Override
    protected Duration longestCall() {
        return Duration.ofMillis(50);
    }

    /**
     * Given a throttle that works. When its server is cut off, stopped or slow, and each method is called, twice. Then
     * each call returns in bounded time, without an exception.
     */
    @Clause(
            value = "throttle-outage.calls-return",
            promise = "While the server is away or does not respond, each call returns in bounded time without an"
                    + " exception.",
            needs = {"cut-connections", "slow-responses", "stopped-server"})
    void callsReturn() throws Exception {
        assertSharedCounts();
        for (Outage outage : outages()) {
            String account = Unique.email();
            List<Callable<Object>> calls = List.of(
                    () -> client().admit(account, CLIENT),
                    () -> client().admitRequest(KIND, REQUESTS, CLIENT),
                    () -> {
                        client().release(account);
                        return "released";
                    },
                    () -> {
                        client().clear(account);
                        return "cleared";
                    });
            outage.begin().run();
            List<Outcome<Object>> first = runBounded(calls);
            List<Outcome<Object>> second = runBounded(calls);
            outage.end().run();

            assertThat(List.of(first, second))
                    .as("results during %s", outage.name())
                    .allSatisfy(outcomes ->
                            assertThat(outcomes).extracting(Outcome::get).doesNotContainNull());
            awaitRecovery(this::assertSharedCounts);
        }
    }

    /**
     * Given a server that is cut off or stopped. When passwords of an account are guessed, passwords of many accounts
     * by one client, and other requests are made by one client. Then the first attempt of each is admitted, and at most
     * as many as while the server is available. Another client counts apart.
     */
    @Clause(
            value = "throttle-outage.guesses-limited",
            promise = "While the server is away, accounts, clients and kinds of requests are limited as before, on each"
                    + " node, and not shut out.",
            needs = {"cut-connections", "stopped-server"})
    void guessesAreLimited() throws Exception {
        assertSharedCounts();
        for (Outage outage : breaks()) {
            String account = Unique.email();
            outage.begin().run();
            runBounded(List.<Callable<Decision>>of(() -> client().admit(Unique.email(), ClientAddress.UNKNOWN)));

            assertAdmits(
                    FAILURES_BEFORE_PAUSE,
                    () -> client().admit(account, ClientAddress.UNKNOWN),
                    "failures of an account");
            assertThat(secondClient().admit(account, ClientAddress.UNKNOWN))
                    .as(
                            "attempt at another client during %s; clients that still share counts are not affected by "
                                    + "the fault control: do they connect to the server through it?",
                            outage.name())
                    .isEqualTo(new Admitted());
            assertAdmits(ATTEMPTS_PER_MINUTE, () -> client().admit(Unique.email(), CLIENT), "attempts of a client");
            assertAdmits(REQUESTS, () -> client().admitRequest(KIND + outage.name(), REQUESTS, CLIENT), "requests");
            outage.end().run();
            awaitRecovery(this::assertSharedCounts);
            clock.advance(Duration.ofMinutes(2));
        }
    }

    private static void assertAdmits(int limit, Callable<Decision> attempt, String what) throws Exception {
        assertThat(attempt.call()).as("the first of the %s", what).isEqualTo(new Admitted());
        int admitted = 1;
        for (int i = 0; i < limit + FURTHER; i++) {
            admitted += attempt.call() instanceof Admitted ? 1 : 0;
        }
        assertThat(admitted).as("admitted %s while the server is away", what).isLessThanOrEqualTo(limit);
    }

    /**
     * Given a throttle whose server becomes unavailable and recovers. When an account fails at one client afterwards.
     * Then it pauses at another client, too.
     */
    @Clause(
            value = "throttle-outage.shared-again",
            promise = "After an outage the same clients share their counts again.",
            needs = {"cut-connections", "slow-responses", "stopped-server"})
    void countsAreSharedAgain() throws Exception {
        for (Outage outage : outages()) {
            outage.begin().run();
            runBounded(List.<Callable<Decision>>of(() -> client().admit(Unique.email(), CLIENT)));
            outage.end().run();

            assertThat(awaitRecovery(this::assertSharedCounts)).isTrue();
        }
    }

    /**
     * Given an account that failed in an outage, and whose owner was authenticated after it. When another outage
     * begins. Then the account has all its free failures again.
     */
    @Clause(
            value = "throttle-outage.success-clears-all",
            promise = "A success after an outage also removes the failures that were counted during it.",
            needs = {"cut-connections", "stopped-server"})
    void successClearsAll() throws Exception {
        for (Outage outage : breaks()) {
            String account = Unique.email();
            outage.begin().run();
            for (int i = 0; i <= FAILURES_BEFORE_PAUSE; i++) {
                client().admit(account, ClientAddress.UNKNOWN);
            }
            assertThat(client().admit(account, ClientAddress.UNKNOWN)).isInstanceOf(Rejected.class);
            outage.end().run();
            awaitRecovery(this::assertSharedCounts);
            client().clear(account);
            outage.begin().run();

            assertThat(client().admit(account, ClientAddress.UNKNOWN)).isEqualTo(new Admitted());
            outage.end().run();
            awaitRecovery(this::assertSharedCounts);
        }
    }

    /**
     * Given an account that pauses. When the server is stopped and started again. Then it still pauses; or, as
     * declared, it has all its free failures again, and then pauses.
     */
    @Clause(
            value = "throttle-outage.restart-keeps-all-or-nothing",
            promise = "After a restart of its server the counts are as before or, as declared, start from zero.",
            needs = {"counts-outlive-server", "cut-connections", "stopped-server"})
    void restartKeepsAllOrNothing() throws Exception {
        String account = Unique.email();
        for (int i = 0; i < FAILURES_BEFORE_PAUSE; i++) {
            client().admit(account, ClientAddress.UNKNOWN);
        }
        assertThat(client().admit(account, ClientAddress.UNKNOWN)).isInstanceOf(Rejected.class);
        List<Outage> breaks = breaks();
        Outage restart = breaks.get(breaks.size() - 1);
        restart.begin().run();
        runBounded(List.<Callable<Decision>>of(() -> client().admit(Unique.email(), CLIENT)));
        restart.end().run();

        awaitRecovery(this::assertSharedCounts);
        boolean kept = countsOutliveServer().isSupported() || !stoppedServer().isSupported();
        for (int i = 0; i < FAILURES_BEFORE_PAUSE && !kept; i++) {
            assertThat(client().admit(account, ClientAddress.UNKNOWN))
                    .as("attempt %d after the restart", i + 1)
                    .isEqualTo(new Admitted());
        }
        for (LoginThrottle each : List.of(client(), secondClient())) {
            assertThat(each.admit(account, ClientAddress.UNKNOWN))
                    .as("attempt after %d failures", FAILURES_BEFORE_PAUSE)
                    .isInstanceOf(Rejected.class);
        }
    }

    private boolean assertSharedCounts() throws Exception {
        String account = Unique.email();
        IntStream.range(0, FAILURES_BEFORE_PAUSE)
                .forEach(i -> assertThat(client().admit(account, ClientAddress.UNKNOWN))
                        .isEqualTo(new Admitted()));
        assertThat(secondClient().admit(account, ClientAddress.UNKNOWN))
                .as("attempt at another client")
                .isInstanceOf(Rejected.class);
        return true;
    }
}
