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
import dev.roster.bootstrap.metrics.Monitoring;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Adds metrics to the parts of a service. Without a management server, returns the parts as they are. Calls no metrics in
 * lambdas: linking one loads the class, which requires Micrometer.
 */
final class Metering {

    private final @Nullable Monitoring monitoring;

    /** Starts the management server, if there is an address. */
    Metering(@Nullable ManagementConfig address, InstantSource clock, CloseableStack opened) {
        monitoring = address == null ? null : opened.add(Monitoring.start(address, clock));
    }

    UserCache cache(UserCache cache) {
        return monitoring == null ? cache : monitoring.metrics().cache(cache);
    }

    PasswordHasher hasher(PasswordHasher hasher) {
        if (monitoring == null) {
            return hasher;
        }
        if (hasher instanceof Argon2PasswordHasher argon2) {
            monitoring.metrics().watchHasher(argon2);
        }
        return monitoring.metrics().hasher(hasher);
    }

    LoginThrottle throttle(LoginThrottle throttle) {
        return monitoring == null ? throttle : monitoring.metrics().throttle(throttle);
    }

    /** Returns the queue for the relay of a storage, and reports the state of the storage. */
    OutboxQueue outboxQueue(Storage storage) {
        if (monitoring == null) {
            return storage.outboxQueue();
        }
        monitoring.metrics().watchOutbox(storage.outboxQueue());
        if (storage instanceof JooqStorage database) {
            monitoring.metrics().watchPool(database::poolStats);
        }
        return monitoring.metrics().outbox(storage.outboxQueue());
    }

    void watch(RedisParts redis) {
        if (monitoring != null) {
            redis.circuits().forEach(monitoring.metrics()::watchCircuit);
        }
    }

    HttpSettings http(HttpSettings settings) {
        return monitoring == null
                ? settings
                : settings.withRequestListener(monitoring.metrics().requests());
    }

    /** Makes the readiness check that of the API. */
    void observe(RosterServer api) {
        if (monitoring != null) {
            monitoring.observe(api);
        }
    }

    /** Returns the URL of the metrics; empty without a management server. */
    Optional<URI> metricsUri() {
        return monitoring == null ? Optional.empty() : Optional.of(monitoring.metricsUri());
    }
}
