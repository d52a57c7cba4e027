package dev.roster.adapters.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Pool of connections, each used by one caller at a time. New connections are opened in the background, because name
 * resolution, handshakes and slow networks may take any time. A caller that waits for a new connection gives up at its
 * deadline; the connection is kept for the next caller. A connection that was idle for a while is tested first, because
 * the server may have closed it ({@code timeout} of Redis is one second at least). Safe for use by multiple threads.
 */
final class RedisConnectionPool implements AutoCloseable {

    /** How long a connection may be idle and is still used without a test. Commands in quick succession need none. */
    static final Duration MAX_UNTESTED_IDLE = Duration.ofMillis(500);

    private static final int IDLE_THREAD_SECONDS = 10;

    private final Callable<ServerConnection> connector;
    private final int maxConnections;
    private final Semaphore permits;
    private final long maxUntestedNanos;
    private final Deque<Idle> idle = new ConcurrentLinkedDeque<>();
    private final ThreadPoolExecutor openers;
    private volatile boolean closed;

    /**
     * Creates an empty pool.
     *
     * @param most maximum number of connections used at once
     * @param opening opens one connection
     * @param maxUntestedIdle how long a connection may be idle and is still used without a test
     */
    RedisConnectionPool(int most, Callable<ServerConnection> opening, Duration maxUntestedIdle) {
        this.connector = opening;
        this.maxUntestedNanos = maxUntestedIdle.toNanos();
        this.maxConnections = most;
        this.permits = new Semaphore(most);
        this.openers = new ThreadPoolExecutor(
                0, most, IDLE_THREAD_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "redis connect");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** An idle connection; {@code since} is a value of {@link System#nanoTime}. */
    private record Idle(ServerConnection connection, long since) {}

    /** All connections are in use. This does not indicate a failure of Redis. */
    static final class PoolExhaustedException extends JedisException {

        private static final long serialVersionUID = 1L;

        PoolExhaustedException(String message) {
            super(message);
        }
    }

    /**
     * Returns a connection, which must be {@linkplain #release released}.
     *
     * @param deadline when to give up, as a value of {@link System#nanoTime}
     * @throws PoolExhaustedException if all connections are in use until then
     * @throws JedisException if no connection could be opened until then
     */
    ServerConnection acquire(long deadline) {
        try {
            if (!permits.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new PoolExhaustedException("all connections are in use");
            }
            try {
                Idle ready = idle.pollFirst();
                if (ready != null && isUsable(ready, deadline)) {
                    return ready.connection();
                }
                return openNew(deadline);
            } catch (InterruptedException | RuntimeException | Error failed) {
                permits.release();
                throw failed;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PoolExhaustedException("interrupted");
        }
    }

    /** Tests a connection that was idle for long. If it is closed, closes the others, which were idle for longer. */
    private boolean isUsable(Idle ready, long deadline) {
        if (System.nanoTime() - ready.since() < maxUntestedNanos) {
            return true;
        }
        Connection connection = ready.connection();
        try {
            connection.setSoTimeout(millisUntil(deadline));
            connection.executeCommand(Protocol.Command.PING);
            return true;
        } catch (JedisDataException rejected) {
            return true; // the next command gets the same reply
        } catch (JedisConnectionException broken) {
            disconnect(connection);
            if (RedisFailure.isTimeout(broken)) {
                throw broken;
            }
            closeIdle();
            return false;
        }
    }

    /** Returns the time until a deadline, at least a millisecond, because zero would be no limit. */
    static int millisUntil(long deadline) {
        return (int) Math.max(TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()), 1);
    }

    void release(ServerConnection connection) {
        if (connection.isBroken()) {
            disconnect(connection);
        } else {
            keep(connection);
        }
        permits.release();
    }

    /** Closes idle connections, because their server is no longer available. */
    void closeIdle() {
        for (Idle each = idle.pollFirst(); each != null; each = idle.pollFirst()) {
            disconnect(each.connection());
        }
    }

    private ServerConnection openNew(long deadline) throws InterruptedException {
        CompletableFuture<ServerConnection> wanted = new CompletableFuture<>();
        try {
            openers.execute(() -> open(wanted));
            return wanted.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException many) {
            throw new JedisConnectionException(closed ? "closed" : "too many connections are being opened");
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof JedisException told
                    ? told
                    : new JedisConnectionException("Connect failed", failed.getCause());
        } catch (TimeoutException late) {
            if (wanted.cancel(false)) {
                throw new JedisConnectionException("Connect timed out", late);
            }
            return wanted.join();
        } catch (InterruptedException interrupted) {
            if (!wanted.cancel(false)) {
                keep(wanted.join());
            }
            throw interrupted;
        }
    }

    private void open(CompletableFuture<ServerConnection> wanted) {
        try {
            ServerConnection connection = connector.call();
            if (!wanted.complete(connection)) {
                keep(connection);
            }
        } catch (Exception failed) {
            wanted.completeExceptionally(failed);
        }
    }

    private void keep(ServerConnection connection) {
        if (closed || idle.size() >= maxConnections) {
            disconnect(connection);
            return;
        }
        idle.addFirst(new Idle(connection, System.nanoTime()));
        if (closed) {
            closeIdle();
        }
    }

    private static void disconnect(Connection connection) {
        try {
            connection.forceDisconnect();
        } catch (IOException alreadyGone) {
            // already disconnected
        }
    }

    @Override
    public void close() {
        closed = true;
        openers.shutdownNow();
        closeIdle();
    }
}
