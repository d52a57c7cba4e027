package dev.roster.testkit.server;

import dev.roster.testkit.conformance.fault.FaultControl;
import dev.roster.testkit.server.TrafficRule.Action;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * TCP proxy that simulates network failures: it drops or delays all traffic, or closes a connection at a chosen
 * message. It is the fault control of any adapter whose client connects to {@link #port()} in place of its server. Safe
 * for use by multiple threads.
 */
public final class TcpProxy implements FaultControl, AutoCloseable {

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final int port;
    private final Object delay = new Object();
    private final String serverHost;
    private final int serverPort;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile TrafficRule rule = TrafficRule.forAll(Action.FORWARD);
    private volatile ServerSocket listener;
    private volatile Thread acceptor;
    private volatile long responseDelayNanos;

    /**
     * Starts the proxy on a free port.
     *
     * @param serverHost the server's host; the server need not run yet
     * @param serverPort the server's port
     */
    public TcpProxy(String serverHost, int serverPort) throws IOException {
        this.serverHost = serverHost;
        this.serverPort = serverPort;
        this.listener = listen(0);
        this.port = listener.getLocalPort();
        this.acceptor = inBackground(() -> acceptAll(listener));
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket opened = new ServerSocket();
        opened.setReuseAddress(true);
        opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        return opened;
    }

    /** Returns the port for clients, on localhost. */
    public int port() {
        return port;
    }

    /** Discards all traffic until {@link #restore()}. Connections stay open, and new ones are accepted. */
    public void dropTraffic() {
        rule = TrafficRule.forAll(Action.DROP);
    }

    /** Delays each piece of the response streams. */
    public void delayResponses(Duration changed) {
        synchronized (delay) {
            responseDelayNanos = changed.toNanos();
            delay.notifyAll();
        }
    }

    @Override
    public void slow(Duration changed) {
        delayResponses(changed);
    }

    @Override
    public void cut() throws IOException {
        rule = TrafficRule.forAll(Action.CUT);
        closeAll();
    }

    @Override
    public void stop() throws IOException {
        listener.close();
        awaitFreePort();
        closeAll();
    }

    /** The port is free when no thread waits for a connection any more. */
    private void awaitFreePort() {
        try {
            acceptor.join(STOP_TIMEOUT.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void restart() throws IOException {
        ServerSocket opened = listen(port);
        listener = opened;
        acceptor = inBackground(() -> acceptAll(opened));
    }

    /**
     * Closes a connection instead of forwarding a matching request.
     *
     * @param said matches pieces of the request stream, as Latin-1; the network determines the size of the pieces
     */
    public void disconnectBefore(Predicate<String> said) {
        rule = new TrafficRule(Action.DISCONNECT, said);
    }

    /**
     * Closes a connection instead of forwarding the response to a matching request.
     *
     * @param said matches pieces of the request stream, as Latin-1; the network determines the size of the pieces
     */
    public void disconnectAfter(Predicate<String> said) {
        rule = new TrafficRule(Action.DISCONNECT_BEFORE_RESPONSE, said);
    }

    /** Forwards all traffic again, without delay, on existing connections, too. */
    @Override
    public void forward() {
        rule = TrafficRule.forAll(Action.FORWARD);
        delayResponses(Duration.ZERO);
    }

    /** Forwards all traffic again. Closes existing connections, because their discarded data would be missing. */
    public void restore() throws IOException {
        forward();
        closeAll();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        closeAll();
    }

    private void closeAll() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void acceptAll(ServerSocket from) throws IOException {
        while (true) {
            Socket client = from.accept();
            inBackground(() -> connect(client));
        }
    }

    private void connect(Socket client) throws IOException {
        if (rule.action() == Action.CUT || listener.isClosed()) {
            client.close();
            return;
        }
        try (client;
                Socket server = new Socket(serverHost, serverPort)) {
            Set<Socket> both = Set.of(client, server);
            open.addAll(both);
            try {
                if (rule.action() == Action.CUT || listener.isClosed()) {
                    return;
                }
                Connection connection = new Connection(client, server);
                inBackground(connection::forwardResponses);
                connection.forwardRequests();
            } finally {
                open.removeAll(both);
            }
        }
    }

    /** Waits for the delay of a response, or until it is changed. */
    private void awaitDelay() throws IOException {
        try {
            synchronized (delay) {
                long nanos = responseDelayNanos;
                long end = System.nanoTime() + nanos;
                while (nanos == responseDelayNanos && System.nanoTime() < end) {
                    TimeUnit.NANOSECONDS.timedWait(delay, end - System.nanoTime());
                }
            }
        } catch (InterruptedException closed) {
            throw new IOException(closed);
        }
    }

    private final class Connection {

        private final Socket client;
        private final Socket server;
        private volatile Action action = Action.FORWARD;

        Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void forwardRequests() throws IOException {
            byte[] buffer = new byte[65_536];
            InputStream from = client.getInputStream();
            OutputStream to = server.getOutputStream();
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                action = rule.of(buffer, n);
                if (action == Action.DISCONNECT || action == Action.CUT) {
                    return;
                }
                if (action != Action.DROP) {
                    to.write(buffer, 0, n);
                }
            }
        }

        void forwardResponses() throws IOException {
            byte[] buffer = new byte[65_536];
            try (client;
                    server) {
                InputStream from = server.getInputStream();
                OutputStream to = client.getOutputStream();
                for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                    if (action == Action.DISCONNECT_BEFORE_RESPONSE) {
                        return;
                    }
                    awaitDelay();
                    if (rule.action() != Action.DROP) {
                        to.write(buffer, 0, n);
                    }
                }
            }
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static Thread inBackground(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException ended) {
                        // One of the two connections was closed, which ends the other.
                    }
                },
                "tcp proxy");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
