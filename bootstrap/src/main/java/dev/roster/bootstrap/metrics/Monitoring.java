package dev.roster.bootstrap.metrics;

import dev.roster.adapters.http.RosterServer;
import dev.roster.adapters.http.ServerStartException;
import dev.roster.adapters.http.management.ManagementServer;
import dev.roster.bootstrap.config.Config.ManagementConfig;
import java.net.URI;
import java.time.InstantSource;

/** The metrics of a service and the management server that serves them. */
public final class Monitoring implements AutoCloseable {

    private final Metrics metrics;
    private final ManagementServer server;

    private Monitoring(Metrics metrics, ManagementServer server) {
        this.metrics = metrics;
        this.server = server;
    }

    /**
     * Starts the management server with the metrics of the JVM.
     *
     * @throws dev.roster.adapters.http.ServerStartException if the server cannot listen on the address
     */
    public static Monitoring start(ManagementConfig address, InstantSource clock) {
        Metrics metrics = new Metrics(clock);
        try {
            return new Monitoring(metrics, ManagementServer.start(address.host(), address.port(), metrics::scrape));
        } catch (ServerStartException failed) {
            metrics.close();
            throw new ServerStartException("MANAGEMENT_PORT: " + failed.getMessage(), failed);
        }
    }

    /** Returns the metrics, to which the parts of the service are added. */
    public Metrics metrics() {
        return metrics;
    }

    /** Serves the readiness of the API, once it has started. */
    public void observe(RosterServer api) {
        server.observe(api);
    }

    /** Returns the URL of the metrics. */
    public URI metricsUri() {
        return server.baseUri().resolve("/metrics");
    }

    @Override
    public void close() {
        server.close();
        metrics.close();
    }
}
