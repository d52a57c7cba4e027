package dev.roster.adapters.http.jetty;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;

/** Ends the connections of a server so that no request on them fails. */
public final class ConnectionDrain {

    private ConnectionDrain() {}

    /**
     * Adds {@code Connection: close} to the responses of all requests that arrive from now on. The client closes the
     * connection then: if the server did, the client could be sending its next request.
     */
    public static void closeAfterResponses(Server server) {
        for (Connector connector : server.getConnectors()) {
            connector.getConnectionFactories().stream()
                    .filter(HttpConfiguration.ConnectionFactory.class::isInstance)
                    .map(HttpConfiguration.ConnectionFactory.class::cast)
                    .forEach(http -> http.getHttpConfiguration().setPersistentConnectionsEnabled(false));
        }
    }

    /**
     * Accepts no more connections, and serves requests on the open ones until all are closed. Jetty's own stop rejects
     * such requests with 503.
     *
     * @param timeout how long to wait for open connections
     */
    public static void closeConnections(Server server, Duration timeout) {
        List<CompletableFuture<Void>> closing = new ArrayList<>();
        for (Connector connector : server.getConnectors()) {
            closing.add(connector.shutdown());
        }
        try {
            CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new))
                    .get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException stillOpen) {
            // The stop of the server aborts what still runs, and reports it.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
