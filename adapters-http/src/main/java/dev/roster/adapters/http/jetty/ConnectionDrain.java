package dev.roster.adapters.http.jetty;

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
     * Refuses new connections, and serves requests on the open ones until all are closed. Jetty's own stop rejects
     * such requests with 503. Waits at most the stop timeout of the server, and leaves it the rest.
     */
    public static void closeConnections(Server server) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(server.getStopTimeout());
        List<CompletableFuture<Void>> closing = new ArrayList<>();
        for (Connector connector : server.getConnectors()) {
            closing.add(connector.shutdown());
        }
        try {
            CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new))
                    .get(server.getStopTimeout(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException stillOpen) {
            // The stop of the server aborts what still runs, and reports it.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        server.setStopTimeout(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
    }
}
