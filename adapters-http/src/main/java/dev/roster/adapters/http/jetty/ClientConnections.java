package dev.roster.adapters.http.jetty;

import dev.roster.adapters.http.request.ClientAddresses;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits the open connections of each client, and the time in which the header of a request must arrive. A new
 * connection beyond the limit replaces an idle one of the same client, or is closed if none is idle. Must be a bean of
 * a connector.
 */
public final class ClientConnections extends AbstractLifeCycle implements Connection.Listener {

    /** Independent of the keep-alive timeout, which starts again with each byte. */
    static final Duration HEADER_TIMEOUT = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(ClientConnections.class);
    private static final long CHECK_MILLIS = 1_000;
    private static final long NONE = Long.MIN_VALUE;

    private final Connector connector;
    private final ClientAddresses clients;
    private final CountPerClient open;
    private final LongSupplier nanoTime;
    private final Map<Connection, Progress> progress = new ConcurrentHashMap<>();

    public ClientConnections(Connector connector, ClientAddresses clients, ClientLimits limits) {
        this(connector, clients, limits, System::nanoTime);
    }

    ClientConnections(Connector connector, ClientAddresses clients, ClientLimits limits, LongSupplier nanoTime) {
        this.connector = connector;
        this.clients = clients;
        this.open = new CountPerClient(limits.connections());
        this.nanoTime = nanoTime;
    }

    /** What a connection has received. Only the client is used outside the lock. */
    private static final class Progress {
        private final Optional<String> client;
        private long requests;
        private long bytes;
        private long headerSince = NONE;

        Progress(Optional<String> client) {
            this.client = client;
        }
    }

    @Override
    protected void doStart() {
        scheduleCheck();
    }

    @Override
    public void onOpened(Connection connection) {
        Optional<String> client =
                clients.limitedNetworkOfPeer(connection.getEndPoint().getRemoteSocketAddress());
        if (client.isEmpty() || open.tryAdd(client.get(), 1) || replaceIdle(client.get())) {
            progress.put(connection, new Progress(client));
        } else {
            LOG.debug("too many connections of {}", client.get());
            connection.close();
        }
    }

    @Override
    public void onClosed(Connection connection) {
        Progress closed = progress.remove(connection);
        if (closed != null) {
            closed.client.ifPresent(known -> open.remove(known, 1));
        }
    }

    /** Closes an idle connection of a client, whose place the caller takes. */
    private boolean replaceIdle(String client) {
        Optional<Connection> idle = progress.entrySet().stream()
                .filter(other -> other.getValue().client.filter(client::equals).isPresent() && isIdle(other.getKey()))
                .filter(other -> progress.remove(other.getKey(), other.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
        idle.ifPresent(Connection::close);
        return idle.isPresent();
    }

    private static boolean isIdle(Connection connection) {
        return connection instanceof HttpConnection http
                && http.getParser().isStart()
                && http.getMessagesIn() > 0
                && http.isRequestBufferEmpty();
    }

    private void scheduleCheck() {
        Scheduler scheduler = connector.getScheduler();
        if (scheduler.isRunning()) {
            var unused = scheduler.schedule(
                    () -> {
                        closeLate();
                        if (isRunning()) {
                            scheduleCheck();
                        }
                    },
                    CHECK_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
    }

    /** Closes the connections on which the header of a request is late. */
    synchronized void closeLate() {
        long now = nanoTime.getAsLong();
        progress.forEach((connection, seen) -> {
            if (connection instanceof HttpConnection http && isLate(http, seen, now)) {
                LOG.debug("the header of a request did not arrive in time");
                // Closing the connection itself could send a 500 for the incomplete request.
                connection.getEndPoint().close();
            }
        });
    }

    /** Returns the number of connections on which a part of a header has arrived. */
    synchronized long incompleteHeaders() {
        return progress.values().stream()
                .filter(seen -> seen.headerSince != NONE)
                .count();
    }

    private static boolean isLate(HttpConnection connection, Progress seen, long now) {
        HttpParser parser = connection.getParser();
        long requests = connection.getMessagesIn();
        long bytes = connection.getBytesIn();
        if (!parser.inHeaderState() || requests != seen.requests) {
            seen.requests = requests;
            seen.bytes = bytes;
            seen.headerSince = NONE;
            return false;
        }
        if (parser.isStart() && bytes == seen.bytes) {
            return false;
        }
        // Line breaks before a request leave the parser in its first state, but also count.
        if (seen.headerSince == NONE) {
            seen.headerSince = now;
        }
        return now - seen.headerSince >= HEADER_TIMEOUT.toNanos();
    }
}
