package dev.roster.adapters.http.errors;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Logs unexpected failures of requests: each in one line, with the stack trace at most once a minute for the same
 * cause. Otherwise a client could fill the disk by repeating a request that fails. Safe for use by multiple threads.
 */
final class FailureLog {

    private static final long TRACE_INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

    /** Bounds the memory. All causes are forgotten when it is reached. */
    private static final int MAX_CAUSES = 1_000;

    private final Logger log;
    private final LongSupplier nanoTime;
    private final Map<String, Long> traced = new ConcurrentHashMap<>();

    FailureLog(Logger log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    /**
     * Logs a failure.
     *
     * @param request the request that failed, such as its method and path
     */
    void error(String request, Throwable thrown) {
        if (isTraceDue(cause(thrown))) {
            log.error("{} failed", request, thrown);
        } else {
            log.error("{} failed: {} at {} (trace logged less than a minute ago)", request, thrown, origin(thrown));
        }
    }

    private boolean isTraceDue(String cause) {
        long now = nanoTime.getAsLong();
        if (traced.size() >= MAX_CAUSES) {
            traced.clear();
        }
        Long before = traced.putIfAbsent(cause, now);
        return before == null || (now - before >= TRACE_INTERVAL_NANOS && traced.replace(cause, before, now));
    }

    /** Returns what failures have in common that differ only in the input. */
    private static String cause(Throwable thrown) {
        // A stack overflow or a lack of memory can occur at any line.
        return isOfVirtualMachine(thrown)
                ? "virtual machine"
                : thrown.getClass().getName() + origin(thrown);
    }

    private static boolean isOfVirtualMachine(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (cause instanceof VirtualMachineError) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static String origin(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return Optional.of(trace)
                .filter(all -> all.length > 0)
                .map(all -> all[0].toString())
                .orElse("an unknown line");
    }
}
