package dev.roster.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.LoginThrottle.Admitted;
import dev.roster.application.port.security.LoginThrottle.Rejected;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.InMemoryLoginThrottle;
import dev.roster.testkit.fake.SettableClock;
import dev.roster.testkit.server.DedicatedRedisServer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * A Redis that becomes unavailable and recovers, on a server of this test's own: logins stay limited, and calls return
 * quickly.
 */
class RedisLoginThrottleOutageIT {

    private static final ClientAddress CLIENT = new ClientAddress("192.0.2.1");

    @AutoClose
    private final DedicatedRedisServer server = new DedicatedRedisServer();

    @AutoClose
    private final RedisConnection redis = TestRedis.connect(server.url());

    private final SettableClock clock = new SettableClock();
    private final LoginThrottle throttle = throttle(redis);

    private LoginThrottle throttle(RedisConnection connection) {
        return new RedisLoginThrottle(connection, new InMemoryLoginThrottle(clock), clock);
    }

    private void assertThrottles(String account) {
        for (int i = 0; i < LoginThrottle.FAILURES_BEFORE_PAUSE; i++) {
            assertThat(throttle.admit(account, CLIENT)).isEqualTo(new Admitted());
        }
        assertThat(throttle.admit(account, CLIENT)).isEqualTo(new Rejected(Duration.ofSeconds(1), true));
    }

    /** Includes one attempt that detects the outage. */
    private void kill() {
        server.kill();
        throttle.admit(Unique.email(), CLIENT);
        assertThat(redis.isUp()).isFalse();
    }

    private void start() {
        server.start();
        Await.untilUp(redis);
    }

    @Test
    void throttlesWithoutKilledServer() {
        String account = Unique.email();
        assertThrottles(account);

        kill();

        assertThrottles(account);
        assertThrottles(Unique.email());
        throttle.clear(account);
        assertThrottles(account);
        String released = Unique.email();
        throttle.admit(released, CLIENT);
        throttle.release(released);
        assertThrottles(released);
    }

    @Test
    void countsInRedisAgainAfterRestart() {
        String account = Unique.email();
        kill();
        assertThrottles(account);

        start();

        assertThrottles(account);
        try (RedisConnection other = TestRedis.connect(server.url())) {
            assertThat(throttle(other).admit(account, CLIENT))
                    .as("another node")
                    .isEqualTo(new Rejected(Duration.ofSeconds(1), false));
        }
    }

    @Test
    void clearsFallbackToo() {
        String account = Unique.email();
        kill();
        assertThrottles(account);
        start();
        throttle.clear(account);

        kill();

        assertThrottles(account);
    }

    @Test
    void limitsClientsDuringOutage() {
        kill();
        long admitted = IntStream.range(0, LoginThrottle.ATTEMPTS_PER_MINUTE + 50)
                .filter(i -> throttle.admit(Unique.email(), CLIENT) instanceof Admitted)
                .count();

        // One attempt was in progress when the server was killed.
        assertThat(admitted).isEqualTo(LoginThrottle.ATTEMPTS_PER_MINUTE - 1);
    }

    @Test
    void hangingServerDelaysNoCaller() throws Exception {
        Duration timeout = Duration.ofMillis(200);
        try (RedisConnection hasty =
                RedisConnection.open(RedisSettings.parse(server.url()).withCommandTimeout(timeout))) {
            LoginThrottle throttleInHaste = throttle(hasty);
            server.pause();

            Await.assertNoneTakesLonger(timeout.multipliedBy(10), () -> {
                String account = Unique.email();
                return List.of(
                        () -> throttleInHaste.admit(account, CLIENT),
                        () -> throttleInHaste.release(account),
                        () -> throttleInHaste.clear(account));
            });
        }
    }
}
