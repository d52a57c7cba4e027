package dev.roster.testkit.fuzz;

import dev.roster.testkit.fuzz.request.FuzzRequest;
import dev.roster.testkit.fuzz.request.FuzzRequest.Trait;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Sends one fuzz request at a time. Reuses a connection only if request and response were valid and complete. */
final class RawHttpClient implements AutoCloseable {

    private final String host;
    private final int port;
    private final Duration timeout;
    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "fuzz-watchdog");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable RawHttpConnection keptOpen;

    RawHttpClient(String host, int port, Duration timeout) {
        this.host = host;
        this.port = port;
        this.timeout = timeout;
    }

    /**
     * Outcome of a request.
     *
     * @param response empty if no response was received, or none that is valid HTTP
     * @param failure why there is no response; empty if there is one
     */
    record Outcome(Optional<RawHttpResponse> response, String failure) {

        static Outcome failed(String reason) {
            return new Outcome(Optional.empty(), reason);
        }
    }

    Outcome send(FuzzRequest request) throws IOException {
        boolean reused = keptOpen != null;
        RawHttpConnection connection = keptOpen == null ? new RawHttpConnection(host, port, timeout) : keptOpen;
        keptOpen = null;
        AtomicBoolean hung = new AtomicBoolean();
        ScheduledFuture<?> guard = watchdog.schedule(
                () -> {
                    hung.set(true);
                    close(connection);
                },
                timeout.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            write(connection, request);
            RawHttpResponse response = connection.read(request.has(Trait.HEAD));
            if (!isReusable(request, response, connection)) {
                close(connection);
            } else if (connection.hasUnreadBytes()) {
                close(connection);
                return Outcome.failed("bytes follow the response " + response.status());
            } else {
                keptOpen = connection;
            }
            return new Outcome(Optional.of(response), "");
        } catch (IOException failed) {
            close(connection);
            if (hung.get()) {
                return Outcome.failed("no complete response within " + timeout);
            }
            if (reused && !connection.responseStarted()) {
                // The server may close an idle connection at any time (RFC 9112, section 9.3.1).
                return send(request);
            }
            return Outcome.failed("closed without a complete response: " + failed.getMessage());
        } finally {
            guard.cancel(false);
        }
    }

    private static void write(RawHttpConnection connection, FuzzRequest request) throws IOException {
        try {
            connection.write(request.byteText());
            if (request.has(Trait.MALFORMED)) {
                // Otherwise both sides might wait for each other.
                connection.endRequest();
            }
        } catch (IOException refused) {
            if (!request.has(Trait.LARGE)) {
                throw refused;
            }
            // The server may have responded before it had received the whole request.
        }
    }

    private static boolean isReusable(FuzzRequest request, RawHttpResponse response, RawHttpConnection connection) {
        return !request.has(Trait.MALFORMED)
                && !request.has(Trait.LARGE)
                && !connection.endsWithResponse()
                && response.status() != 101
                && !response.header("Connection")
                        .orElse("")
                        .toLowerCase(Locale.ROOT)
                        .contains("close");
    }

    private static void close(RawHttpConnection connection) {
        try {
            connection.close();
        } catch (IOException alreadyGone) {
            // Already closed.
        }
    }

    @Override
    public void close() {
        watchdog.shutdownNow();
        if (keptOpen != null) {
            close(keptOpen);
        }
    }
}
