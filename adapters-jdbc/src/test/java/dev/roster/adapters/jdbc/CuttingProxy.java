package dev.roster.adapters.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Between a client and PostgreSQL: cuts a connection when its client commits, before or after the server hears of it. */
final class CuttingProxy implements AutoCloseable {

    enum Cut {
        NEVER,
        BEFORE_COMMIT_ARRIVES,
        AFTER_COMMIT_IS_ANSWERED
    }

    private final ServerSocket listener;
    private final String serverHost;
    private final int serverPort;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Cut cut = Cut.NEVER;

    CuttingProxy(String serverHost, int serverPort) throws IOException {
        this.serverHost = serverHost;
        this.serverPort = serverPort;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        inBackground(this::acceptAll);
    }

    int port() {
        return listener.getLocalPort();
    }

    void cut(Cut moment) {
        cut = moment;
    }

    private void acceptAll() throws IOException {
        while (true) {
            Socket client = listener.accept();
            Socket server = new Socket(serverHost, serverPort);
            open.addAll(List.of(client, server));
            Connection connection = new Connection(client, server);
            inBackground(connection::forwardRequests);
            inBackground(connection::forwardAnswers);
        }
    }

    private final class Connection {

        private final Socket client;
        private final Socket server;
        private volatile boolean swallowingAnswers;

        Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void forwardRequests() throws IOException {
            byte[] buffer = new byte[65_536];
            try (client;
                    server) {
                InputStream from = client.getInputStream();
                OutputStream to = server.getOutputStream();
                for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                    boolean commits = new String(buffer, 0, n, StandardCharsets.ISO_8859_1).contains("COMMIT");
                    if (commits && cut == Cut.BEFORE_COMMIT_ARRIVES) {
                        return;
                    }
                    swallowingAnswers = commits && cut == Cut.AFTER_COMMIT_IS_ANSWERED;
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
                    if (swallowingAnswers) {
                        return;
                    }
                    to.write(buffer, 0, n);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void inBackground(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException ended) {
                // One side is gone, which is what this is for.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
