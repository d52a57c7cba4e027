package dev.roster.testkit.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * A network between clients and a server, and its troubles: it can swallow all that is said, cut all connections, or cut
 * one at a moment that matters. Safe for use by many threads.
 */
public final class TcpProxy implements AutoCloseable {

    /** What becomes of what a client says, from now on. */
    private enum Action {
        FORWARD,
        /** Lost, and answers too. */
        DROP,
        /** Lost with the connection. */
        DISCONNECT,
        /** Passed on, and the connection is lost with the answer. */
        DISCONNECT_BEFORE_RESPONSE
    }

    private final ServerSocket listener;
    private final String serverHost;
    private final int serverPort;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Rule rule = Rule.forAll(Action.FORWARD);

    /**
     * Listens on a free port.
     *
     * @param serverHost where the server is; it need not be there yet
     * @param serverPort where it listens
     */
    public TcpProxy(String serverHost, int serverPort) throws IOException {
        this.serverHost = serverHost;
        this.serverPort = serverPort;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        inBackground(this::acceptAll);
    }

    /** A fate for those requests that it is for; the others pass. */
    private record Rule(Action action, Predicate<String> requests) {

        static Rule forAll(Action fate) {
            return new Rule(fate, said -> true);
        }

        Action of(byte[] buffer, int length) {
            if (action == Action.FORWARD) {
                return action;
            }
            return requests.test(new String(buffer, 0, length, StandardCharsets.ISO_8859_1)) ? action : Action.FORWARD;
        }
    }

    /** Where clients find it, on localhost. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Connections stay, new ones are accepted, and nothing that is said arrives, until it is {@linkplain #restore() restored}. */
    public void dropTraffic() {
        rule = Rule.forAll(Action.DROP);
    }

    /** Closes all connections, and new ones with the first word, until it is {@linkplain #restore() restored}. */
    public void disconnectAll() throws IOException {
        rule = Rule.forAll(Action.DISCONNECT);
        closeAll();
    }

    /**
     * Cuts a connection when a client says something, which does not arrive.
     *
     * @param said tells which pieces of what is said, as Latin-1; they are as long as the network makes them
     */
    public void disconnectBefore(Predicate<String> said) {
        rule = new Rule(Action.DISCONNECT, said);
    }

    /**
     * Cuts a connection when the server answers what a client said, which arrived.
     *
     * @param said tells which pieces of what is said, as Latin-1; they are as long as the network makes them
     */
    public void disconnectAfter(Predicate<String> said) {
        rule = new Rule(Action.DISCONNECT_BEFORE_RESPONSE, said);
    }

    /** All passes again, on the connections that are there. */
    public void forward() {
        rule = Rule.forAll(Action.FORWARD);
    }

    /** All passes again, on new connections; those that are there are closed, for what they lost never comes. */
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

    private void acceptAll() throws IOException {
        while (true) {
            Socket client = listener.accept();
            inBackground(() -> connect(client));
        }
    }

    private void connect(Socket client) throws IOException {
        try (client;
                Socket server = new Socket(serverHost, serverPort)) {
            Set<Socket> both = Set.of(client, server);
            open.addAll(both);
            try {
                Connection connection = new Connection(client, server);
                inBackground(connection::forwardResponses);
                connection.forwardRequests();
            } finally {
                open.removeAll(both);
            }
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
                if (action == Action.DISCONNECT) {
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

    private static void inBackground(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException ended) {
                        // One side is gone, which is what this is for.
                    }
                },
                "tcp proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
