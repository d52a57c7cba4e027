package dev.roster.bootstrap;

import dev.roster.adapters.http.RosterServer;
import dev.roster.adapters.http.Services;
import dev.roster.bootstrap.argon2.Argon2PasswordHasher;
import dev.roster.bootstrap.config.Config;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The running service with the resources that it has opened, which it closes in reverse order. A {@link RosterBuilder}
 * starts it. Safe for use by multiple threads.
 */
public final class Roster implements AutoCloseable {

    private final CloseableStack opened;
    private final Services services;
    private final Optional<RosterServer> server;
    private final String storage;
    private final Optional<URI> metrics;
    private volatile boolean closed;

    Roster(
            CloseableStack opened,
            Services services,
            Optional<RosterServer> server,
            String storage,
            Optional<URI> metrics) {
        this.opened = opened;
        this.services = services;
        this.server = server;
        this.storage = storage;
        this.metrics = metrics;
    }

    /**
     * Starts the service as {@code roster.jar} does. Once this method returns, requests are served. If the start fails,
     * everything opened so far is closed.
     *
     * @throws dev.roster.bootstrap.config.ConfigException if a setting does not work
     * @throws dev.roster.application.port.storage.StorageUnavailableException if the database is unreachable
     * @throws dev.roster.adapters.jdbc.SchemaException if the schema is not up to date and cannot be migrated
     * @throws dev.roster.adapters.http.ServerStartException if the server cannot listen on the address
     */
    public static Roster start(Config config) {
        return start(config, Argon2PasswordHasher::new);
    }

    /** Starts the service with another hasher. Only for tests: no setting may weaken the hashes. */
    static Roster start(Config config, Supplier<Argon2PasswordHasher> hasher) {
        return ConfiguredRoster.builder(config, hasher).start();
    }

    /**
     * Returns the services, for calls without HTTP. Do not use them after {@link #close()}: their messages would wait
     * for the next start.
     *
     * @throws IllegalStateException if the service is closed
     */
    public Services services() {
        if (closed) {
            throw new IllegalStateException("the service is closed");
        }
        return services;
    }

    /**
     * Returns the URL of the server, with its actual port.
     *
     * @throws IllegalStateException if the service was built without HTTP
     */
    public URI baseUri() {
        return server.map(RosterServer::baseUri)
                .orElseThrow(() -> new IllegalStateException("the service was built without HTTP"));
    }

    /** Returns the URL of the metrics; empty without a management server. */
    Optional<URI> metricsUri() {
        return metrics;
    }

    /** Returns a description of the storage for operators, without secrets. */
    public String storage() {
        return storage;
    }

    /**
     * Makes the readiness check fail, and keeps serving for the given time, in which load balancers notice it. Call
     * {@link #close()} afterwards. Returns at once without HTTP.
     */
    public void drain(Duration delay) {
        if (server.isEmpty()) {
            return;
        }
        server.get().startDrain();
        try {
            Thread.sleep(delay.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Closes in the reverse order of the start: the HTTP server (running requests finish), the relays (running
     * deliveries finish), the mail connections, the password hasher, Redis, the storage; of these, what the service has
     * opened itself. A second call does nothing.
     */
    @Override
    public synchronized void close() {
        closed = true;
        opened.close();
    }
}
