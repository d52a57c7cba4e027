package dev.roster.bootstrap.metrics;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.outbox.OutboxQueue.QueueStats;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Gauges of the size and age of each lane. The queue is read once before the metrics are read, by a thread of its own.
 * If it does not respond in time, the gauges have no value (NaN).
 */
final class OutboxGauges implements AutoCloseable {

    /** Less than the timeouts of monitoring systems. */
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private static final int IDLE_SECONDS = 60;

    private final InstantSource clock;
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread created = new Thread(task, "roster-metrics");
                created.setDaemon(true);
                return created;
            });

    private volatile Map<Lane, QueueStats> latest = Map.of();
    private volatile @Nullable OutboxQueue queue;

    /** The read that is running; concurrent scrapes share it. Guarded by this. */
    private @Nullable CompletableFuture<Map<Lane, QueueStats>> running;

    OutboxGauges(InstantSource clock) {
        this.clock = clock;
        thread.allowCoreThreadTimeOut(true);
    }

    void watch(OutboxQueue watched, MeterRegistry registry) {
        queue = watched;
        for (Lane lane : Lane.values()) {
            messages(lane, "waiting", QueueStats::waiting, registry);
            messages(lane, "dead", QueueStats::deadLetters, registry);
            messages(lane, "expired", QueueStats::expired, registry);
            Gauge.builder("roster.outbox.oldest.age", () -> value(lane, this::age))
                    .description("Age of the oldest waiting message; 0 if none is waiting")
                    .baseUnit("seconds")
                    .tag("lane", label(lane))
                    .register(registry);
        }
    }

    private void messages(Lane lane, String state, ToDoubleFunction<QueueStats> count, MeterRegistry registry) {
        Gauge.builder("roster.outbox.messages", () -> value(lane, count))
                .description("Messages in the outbox")
                .tag("lane", label(lane))
                .tag("state", state)
                .register(registry);
    }

    private static String label(Lane lane) {
        return lane.name().toLowerCase(Locale.ROOT);
    }

    private double value(Lane lane, ToDoubleFunction<QueueStats> read) {
        QueueStats stats = latest.get(lane);
        return stats == null ? Double.NaN : read.applyAsDouble(stats);
    }

    private double age(QueueStats stats) {
        return stats.oldestCreatedAt()
                .map(created -> Duration.between(created, clock.instant()).toMillis() / 1e3)
                .orElse(0.0);
    }

    /** Reads the queue. Returns after the timeout at the latest. */
    void refresh() {
        OutboxQueue watched = queue;
        if (watched == null) {
            return;
        }
        try {
            latest = start(watched).get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException unavailable) {
            latest = Map.of();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            latest = Map.of();
        }
    }

    /** A read that hangs occupies one thread, however many scrapes wait for it. */
    private synchronized CompletableFuture<Map<Lane, QueueStats>> start(OutboxQueue watched) {
        CompletableFuture<Map<Lane, QueueStats>> current = running;
        if (current == null || current.isDone()) {
            current = thread.isShutdown()
                    ? CompletableFuture.completedFuture(Map.of())
                    : CompletableFuture.supplyAsync(watched::statsByLane, thread);
            running = current;
        }
        return current;
    }

    /** Does not interrupt a running read, because an interrupt would break the file of an embedded database. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
