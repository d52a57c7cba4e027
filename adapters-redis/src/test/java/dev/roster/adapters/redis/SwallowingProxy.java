package dev.roster.adapters.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Between a client and Redis: can swallow all that is said, as a network does that is cut off without a word. */
final class SwallowingProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final int serverPort;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cutOff;

    SwallowingProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        inBackground(this::acceptAll);
    }

    int port() {
        return listener.getLocalPort();
    }

    String url() {
        return "redis://localhost:" + port();
    }

    void cutOff() {
        cutOff = true;
    }

    /** What was connected meanwhile was never connected; new connections get through. */
    void restore() throws IOException {
        cutOff = false;
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }

    private void acceptAll() throws IOException {
        while (true) {
            Socket client = listener.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            open.addAll(List.of(client, server));
            inBackground(() -> forward(client, server));
            inBackground(() -> forward(server, client));
        }
    }

    private void forward(Socket source, Socket target) throws IOException {
        byte[] buffer = new byte[65_536];
        try (source;
                target) {
            InputStream from = source.getInputStream();
            OutputStream to = target.getOutputStream();
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                if (!cutOff) {
                    to.write(buffer, 0, n);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        restore();
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
