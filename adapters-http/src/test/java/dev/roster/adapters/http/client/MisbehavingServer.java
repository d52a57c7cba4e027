package dev.roster.adapters.http.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Server that reads the head of each request and sends the next of the given responses, valid or not. The last one is
 * repeated.
 */
final class MisbehavingServer implements AutoCloseable {

    /** The user with the id 1, as the API returns it. */
    static final String USER = "{\"id\":1,\"email\":\"ann@example.com\",\"name\":\"Ann\",\"bio\":\"\","
            + "\"verified\":true,\"createdAt\":\"2023-01-01T00:00:00Z\",\"updatedAt\":\"2023-01-01T00:00:00Z\"}";

    private final ServerSocket listener;
    private final List<String> responses;
    private final AtomicInteger requests = new AtomicInteger();
    private final boolean closesConnection;

    /** Keeps sockets reachable: the garbage collector closes unreachable ones. */
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    private MisbehavingServer(List<String> answers, boolean hangsUp) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.responses = answers;
        this.closesConnection = hangsUp;
        Thread thread = new Thread(this::serve, "misbehaving");
        thread.setDaemon(true);
        thread.start();
    }

    /** Starts a server that sends these responses in order and closes the connection after each. */
    static MisbehavingServer respondingWith(String... answers) throws IOException {
        return new MisbehavingServer(List.of(answers), true);
    }

    /** Starts a server that sends a complete HTTP response. */
    static MisbehavingServer respondingWith(int status, String body) throws IOException {
        return respondingWith(response(status, "", body));
    }

    /** Returns a complete HTTP response. Each header line contains its line end. */
    static String response(int status, String headers, String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return "HTTP/1.1 " + status + " X\r\nConnection: close\r\n" + headers + "Content-Length: " + length + "\r\n\r\n"
                + body;
    }

    /** Starts a server that sends these bytes and then nothing more, with the connection open. */
    static MisbehavingServer stallingAfter(String bytes) throws IOException {
        return new MisbehavingServer(List.of(bytes), false);
    }

    /** Returns a client of this server. Its timeout is long enough for each response. */
    UserApiClient client() {
        return new UserApiClient(uri(), () -> "token", Duration.ofSeconds(60));
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** Returns the number of requests so far. */
    int requests() {
        return requests.get();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try {
                respond(listener.accept());
            } catch (IOException | UncheckedIOException closedOrGone) {
                // Continues with the next client.
            }
        }
    }

    private void respond(Socket socket) throws IOException {
        open.add(socket);
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        in.lines().takeWhile(line -> !line.isEmpty()).forEach(line -> {});
        OutputStream out = socket.getOutputStream();
        int number = Math.min(requests.getAndIncrement(), responses.size() - 1);
        out.write(responses.get(number).getBytes(StandardCharsets.UTF_8));
        out.flush();
        if (closesConnection) {
            socket.shutdownOutput();
            in.lines().forEach(line -> {});
            socket.close();
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
