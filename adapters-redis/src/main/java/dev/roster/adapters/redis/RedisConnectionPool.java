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
 * Open connections, for one caller at a time each. New ones are opened in the background, because that may take as long
 * as a name server, a handshake or a silent network likes; who waits for one gives up when their time has passed, and the
 * connection is kept for the next when it comes. Safe for use by many threads.
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
     * @param most how many are used at once
     * @param opening opens one
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

    /** All connections are in use, which tells nothing of the server. */
    static final class PoolExhaustedException extends JedisException {

        private static final long serialVersionUID = 1L;

        PoolExhaustedException(String message) {
            super(message);
        }
    }

    /**
     * A connection to be {@linkplain #release given back}.
     *
     * @param deadline when to give up, as {@link System#nanoTime} tells
     * @throws PoolExhaustedException if all are in use until then
     * @throws JedisException if none could be opened until then
     */
    Connection acquire(long deadline) {
        boolean taken = false;
        try {
            if (!permits.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new PoolExhaustedException("all connections are in use");
            }
            try {
                Connection ready = idle.pollFirst();
                Connection connection = ready == null ? openNew(deadline) : ready;
                taken = true;
                return connection;
            } finally {
                if (!taken) {
                    permits.release();
                }
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

    /** Closes what is not in use, for it is of a server that is no more. */
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
            // which is what was wanted
        }
    }

    @Override
    public void close() {
        closed = true;
        openers.shutdownNow();
        closeIdle();
    }
}
