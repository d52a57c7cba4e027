package dev.roster.adapters.http.jetty;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Configures the request threads and the limits for running and waiting requests. */
public final class RequestThreads {

    /** Virtual threads are a preview in Java 19 and 20. */
    private static final boolean VIRTUAL = Runtime.version().feature() >= 21;

    private static final int MIN_THREADS = 8;
    private static final int MAX_THREADS = 200;
    private static final int IDLE_MILLIS = 60_000;

    /** Without virtual threads, the limit leaves pool threads for Jetty's own work. */
    private static final int MAX_RUNNING = VIRTUAL ? 1_000 : 150;

    private static final int MAX_WAITING = 1_000;
    private static final Duration MAX_WAIT = Duration.ofSeconds(5);

    private RequestThreads() {}

    public static QueuedThreadPool pool() {
        QueuedThreadPool pool = new QueuedThreadPool(MAX_THREADS, MIN_THREADS, IDLE_MILLIS);
        pool.setName("roster-http");
        if (VIRTUAL) {
            // Requests may block, so they run on virtual threads. Jetty's own work stays on the pool.
            pool.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        }
        return pool;
    }

    /**
     * Returns a handler that responds 503 to requests that would wait too long, except health checks. A bounded queue
     * in the pool would also reject Jetty's own work.
     */
    public static QoSHandler limit() {
        return limit(MAX_RUNNING, MAX_WAITING, MAX_WAIT);
    }

    static QoSHandler limit(int maxRunning, int maxWaiting, Duration maxWait) {
        QoSHandler limit = new QoSHandler();
        limit.setMaxRequestCount(maxRunning);
        limit.setMaxSuspendedRequestCount(maxWaiting);
        limit.setMaxSuspend(maxWait);
        limit.exclude(RequestThreads::isHealthCheck);
        return limit;
    }

    /** Returns whether the request is a health check, which is never limited. */
    static boolean isHealthCheck(Request request) {
        return Request.getPathInContext(request).startsWith("/health/");
    }

    /** Part of a handler that runs later. */
    interface Handling {
        boolean handle() throws Exception;
    }

    /** Continues a request in another thread. */
    static void resume(Server server, Request request, Response response, Callback callback, Handling handling) {
        Executor pool = server.getThreadPool();
        Executor virtual = VirtualThreads.getVirtualThreadsExecutor(pool);
        (virtual == null ? pool : virtual).execute(() -> {
            try {
                if (!handling.handle()) {
                    Response.writeError(request, response, callback, 404);
                }
            } catch (Exception | Error failed) {
                Response.writeError(request, response, callback, failed);
            }
        });
    }
}
