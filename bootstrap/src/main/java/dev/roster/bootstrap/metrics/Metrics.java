package dev.roster.bootstrap.metrics;

import dev.roster.adapters.http.jetty.RequestListener;
import dev.roster.adapters.http.management.MetricsFormat;
import dev.roster.adapters.jdbc.PoolStats;
import dev.roster.adapters.redis.CircuitState;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.bootstrap.argon2.Argon2PasswordHasher;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The metrics of one running service. Its decorators count what passes through a port, and its gauges read the state of
 * an adapter when the metrics are read. Safe for use by multiple threads.
 */
public final class Metrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final HttpMetrics http = new HttpMetrics(registry);
    private final OutboxGauges outboxGauges;

    /** Creates metrics of the JVM alone. */
    public Metrics(InstantSource clock) {
        outboxGauges = new OutboxGauges(clock);
        Stream.<MeterBinder>of(
                        gc,
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ClassLoaderMetrics(),
                        new ProcessorMetrics(),
                        new FileDescriptorMetrics(),
                        new UptimeMetrics())
                .forEach(binder -> binder.bindTo(registry));
    }

    /** Returns a listener that counts and times the requests of the server. */
    public RequestListener requests() {
        return http;
    }

    /**
     * Returns a cache that counts hits and misses, and calls without effect because the cache is unreachable. Returns
     * {@link UserCache#NONE} unchanged.
     */
    public UserCache cache(UserCache cache) {
        return cache == UserCache.NONE ? cache : new MeteredUserCache(cache, registry);
    }

    /** Returns a hasher that times computations and counts rejected ones. */
    public PasswordHasher hasher(PasswordHasher hasher) {
        return new MeteredPasswordHasher(hasher, registry);
    }

    /** Returns a throttle that counts rejections. */
    public LoginThrottle throttle(LoginThrottle throttle) {
        return new MeteredLoginThrottle(throttle, registry);
    }

    /** Returns a queue that counts deliveries by their outcome. */
    public OutboxQueue outbox(OutboxQueue queue) {
        return new MeteredOutboxQueue(queue, registry);
    }

    /** Reports the state of the connection pool. */
    public void watchPool(Supplier<PoolStats> pool) {
        gauge("hikaricp.connections.active", "Connections in use", pool, PoolStats::active);
        gauge("hikaricp.connections.idle", "Open connections that are not in use", pool, PoolStats::idle);
        gauge("hikaricp.connections.pending", "Calls that wait for a connection", pool, PoolStats::pending);
        gauge("hikaricp.connections.max", "Maximum number of connections", pool, PoolStats::max);
        FunctionCounter.builder(
                        "hikaricp.connections.timeout",
                        pool,
                        stats -> stats.get().timeouts())
                .description("Calls that got no connection in time")
                .tag("pool", "roster")
                .register(registry);
    }

    private void gauge(String name, String description, Supplier<PoolStats> pool, ToDoubleFunction<PoolStats> value) {
        Gauge.builder(name, () -> value.applyAsDouble(pool.get()))
                .description(description)
                .tag("pool", "roster")
                .register(registry);
    }

    /**
     * Reports the state of a circuit breaker, as one gauge per state that is 1 for the current one.
     *
     * @param name which circuit breaker
     */
    public void watchCircuit(String name, Supplier<CircuitState> circuit) {
        for (CircuitState state : CircuitState.values()) {
            Gauge.builder("resilience4j.circuitbreaker.state", () -> circuit.get() == state ? 1 : 0)
                    .description("1 for the state of the circuit breaker")
                    .tag("name", name)
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    /** Reports how many computations a hasher runs and how many wait. */
    public void watchHasher(Argon2PasswordHasher hasher) {
        Gauge.builder("roster.password.hash.active", hasher::running)
                .description("Password hashes that are computed now")
                .register(registry);
        Gauge.builder("roster.password.hash.queue", hasher::waiting)
                .description("Password hashes that wait for a thread")
                .register(registry);
    }

    /** Reports the size and age of each lane of the outbox. */
    public void watchOutbox(OutboxQueue queue) {
        outboxGauges.watch(queue, registry);
    }

    /** Returns all metrics. Waits for a slow database for at most a second, and then omits the gauges of the outbox. */
    public byte[] scrape(MetricsFormat format) {
        outboxGauges.refresh();
        ByteArrayOutputStream text = new ByteArrayOutputStream(64 << 10);
        try {
            registry.scrape(text, format.contentType());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toByteArray();
    }

    /** Ends the threads of the metrics. */
    @Override
    public void close() {
        outboxGauges.close();
        gc.close();
        registry.close();
    }
}
