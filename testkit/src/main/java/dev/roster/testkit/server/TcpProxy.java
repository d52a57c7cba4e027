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
    private enum Fate {
        PASSED,
        /** Lost, and answers too. */
        SWALLOWED,
        /** Lost with the connection. */
        CUT,
        /** Passed on, and the connection is lost with the answer. */
        ANSWER_CUT
    }

    private final ServerSocket listener;
    private final String serverHost;
    private final int serverPort;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Rule rule = Rule.forAll(Fate.PASSED);

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
    private record Rule(Fate fate, Predicate<String> subject) {

        static Rule forAll(Fate fate) {
            return new Rule(fate, said -> true);
        }

        Fate of(byte[] buffer, int length) {
            if (fate == Fate.PASSED) {
                return fate;
            }
            return subject.test(new String(buffer, 0, length, StandardCharsets.ISO_8859_1)) ? fate : Fate.PASSED;
        }
    }

    /** Where clients find it, on localhost. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Connections stay, new ones are accepted, and nothing that is said arrives, until it is {@linkplain #restore() restored}. */
    public void swallow() {
        rule = Rule.forAll(Fate.SWALLOWED);
    }

    /** Closes all connections, and new ones with the first word, until it is {@linkplain #restore() restored}. */
    public void cut() throws IOException {
        rule = Rule.forAll(Fate.CUT);
        closeAll();
    }

    /**
     * Cuts a connection when a client says something, which does not arrive.
     *
     * @param said tells which pieces of what is said, as Latin-1; they are as long as the network makes them
     */
    public void cutBefore(Predicate<String> said) {
        rule = new Rule(Fate.CUT, said);
    }

    /**
     * Cuts a connection when the server answers what a client said, which arrived.
     *
     * @param said tells which pieces of what is said, as Latin-1; they are as long as the network makes them
     */
    public void cutAfter(Predicate<String> said) {
        rule = new Rule(Fate.ANSWER_CUT, said);
    }

    /** All passes again, on the connections that are there. */
    public void pass() {
        rule = Rule.forAll(Fate.PASSED);
    }

    /** All passes again, on new connections; those that are there are closed, for what they lost never comes. */
    public void restore() throws IOException {
        pass();
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
                inBackground(connection::forwardAnswers);
                connection.forwardRequests();
            } finally {
                open.removeAll(both);
            }
        }
    }

    private final class Connection {

        private final Socket client;
        private final Socket server;
        private volatile Fate fate = Fate.PASSED;

        Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void forwardRequests() throws IOException {
            byte[] buffer = new byte[65_536];
            InputStream from = client.getInputStream();
            OutputStream to = server.getOutputStream();
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                fate = rule.of(buffer, n);
                if (fate == Fate.CUT) {
                    return;
                }
                if (fate != Fate.SWALLOWED) {
                    to.write(buffer, 0, n);
                }
            }
        }

        void forwardAnswers() throws IOException {
            byte[] buffer = new byte[65_536];
            try (client;
                    server) {
                InputStream from = server.getInputStream();
                OutputStream to = client.getOutputStream();
                for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                    if (fate == Fate.ANSWER_CUT) {
                        return;
                    }
                    if (rule.fate() != Fate.SWALLOWED) {
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
