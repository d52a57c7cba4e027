package dev.roster.adapters.http.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that reads the head of one request after another and answers with these bytes, right or wrong: the last again and
 * again. */
final class MisbehavingServer implements AutoCloseable {

    private final ServerSocket listener;
    private final List<String> responses;
    private final AtomicInteger requests = new AtomicInteger();
    private final boolean closesConnection;

    /** Held, because a socket that nobody holds is closed by the garbage collector. */
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    private MisbehavingServer(List<String> answers, boolean hangsUp) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.responses = answers;
        this.closesConnection = hangsUp;
        Thread thread = new Thread(this::serve, "misbehaving");
        thread.setDaemon(true);
        thread.start();
    }

    /** Answers with these bytes, and hangs up. */
    static MisbehavingServer respondingWith(String bytes) throws IOException {
        return new MisbehavingServer(List.of(bytes), true);
    }

    /** Answers one request after another with these, and hangs up each time. */
    static MisbehavingServer respondingInSequence(String... answers) throws IOException {
        return new MisbehavingServer(List.of(answers), true);
    }

    /** Answers with a whole response of HTTP. */
    static MisbehavingServer respondingWith(int status, String body) throws IOException {
        return respondingWith(response(status, "", body));
    }

    /**
     * A whole response of HTTP.
     *
     * @param headers each with its end of line
     */
    static String response(int status, String headers, String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return "HTTP/1.1 " + status + " X\r\nConnection: close\r\n" + headers + "Content-Length: " + length + "\r\n\r\n"
                + body;
    }

    /** Answers with these bytes, and then with nothing for good. */
    static MisbehavingServer stallingAfter(String bytes) throws IOException {
        return new MisbehavingServer(List.of(bytes), false);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** How many requests there were so far. */
    int requests() {
        return requests.get();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try {
                respond(listener.accept());
            } catch (IOException closedOrGone) {
                // the next client, if there still is one
            }
        }
    }

    private void respond(Socket socket) throws IOException {
        open.add(socket);
        readHead(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        int number = Math.min(requests.getAndIncrement(), responses.size() - 1);
        out.write(responses.get(number).getBytes(StandardCharsets.UTF_8));
        out.flush();
        if (closesConnection) {
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
            socket.close();
        }
    }

    private static void readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int c = in.read(); c >= 0 && !head.append((char) c).toString().endsWith("\r\n\r\n"); ) {
            c = in.read();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
