package dev.roster.adapters.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the checks of {@link Health} with a timeout. Concurrent requests share one running check per dependency, so a
 * check that hangs blocks only one thread.
 */
final class HealthChecks implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HealthChecks.class);

    private final Health health;
    private final Duration timeout;
    private final Map<String, CompletableFuture<Boolean>> running = new ConcurrentHashMap<>();
    private final Map<String, Boolean> lastStates = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "roster-health");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean draining;

    HealthChecks(Health health, Duration timeout) {
        this.health = health;
        this.timeout = timeout;
    }

    /** Returns whether the service is ready without this dependency. */
    private boolean isOptional(String part) {
        return health.optional().containsKey(part);
    }

    /** Makes the service not ready from now on, whatever the checks say. */
    void startDrain() {
        draining = true;
    }

    /** Returns whether the service is ready. Takes no longer than the timeout. */
    Readiness readiness() {
        Map<String, Boolean> up = run();
        Map<String, String> parts = new LinkedHashMap<>();
        up.forEach((part, isUp) -> parts.put(part, isUp ? "up" : "down"));
        String down = up.entrySet().stream()
                .filter(part -> !part.getValue() && !isOptional(part.getKey()))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        if (draining) {
            return new Readiness(false, "down", "The server is stopping.", parts);
        }
        if (!down.isEmpty()) {
            return new Readiness(false, "down", "Not available: " + down + ".", parts);
        }
        return new Readiness(true, up.containsValue(false) ? "degraded" : "up", "", parts);
    }

    /** Returns whether each dependency is up, required ones first. */
    Map<String, Boolean> run() {
        Map<String, CompletableFuture<Boolean>> started = new LinkedHashMap<>();
        health.required()
                .forEach((part, check) -> started.put(part, start(part, () -> {
                    check.run();
                    return true;
                })));
        health.optional().forEach((part, check) -> started.put(part, start(part, check)));
        long deadline = System.nanoTime() + timeout.toNanos();
        Map<String, Boolean> up = new LinkedHashMap<>();
        started.forEach((part, check) -> up.put(part, isUp(part, check, deadline)));
        return up;
    }

    private CompletableFuture<Boolean> start(String part, BooleanSupplier check) {
        Supplier<Boolean> once = () -> {
            try {
                return check.getAsBoolean();
            } finally {
                running.remove(part);
            }
        };
        return running.computeIfAbsent(part, absent -> CompletableFuture.supplyAsync(once, threads));
    }

    private boolean isUp(String part, CompletableFuture<Boolean> check, long deadline) {
        try {
            boolean up = check.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            return logChange(part, up, "it responds");
        } catch (ExecutionException down) {
            return logChange(part, false, String.valueOf(down.getCause()));
        } catch (TimeoutException down) {
            return logChange(part, false, "no response within " + timeout);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Logs only changes, because readiness is checked every few seconds. */
    private boolean logChange(String part, boolean up, String why) {
        if (isOptional(part)) {
            return up;
        }
        Boolean before = lastStates.put(part, up);
        if (!up && !Boolean.FALSE.equals(before)) {
            LOG.warn("{} is down: {}", part, why);
        } else if (up && Boolean.FALSE.equals(before)) {
            LOG.info("{} is up again", part);
        }
        return up;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
