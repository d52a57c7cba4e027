package dev.roster.testkit.fuzz;

import dev.roster.testkit.fuzz.request.ByteText;
import dev.roster.testkit.fuzz.request.FuzzRequest;
import dev.roster.testkit.fuzz.request.FuzzRequest.Trait;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * HTTP client that sends raw bytes, one request at a time. Reuses a connection only if request and response were valid and
 * complete.
 */
final class RawHttpClient implements AutoCloseable {

    private final String host;
    private final int port;
    private final Duration timeout;
    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "fuzz-watchdog");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable Connection keptOpen;

    RawHttpClient(String host, int port, Duration limit) {
        this.host = host;
        this.port = port;
        this.timeout = limit;
    }

    /** Open connection with its buffered input. */
    private record Connection(Socket socket, InputStream in) {

        void close() {
            try {
                socket.close();
            } catch (IOException alreadyGone) {
                // Already closed.
            }
        }
    }

    /** Outcome of a request. */
    sealed interface Outcome {

        /** A response was received. */
        record Responded(FuzzResponse response) implements Outcome {}

        /** No response was received, or none that is valid HTTP. */
        record Failed(String reason) implements Outcome {}
    }

    Outcome send(FuzzRequest request) throws IOException {
        boolean reused = keptOpen != null;
        Connection connection = keptOpen == null ? connect() : keptOpen;
        keptOpen = null;
        ResponseParser reader = new ResponseParser(connection.in());
        AtomicBoolean hung = new AtomicBoolean();
        ScheduledFuture<?> guard = watchdog.schedule(
                () -> {
                    hung.set(true);
                    connection.close();
                },
                timeout.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            write(connection.socket(), request);
            FuzzResponse answer = reader.read(request.has(Trait.HEAD));
            boolean clean = isClean(request, answer, reader);
            if (clean && connection.in().available() > 0) {
                connection.close();
                return new Outcome.Failed("bytes follow the response " + answer.status());
            }
            keepOrClose(connection, clean);
            return new Outcome.Responded(answer);
        } catch (IOException failed) {
            connection.close();
            if (hung.get()) {
                return new Outcome.Failed("no complete response within " + timeout);
            }
            if (reused && !reader.started()) {
                // The server may close an idle connection at any time (RFC 9112, section 9.3.1).
                return send(request);
            }
            return new Outcome.Failed("closed without a complete response: " + failed.getMessage());
        } finally {
            guard.cancel(false);
        }
    }

    private void write(Socket socket, FuzzRequest request) throws IOException {
        try {
            socket.getOutputStream().write(ByteText.bytes(request.byteText()));
            if (request.has(Trait.MALFORMED)) {
                // Otherwise both sides might wait for each other.
                socket.shutdownOutput();
            }
        } catch (IOException refused) {
            if (!request.has(Trait.LARGE)) {
                throw refused;
            }
            // The server may have responded before it had received the whole request.
        }
    }

    private static boolean isClean(FuzzRequest request, FuzzResponse answer, ResponseParser reader) {
        String connection = answer.header("Connection").orElse("").toLowerCase(Locale.ROOT);
        return !request.has(Trait.MALFORMED)
                && !request.has(Trait.LARGE)
                && !reader.endsWithConnection()
                && answer.status() != 101
                && !connection.contains("close");
    }

    private void keepOrClose(Connection connection, boolean clean) {
        if (clean) {
            keptOpen = connection;
        } else {
            connection.close();
        }
    }

    private Connection connect() throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(host, port), (int) timeout.toMillis());
        return new Connection(socket, new BufferedInputStream(socket.getInputStream()));
    }

    @Override
    public void close() {
        watchdog.shutdownNow();
        if (keptOpen != null) {
            keptOpen.close();
        }
    }
}
