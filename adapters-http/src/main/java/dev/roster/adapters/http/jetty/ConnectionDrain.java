package dev.roster.adapters.http.jetty;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;

/** Ends the connections of a server so that no request on them fails. */
public final class ConnectionDrain {

    private static final long POLL_MILLIS = 20;

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
        CompletableFuture<Void> allClosed = CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new));
        try {
            while (!isDone(allClosed, POLL_MILLIS) && System.nanoTime() < deadline) {
                shortenIdleTimeouts(server);
            }
        } catch (ExecutionException stillOpen) {
            // The stop of the server aborts what still runs, and reports it.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        server.setStopTimeout(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
    }

    private static boolean isDone(CompletableFuture<?> future, long millis)
            throws ExecutionException, InterruptedException {
        try {
            future.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException pending) {
            return false;
        }
    }

    /** The end of a request restores the timeout from before the request, which the stop has shortened meanwhile. */
    private static void shortenIdleTimeouts(Server server) {
        for (Connector connector : server.getConnectors()) {
            if (connector instanceof AbstractConnector open) {
                open.getConnectedEndPoints().stream()
                        .filter(connection -> connection.getIdleTimeout() == open.getIdleTimeout())
                        .forEach(connection -> connection.setIdleTimeout(open.getShutdownIdleTimeout()));
            }
        }
    }
}
