package dev.roster.adapters.redis;

import java.io.IOException;
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
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Pool of connections, each used by one caller at a time. New connections are opened in the background, because name
 * resolution, handshakes and slow networks may take any time. A caller that waits for a new connection gives up at its
 * deadline; the connection is kept for the next caller. Safe for use by multiple threads.
 */
final class RedisConnectionPool implements AutoCloseable {

    private static final int IDLE_THREAD_SECONDS = 10;

    private final Callable<Connection> connector;
    private final int maxConnections;
    private final Semaphore permits;
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
    private final ThreadPoolExecutor openers;
    private volatile boolean closed;

    /**
     * Creates an empty pool.
     *
     * @param most maximum number of connections used at once
     * @param opening opens one connection
     */
    RedisConnectionPool(int most, Callable<Connection> opening) {
        this.connector = opening;
        this.maxConnections = most;
        this.permits = new Semaphore(most);
        this.openers = new ThreadPoolExecutor(
                0, most, IDLE_THREAD_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "redis connect");
                    thread.setDaemon(true);
                    return thread;
                });
    }

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
    Connection acquire(long deadline) {
        try {
            if (!permits.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new PoolExhaustedException("all connections are in use");
            }
            try {
                Connection ready = idle.pollFirst();
                return ready == null ? openNew(deadline) : ready;
            } catch (InterruptedException | RuntimeException | Error failed) {
                permits.release();
                throw failed;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PoolExhaustedException("interrupted");
        }
    }

    void release(Connection connection) {
        if (connection.isBroken()) {
            disconnect(connection);
        } else {
            keep(connection);
        }
        permits.release();
    }

    /** Closes idle connections, because their server is no longer available. */
    void closeIdle() {
        for (Connection each = idle.pollFirst(); each != null; each = idle.pollFirst()) {
            disconnect(each);
        }
    }

    private Connection openNew(long deadline) throws InterruptedException {
        CompletableFuture<Connection> wanted = new CompletableFuture<>();
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

    private void open(CompletableFuture<Connection> wanted) {
        try {
            Connection connection = connector.call();
            if (!wanted.complete(connection)) {
                keep(connection);
            }
        } catch (Exception failed) {
            wanted.completeExceptionally(failed);
        }
    }

    private void keep(Connection connection) {
        if (closed || idle.size() >= maxConnections) {
            disconnect(connection);
            return;
        }
        idle.addFirst(connection);
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
