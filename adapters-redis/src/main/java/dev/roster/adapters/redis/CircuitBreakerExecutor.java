package dev.roster.adapters.redis;

import dev.roster.adapters.redis.RedisConnectionPool.PoolExhaustedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.executors.CommandExecutor;

/**
 * Executor of Redis commands with a timeout and a circuit breaker. After a few failures the circuit opens: commands
 * fail at once, except one per second that checks whether Redis is available again. Safe for use by multiple threads.
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
    private final boolean logging;
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

    /** Of the server that ran the last command of a thread: another thread may use another server. */
    private final ThreadLocal<String> generation = ThreadLocal.withInitial(() -> ServerConnection.UNKNOWN);

    /**
     * Creates an executor with a closed circuit.
     *
     * @param address host and port to be logged
     * @param timeout how long a command may take
     * @param log whether to log outages
     */
    CircuitBreakerExecutor(RedisConnectionPool connections, String address, Duration timeout, boolean log) {
        this.pool = connections;
        this.address = address;
        this.timeoutNanos = timeout.toNanos();
        this.logging = log;
        breaker.getEventPublisher().onStateTransition(event -> onTransition(event.getStateTransition()));
    }

    /** The circuit breaker is open; no command was sent. */
    private static final class CircuitOpenException extends JedisConnectionException {

        private static final long serialVersionUID = 1L;

        CircuitOpenException() {
            super("the circuit breaker is open after failures");
        }

        /** Omits the stack trace, because each call throws one while Redis is unavailable. */
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
        try {
            T answer = execute(command, start + timeoutNanos);
            breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            return answer;
        } catch (RuntimeException | Error failed) {
            if (failed instanceof JedisException answer && !(failed instanceof PoolExhaustedException)) {
                recordFailure(answer, System.nanoTime() - start);
            } else {
                breaker.releasePermission();
            }
            throw failed;
        }
    }

    private <T> T execute(CommandObject<T> command, long deadline) {
        ServerConnection connection = pool.acquire(deadline);
        try {
            generation.set(connection.generation());
            connection.setSoTimeout(RedisConnectionPool.millisUntil(deadline));
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

    /**
     * Opens a connection with a longer timeout, so that the first command finds one. Opens the circuit if that fails.
     *
     * @return whether there is a server, even if it replied with an error
     */
    boolean warmUp(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            ServerConnection connection = pool.acquire(deadline);
            try {
                connection.setSoTimeout((int) timeout.toMillis());
                connection.executeCommand(Protocol.Command.PING);
            } finally {
                pool.release(connection);
            }
            return true;
        } catch (JedisException away) {
            lastFailure = RedisFailure.reason(away);
            breaker.transitionToOpenState();
            return away instanceof JedisDataException || RedisFailure.isUnknownProtocol(away);
        }
    }

    /** Returns the generation of the server that ran the last command of this thread. */
    String generation() {
        return generation.get();
    }

    /** Opens the circuit: the first command in a second checks whether Redis is available. */
    void open() {
        breaker.transitionToOpenState();
    }

    CircuitState state() {
        return switch (breaker.getState()) {
            case CLOSED -> CircuitState.CLOSED;
            case HALF_OPEN -> CircuitState.HALF_OPEN;
            default -> CircuitState.OPEN;
        };
    }

    private void onTransition(StateTransition transition) {
        switch (transition) {
            case CLOSED_TO_OPEN -> {
                // The same server did not respond on other connections.
                pool.closeIdle();
                LOG.atLevel(logging ? Level.WARN : Level.DEBUG)
                        .log(
                                "Redis at {} is unavailable ({}); continuing without it, retrying every second",
                                address,
                                lastFailure);
            }
            case HALF_OPEN_TO_OPEN -> pool.closeIdle();
            case HALF_OPEN_TO_CLOSED ->
                LOG.atLevel(logging ? Level.INFO : Level.DEBUG).log("Redis at {} is available again", address);
            default -> {
                // not logged: the outcome of the probe decides the next transition
            }
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
