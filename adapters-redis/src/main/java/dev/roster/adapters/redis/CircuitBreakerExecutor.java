package dev.roster.adapters.redis;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.executors.CommandExecutor;

/**
 * Runs commands, none of them for longer than there is patience. After a few failures Redis is left alone: commands fail
 * at once, but for one each second that finds out whether it is back. Safe for use by many threads.
 */
final class CircuitBreakerExecutor implements CommandExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(RedisConnection.class);

    private static final Duration LEFT_ALONE = Duration.ofSeconds(1);
    private static final int CALLS_LOOKED_AT = 10;
    private static final int FEWEST_CALLS = 5;
    private static final int PERCENT_FAILED = 50;

    private final RedisConnectionPool connections;
    private final String place;
    private final long patienceNanos;
    private final CircuitBreaker breaker = CircuitBreaker.of(
            "redis",
            CircuitBreakerConfig.custom()
                    .slidingWindowSize(CALLS_LOOKED_AT)
                    .minimumNumberOfCalls(FEWEST_CALLS)
                    .failureRateThreshold(PERCENT_FAILED)
                    .permittedNumberOfCallsInHalfOpenState(1)
                    .waitDurationInOpenState(LEFT_ALONE)
                    .build());
    private volatile String lastFailure = "";

    /**
     * @param place for the log
     */
    CircuitBreakerExecutor(RedisConnectionPool connections, String place, Duration patience) {
        this.connections = connections;
        this.place = place;
        this.patienceNanos = patience.toNanos();
        breaker.getEventPublisher().onStateTransition(event -> report(event.getStateTransition()));
    }

    /** Nobody was asked. */
    private static final class LeftAloneException extends JedisConnectionException {

        private static final long serialVersionUID = 1L;

        LeftAloneException() {
            super("left alone after failures");
        }

        /** There is one for each call while Redis is away. */
        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    @Override
    public <T> T executeCommand(CommandObject<T> command) {
        if (!breaker.tryAcquirePermission()) {
            throw new LeftAloneException();
        }
        long start = System.nanoTime();
        boolean told = false;
        try {
            T answer = answer(command, start + patienceNanos);
            breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            told = true;
            return answer;
        } catch (RedisConnectionPool.BusyException saysNothingOfRedis) {
            throw saysNothingOfRedis;
        } catch (JedisException failed) {
            tell(failed, System.nanoTime() - start);
            told = true;
            throw failed;
        } finally {
            if (!told) {
                breaker.releasePermission();
            }
        }
    }

    private <T> T answer(CommandObject<T> command, long deadline) {
        Connection connection = connections.take(deadline);
        try {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            connection.setSoTimeout((int) Math.max(left, 1));
            return connection.executeCommand(command);
        } finally {
            connections.giveBack(connection);
        }
    }

    private void tell(JedisException failed, long nanos) {
        if (RedisFailure.isOfCaller(failed)) {
            breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
            return;
        }
        lastFailure = RedisFailure.reason(failed);
        if (!RedisFailure.isTimeout(failed) && !(failed instanceof JedisDataException)) {
            connections.dropIdle();
        }
        breaker.onError(nanos, TimeUnit.NANOSECONDS, failed);
    }

    /** Asks without the usual haste, so that the first command finds a connection; Redis may be away all the same. */
    void greet(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            Connection connection = connections.take(deadline);
            try {
                connection.setSoTimeout((int) patience.toMillis());
                connection.executeCommand(Protocol.Command.PING);
            } finally {
                connections.giveBack(connection);
            }
        } catch (JedisException away) {
            lastFailure = RedisFailure.reason(away);
            breaker.transitionToOpenState();
        }
    }

    private void report(StateTransition transition) {
        switch (transition) {
            case CLOSED_TO_OPEN -> {
                // Whatever they are connected to did not answer the others.
                connections.dropIdle();
                LOG.warn("Redis at {} is away ({}); doing without, asking again each second", place, lastFailure);
            }
            case HALF_OPEN_TO_OPEN -> connections.dropIdle();
            case HALF_OPEN_TO_CLOSED -> LOG.info("Redis at {} is back", place);
            default -> {
                // a probe, of which its outcome tells
            }
        }
    }

    @Override
    public void close() {
        connections.close();
    }
}
