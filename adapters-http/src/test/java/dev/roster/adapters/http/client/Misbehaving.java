package dev.roster.adapters.http.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A server that reads the head of one request after another and answers each with the same bytes, right or wrong. */
final class Misbehaving implements AutoCloseable {

    private final ServerSocket listener;
    private final byte[] answer;
    private final boolean hangsUp;

    /** Held, because a socket that nobody holds is closed by the garbage collector. */
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    private Misbehaving(String answer, boolean hangsUp) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.answer = answer.getBytes(StandardCharsets.UTF_8);
        this.hangsUp = hangsUp;
        Thread thread = new Thread(this::serve, "misbehaving");
        thread.setDaemon(true);
        thread.start();
    }

    /** Answers with these bytes, and hangs up. */
    static Misbehaving answering(String bytes) throws IOException {
        return new Misbehaving(bytes, true);
    }

    /** Answers with a whole response of HTTP. */
    static Misbehaving answering(int status, String body) throws IOException {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return answering(
                "HTTP/1.1 " + status + " X\r\nConnection: close\r\nContent-Length: " + length + "\r\n\r\n" + body);
    }

    /** Answers with these bytes, and then with nothing for good. */
    static Misbehaving stallingAfter(String bytes) throws IOException {
        return new Misbehaving(bytes, false);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    private void serve() {
        while (!listener.isClosed()) {
            try {
                answer(listener.accept());
            } catch (IOException closedOrGone) {
                // the next client, if there still is one
            }
        }
    }

    private void answer(Socket socket) throws IOException {
        open.add(socket);
        readHead(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        out.write(answer);
        out.flush();
        if (hangsUp) {
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
