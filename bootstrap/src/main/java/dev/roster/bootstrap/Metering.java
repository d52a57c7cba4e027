package dev.roster.bootstrap;

import dev.roster.adapters.http.HttpSettings;
import dev.roster.adapters.http.RosterServer;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.storage.Storage;
import dev.roster.bootstrap.argon2.Argon2PasswordHasher;
import dev.roster.bootstrap.config.Config.ManagementConfig;
import dev.roster.bootstrap.metrics.Metrics;
import dev.roster.bootstrap.metrics.Monitoring;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Adds metrics to the parts of a service. Without a management server, returns the parts as they are. */
final class Metering {

    private final Optional<Monitoring> monitoring;

    /** Starts the management server, if there is an address. */
    Metering(@Nullable ManagementConfig address, InstantSource clock, CloseableStack opened) {
        monitoring = Optional.ofNullable(address).map(found -> opened.add(Monitoring.start(found, clock)));
    }

    UserCache cache(UserCache cache) {
        return metered(cache, Metrics::cache);
    }

    PasswordHasher hasher(PasswordHasher hasher) {
        if (hasher instanceof Argon2PasswordHasher argon2) {
            monitoring.ifPresent(found -> found.metrics().watchHasher(argon2));
        }
        return metered(hasher, Metrics::hasher);
    }

    LoginThrottle throttle(LoginThrottle throttle) {
        return metered(throttle, Metrics::throttle);
    }

    /** Returns the queue for the relay of a storage, and reports the state of the storage. */
    OutboxQueue outboxQueue(Storage storage) {
        monitoring.ifPresent(found -> {
            found.metrics().watchOutbox(storage.outboxQueue());
            if (storage instanceof JooqStorage database) {
                found.metrics().watchPool(database::poolStats);
            }
        });
        return metered(storage.outboxQueue(), Metrics::outbox);
    }

    void watch(RedisParts redis) {
        monitoring.ifPresent(found ->
                redis.circuits().forEach((name, circuit) -> found.metrics().watchCircuit(name, circuit)));
    }

    HttpSettings http(HttpSettings settings) {
        return metered(settings, (metrics, found) -> found.withRequestListener(metrics.requests()));
    }

    /** Makes the readiness check that of the API. */
    void observe(RosterServer api) {
        monitoring.ifPresent(found -> found.observe(api));
    }

    /** Returns the URL of the metrics; empty without a management server. */
    Optional<URI> metricsUri() {
        return monitoring.map(Monitoring::metricsUri);
    }

    private <T> T metered(T part, BiFunction<Metrics, T, T> decorate) {
        return monitoring.map(found -> decorate.apply(found.metrics(), part)).orElse(part);
    }
}
