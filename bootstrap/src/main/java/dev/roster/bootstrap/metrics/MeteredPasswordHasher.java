package dev.roster.bootstrap.metrics;

import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.security.PasswordHasherBusyException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Hasher that times computations, their wait included, and counts rejected ones. */
final class MeteredPasswordHasher implements PasswordHasher {

    private static final Duration[] BOUNDS = {
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5)
    };

    private final PasswordHasher hasher;
    private final MeterRegistry registry;
    private final Timer hashes;
    private final Timer verifications;
    private final Counter rejected;

    MeteredPasswordHasher(PasswordHasher hasher, MeterRegistry registry) {
        this.hasher = hasher;
        this.registry = registry;
        this.hashes = timer("hash", registry);
        this.verifications = timer("verify", registry);
        this.rejected = Counter.builder("roster.password.hash.rejected")
                .description("Password hashes that were rejected, because too many waited")
                .register(registry);
    }

    private static Timer timer(String operation, MeterRegistry registry) {
        return Timer.builder("roster.password.hash")
                .description("Password hashes, from the call to the result")
                .tag("operation", operation)
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
    }

    @Override
    public PasswordHash hash(String password) {
        return timed(hashes, () -> hasher.hash(password));
    }

    @Override
    public boolean verify(String password, PasswordHash hash) {
        return timed(verifications, () -> hasher.verify(password, hash));
    }

    @Override
    public boolean needsRenewal(PasswordHash hash) {
        return hasher.needsRenewal(hash);
    }

    @Override
    public PasswordHash decoy() {
        return hasher.decoy();
    }

    @Override
    public PasswordHasher reserved() {
        return new MeteredPasswordHasher(hasher.reserved(), registry);
    }

    private <T> T timed(Timer timer, Supplier<T> computation) {
        long start = System.nanoTime();
        try {
            T result = computation.get();
            timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            return result;
        } catch (PasswordHasherBusyException busy) {
            rejected.increment();
            throw busy;
        }
    }
}
