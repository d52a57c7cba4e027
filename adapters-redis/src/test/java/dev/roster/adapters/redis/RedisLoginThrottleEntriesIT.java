package dev.roster.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.LoginThrottle.Admitted;
import dev.roster.application.port.security.LoginThrottle.Rejected;
import dev.roster.testkit.fake.SettableClock;
import dev.roster.testkit.server.DedicatedRedisServer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;

/** The keys and values that {@link RedisLoginThrottle} stores in Redis. */
class RedisLoginThrottleEntriesIT {

    private static final String ANN = "ann@example.com";
    private static final ClientAddress CLIENT = new ClientAddress("2001:db8:1:2:3:4:5:6");

    @AutoClose
    private final TestRedis server = new TestRedis();

    private final RedisClient operator = server.client();
    private final SettableClock clock = new SettableClock();
    private final LoginThrottle throttle = new RedisLoginThrottle(server.connect(), LoginThrottle.NONE, clock);

    /** Output of {@code printf ann@example.com | sha256sum}. */
    private final String annsKey =
            server.prefixed("throttle:account:71d4f55f72fa128dfb468a1a3901507c804b74316488744d769d7f4b16696476");

    private final String clientsKey = server.prefixed("throttle:client:2001:db8:1:2::/64");

    private Set<String> keys() {
        return operator.keys(server.prefixed("*"));
    }

    private Rejected firstRefusal() {
        for (int i = 0; i < LoginThrottle.FAILURES_BEFORE_PAUSE; i++) {
            assertThat(throttle.admit(ANN, CLIENT)).isEqualTo(new Admitted());
        }
        return (Rejected) throttle.admit(ANN, CLIENT);
    }

    @Test
    void keysContainNoSubmittedText() {
        firstRefusal();

        assertThat(keys()).containsExactlyInAnyOrder(annsKey, clientsKey);
        assertThat(operator.get(annsKey)).isEqualTo("5 1672531201000 1 1672531200000");
        assertThat(operator.get(clientsKey)).isEqualTo("6 1672531260000");
    }

    @Test
    void everyEntryExpires() {
        firstRefusal();
        assertTtl(annsKey, LoginThrottle.FAILURE_RETENTION);
        assertTtl(clientsKey, Duration.ofMinutes(1));

        throttle.release(ANN);
        assertTtl(annsKey, LoginThrottle.FAILURE_RETENTION);
        throttle.clear(ANN);
        assertThat(keys()).containsExactly(clientsKey);
        throttle.release(ANN);
        assertThat(keys()).containsExactly(clientsKey);
    }

    private void assertTtl(String key, Duration most) {
        assertThat(operator.pttl(key)).isBetween(1L, most.toMillis());
    }

    @Test
    void everyCallTakesOneRoundTrip() {
        try (DedicatedRedisServer own = new DedicatedRedisServer();
                RedisClient itsOperator = RedisClient.create(own.url());
                RedisConnection connection = TestRedis.connect(own.url())) {
            LoginThrottle there = new RedisLoginThrottle(connection, LoginThrottle.NONE, clock);
            TestRedis.command(itsOperator, Command.CONFIG, "RESETSTAT");

            there.admit(ANN, CLIENT);
            there.admit(ANN, ClientAddress.UNKNOWN);
            there.release(ANN);
            there.clear(ANN);

            // Scripts also count their GET and SET.
            assertThat(itsOperator.info("commandstats").lines().map(line -> line.split(",", 2)[0]))
                    .contains("cmdstat_evalsha:calls=4")
                    .noneMatch(line -> line.startsWith("cmdstat_eval:"));
        }
    }

    @Test
    void ignoresCorruptEntries() {
        for (String garbage : List.of("", "garbage", "5 9999999999999 0", "-1 0 0 0")) {
            operator.set(annsKey, garbage);
            operator.set(clientsKey, garbage);
            assertThat(firstRefusal()).isEqualTo(new Rejected(Duration.ofSeconds(1), true));
            operator.del(clientsKey);
        }
        operator.del(annsKey);
        operator.lpush(annsKey, "of another type");
        operator.lpush(clientsKey, "of another type");
        throttle.release(ANN);
        assertThat(firstRefusal()).isEqualTo(new Rejected(Duration.ofSeconds(1), true));
    }

    @Test
    void keepsMillisecondsInFarFuture() {
        clock.advance(Duration.ofDays(365L * 1_000).plusMillis(789));
        firstRefusal();
        clock.advance(Duration.ofMillis(1));

        assertThat(throttle.admit(ANN, CLIENT)).isEqualTo(new Rejected(Duration.ofMillis(999), false));
    }
}
