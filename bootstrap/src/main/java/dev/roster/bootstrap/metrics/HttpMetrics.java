package dev.roster.bootstrap.metrics;

import dev.roster.adapters.http.jetty.RequestListener;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Counts and times requests. */
final class HttpMetrics implements RequestListener {

    /** Bounds of the histograms, in milliseconds. More bounds make each of several hundred histograms larger. */
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry registry;
    private final LongAdder active = new LongAdder();

    /** A lookup in the registry would allocate for each request. */
    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

    HttpMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("http.server.requests.active", active, LongAdder::sum)
                .description("Requests that are handled now")
                .register(registry);
    }

    private record Kind(String method, String route, int status) {}

    @Override
    public void started() {
        active.increment();
    }

    @Override
    public void completed(String method, String route, int status, long nanos) {
        active.decrement();
        Kind kind = new Kind(method, route, status);
        Timer timer = timers.get(kind);
        if (timer == null) {
            timer = timers.computeIfAbsent(kind, this::timer);
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Kind kind) {
        return Timer.builder("http.server.requests")
                .description("Requests from their arrival to the end of the response")
                .tag("method", kind.method())
                .tag("status", Integer.toString(kind.status()))
                .tag("uri", kind.route())
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
    }
}
