package dev.roster.adapters.http.jetty;

import java.time.Duration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The threads that requests run on, and how many requests may run and wait at once. */
public final class RequestThreads {

    /** Virtual threads of 19 and 20 are a preview. */
    private static final boolean VIRTUAL = Runtime.version().feature() >= 21;

    private static final int MIN_THREADS = 8;
    private static final int MAX_THREADS = 200;
    private static final int IDLE_MILLIS = 60_000;

    /** On the pool this leaves threads for Jetty's own work. */
    private static final int MAX_RUNNING = VIRTUAL ? 1_000 : 150;

    private static final int MAX_WAITING = 1_000;
    private static final Duration MAX_WAIT = Duration.ofSeconds(5);

    private RequestThreads() {}

    public static QueuedThreadPool pool() {
        QueuedThreadPool pool = new QueuedThreadPool(MAX_THREADS, MIN_THREADS, IDLE_MILLIS);
        pool.setName("roster-http");
        if (VIRTUAL) {
            // Jetty's own work stays on the pool; what may block, the requests, goes to virtual threads.
            pool.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        }
        return pool;
    }

    /**
     * Answers 503 to what would wait too long. Requests are counted here, and not by a bounded queue of the pool, which
     * would refuse Jetty's own work as well. Health is always told.
     */
    public static QoSHandler limit() {
        return limit(MAX_RUNNING, MAX_WAITING, MAX_WAIT);
    }

    static QoSHandler limit(int maxRunning, int maxWaiting, Duration maxWait) {
        QoSHandler limit = new QoSHandler();
        limit.setMaxRequestCount(maxRunning);
        limit.setMaxSuspendedRequestCount(maxWaiting);
        limit.setMaxSuspend(maxWait);
        limit.exclude(request -> Request.getPathInContext(request).startsWith("/health/"));
        return limit;
    }
}
