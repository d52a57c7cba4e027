package dev.roster.adapters.http.management;

import dev.roster.adapters.http.Readiness;
import dev.roster.adapters.http.RosterServer;
import dev.roster.adapters.http.ServerStartException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * HTTP server with {@code GET /metrics}, {@code GET /health/live} and {@code GET /health/ready}. It authenticates no
 * client, so it belongs on an address that only operators can reach.
 *
 * <p>It has threads of its own, so it responds while the API is overloaded. Each connection serves one request and is
 * closed after {@value #CONNECTION_SECONDS} seconds, so slow clients cannot occupy the server.
 */
public final class ManagementServer implements AutoCloseable {

    /** Longest lifetime of a connection: the default timeout of a scrape by Prometheus. */
    static final int CONNECTION_SECONDS = 10;

    static final int MAX_CONNECTIONS = 32;

    /** Jetty itself uses two of them. */
    private static final int MAX_THREADS = 8;

    private static final int MIN_THREADS = 3;
    private static final int IDLE_MILLIS = 60_000;

    private final Server server;
    private final String host;
    private final int port;
    private volatile Supplier<Readiness> readiness = () -> Readiness.down("The server is starting.");

    private ManagementServer(
            String host, int port, Duration connectionLifetime, Function<MetricsFormat, byte[]> metrics) {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS, IDLE_MILLIS);
        threads.setName("roster-management");
        threads.setReservedThreads(0);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        this.server = new Server(threads);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(connectionLifetime.toMillis());
        connector.addBean(new Connection.Listener() {
            @Override
            public void onOpened(Connection connection) {
                var unused = connector
                        .getScheduler()
                        .schedule(
                                () -> connection.getEndPoint().close(),
                                connectionLifetime.toMillis(),
                                TimeUnit.MILLISECONDS);
            }
        });
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, connector));
        server.setHandler(new ManagementHandler(metrics, () -> readiness.get()));
        server.setStopTimeout(0);
        try {
            server.start();
        } catch (Exception failed) {
            LifeCycle.stop(server);
            throw ServerStartException.cannotListen(host, port, failed);
        }
        this.host = host;
        this.port = connector.getLocalPort();
    }

    /**
     * Starts a server. Until {@link #observe}, the readiness check fails.
     *
     * @param host the address or host name to listen on
     * @param port 0 to 65535; 0 selects a free port
     * @param metrics returns the metrics in a format; called by several threads
     * @throws ServerStartException if the server cannot listen on the address, such as a port in use
     */
    public static ManagementServer start(String host, int port, Function<MetricsFormat, byte[]> metrics) {
        return start(host, port, Duration.ofSeconds(CONNECTION_SECONDS), metrics);
    }

    static ManagementServer start(
            String host, int port, Duration connectionLifetime, Function<MetricsFormat, byte[]> metrics) {
        return new ManagementServer(host, port, connectionLifetime, metrics);
    }

    /** Makes the readiness check that of a server. */
    public void observe(RosterServer api) {
        readiness = api::readiness;
    }

    /** Returns the base URI of the server for clients on this machine, without a trailing slash. */
    public URI baseUri() {
        return RosterServer.localUri(host, port);
    }

    /** Stops the server at once. Calling this again has no effect. */
    @Override
    public void close() {
        LifeCycle.stop(server);
    }
}
