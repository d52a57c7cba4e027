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

    private static final Duration OPEN_DURATION = Duration.ofSeconds(1);
    private static final int SLIDING_WINDOW_SIZE = 10;
    private static final int MINIMUM_CALLS = 5;
    private static final int FAILURE_RATE_PERCENT = 50;

    private final RedisConnectionPool pool;
    private final String address;
    private final long timeoutNanos;
    private final CircuitBreaker breaker = CircuitBreaker.of(
            "redis",
            CircuitBreakerConfig.custom()
                    .slidingWindowSize(SLIDING_WINDOW_SIZE)
                    .minimumNumberOfCalls(MINIMUM_CALLS)
                    .failureRateThreshold(FAILURE_RATE_PERCENT)
                    .permittedNumberOfCallsInHalfOpenState(1)
                    .waitDurationInOpenState(OPEN_DURATION)
                    .build());
    private volatile String lastFailure = "";

    /**
     * @param place for the log
     */
    CircuitBreakerExecutor(RedisConnectionPool connections, String place, Duration patience) {
        this.pool = connections;
        this.address = place;
        this.timeoutNanos = patience.toNanos();
        breaker.getEventPublisher().onStateTransition(event -> onTransition(event.getStateTransition()));
    }

    /** Nobody was asked. */
    private static final class CircuitOpenException extends JedisConnectionException {

        private static final long serialVersionUID = 1L;

        CircuitOpenException() {
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
            throw new CircuitOpenException();
        }
        long start = System.nanoTime();
        boolean told = false;
        try {
            T answer = execute(command, start + timeoutNanos);
            breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            told = true;
            return answer;
        } catch (RedisConnectionPool.PoolExhaustedException saysNothingOfRedis) {
            throw saysNothingOfRedis;
        } catch (JedisException failed) {
            recordFailure(failed, System.nanoTime() - start);
            told = true;
            throw failed;
        } finally {
            if (!told) {
                breaker.releasePermission();
            }
        }
    }

    private <T> T execute(CommandObject<T> command, long deadline) {
        Connection connection = pool.acquire(deadline);
        try {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            connection.setSoTimeout((int) Math.max(left, 1));
            return connection.executeCommand(command);
        } finally {
            pool.release(connection);
        }
    }

    private void recordFailure(JedisException failed, long nanos) {
        if (RedisFailure.isCausedByCaller(failed)) {
            breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
            return;
        }
        lastFailure = RedisFailure.reason(failed);
        if (!RedisFailure.isTimeout(failed) && !(failed instanceof JedisDataException)) {
            pool.closeIdle();
        }
        breaker.onError(nanos, TimeUnit.NANOSECONDS, failed);
    }

    /** Asks without the usual haste, so that the first command finds a connection; Redis may be away all the same. */
    void warmUp(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            Connection connection = pool.acquire(deadline);
            try {
                connection.setSoTimeout((int) patience.toMillis());
                connection.executeCommand(Protocol.Command.PING);
            } finally {
                pool.release(connection);
            }
        } catch (JedisException away) {
            lastFailure = RedisFailure.reason(away);
            breaker.transitionToOpenState();
        }
    }

    private void onTransition(StateTransition transition) {
        switch (transition) {
            case CLOSED_TO_OPEN -> {
                // Whatever they are connected to did not answer the others.
                pool.closeIdle();
                LOG.warn("Redis at {} is away ({}); doing without, asking again each second", address, lastFailure);
            }
            case HALF_OPEN_TO_OPEN -> pool.closeIdle();
            case HALF_OPEN_TO_CLOSED -> LOG.info("Redis at {} is back", address);
            default -> {
                // a probe, of which its outcome tells
            }
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
