package dev.roster.testkit.server;

import dev.roster.testkit.conformance.OptionalLibrary;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/**
 * Redis server for a single test, which may kill it, pause it, and restart it, empty, on the same port. Uses the binary
 * on the class path (Redis 6.2), stores nothing on disk, and ends at the latest with the JVM. Used by one thread.
 */
public final class DedicatedRedisServer implements AutoCloseable {

    private static final int TIMEOUT_SECONDS = 30;

    /** ETXTBSY, as it appears in the JDK's exception message. */
    private static final String TEXT_FILE_BUSY = "error=26,";

    private static final int BUSY_TRIES = 100;
    private static final Duration BUSY_PAUSE = Duration.ofMillis(20);

    private final List<String> command;
    private final int port;
    private final Thread shutdownHook = new Thread(this::end, "end of a Redis");
    private Process process;

    /**
     * Starts the server.
     *
     * @param options additional command line options, such as {@code "--maxmemory", "2mb"}
     * @throws IllegalStateException if the server does not start, or if the binary is missing; the message then
     *     contains the dependency
     */
    public DedicatedRedisServer(String... options) {
        OptionalLibrary.require(
                "redis.embedded.core.ExecutableProvider", "com.github.codemonstur:embedded-redis:1.4.4");
        try {
            port = freePort();
            command = new ArrayList<>(List.of(Binary.file().getPath(), "--port", Integer.toString(port)));
            command.addAll(List.of("--bind", "127.0.0.1", "--save", "", "--appendonly", "no"));
            command.addAll(List.of(options));
            process = launch();
        } catch (IOException failed) {
            throw notStarted(failed);
        }
        Runtime.getRuntime().addShutdownHook(shutdownHook);
    }

    /** Separate class, so that the library is loaded only after the check that it is present. */
    private static final class Binary {

        private static @Nullable File extracted;

        private Binary() {}

        /** Extracts the binary once: while the file is being written, it cannot be executed. */
        static synchronized File file() throws IOException {
            File file = extracted == null
                    ? ExecutableProvider.newJarResourceProvider().get()
                    : extracted;
            extracted = file;
            return file;
        }
    }

    /** Returns the port, also while the server is not running. */
    public int port() {
        return port;
    }

    /** Returns the address as a URL for settings. */
    public String url() {
        return address().url();
    }

    RedisAddress address() {
        return RedisAddress.of("localhost", port, "embedded");
    }

    /** Starts an empty server after a {@linkplain #kill() kill}. */
    public void start() {
        try {
            process = launch();
        } catch (IOException failed) {
            throw notStarted(failed);
        }
    }

    /** Kills the server like {@code kill -9} and waits until the process has ended. */
    public void kill() {
        end();
        await("the end of " + this, () -> process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS));
    }

    /** Kills the server and starts an empty one. */
    public void restartEmpty() {
        kill();
        start();
    }

    /** Suspends the process ({@code SIGSTOP}): connections stay open, but commands get no reply. */
    public void pause() {
        signal("STOP");
    }

    /**
     * Resumes the process after a {@linkplain #pause() pause}. It then replies to the commands received in the
     * meantime.
     */
    public void resume() {
        signal("CONT");
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(shutdownHook);
    }

    @Override
    public String toString() {
        return "DedicatedRedisServer[" + url() + "]";
    }

    private void end() {
        process.destroyForcibly();
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            await("SIG" + name, () -> kill.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) && kill.exitValue() == 0);
        } catch (IOException failed) {
            throw new IllegalStateException("could not send a signal to " + this, failed);
        }
    }

    private Process launch() throws IOException {
        Process started = startWithRetry(new ProcessBuilder(command).redirectErrorStream(true));
        CountDownLatch ready = new CountDownLatch(1);
        Thread reader = new Thread(() -> readLog(started.inputReader(), ready), "log of a Redis");
        reader.setDaemon(true);
        reader.start();
        await("the start of " + command, () -> ready.await(TIMEOUT_SECONDS, TimeUnit.SECONDS));
        return started;
    }

    /**
     * Retries while the file is busy: a process forked while the binary was written keeps it open for writing until it
     * executes another program.
     */
    private static Process startWithRetry(ProcessBuilder command) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return command.start();
            } catch (IOException failed) {
                if (tries == BUSY_TRIES || !String.valueOf(failed.getMessage()).contains(TEXT_FILE_BUSY)) {
                    throw failed;
                }
                LockSupport.parkNanos(BUSY_PAUSE.toNanos());
            }
        }
    }

    /** Reads to the end: the server stops when the pipe is full. */
    private static void readLog(BufferedReader log, CountDownLatch ready) {
        try (log) {
            for (String line = log.readLine(); line != null; line = log.readLine()) {
                if (line.contains("Ready to accept connections")) {
                    ready.countDown();
                }
            }
        } catch (IOException killed) {
            // The log has ended.
        }
    }

    private interface Wait {
        boolean isOver() throws InterruptedException;
    }

    private static void await(String what, Wait wait) {
        try {
            if (!wait.isOver()) {
                throw new IllegalStateException("timed out waiting for " + what);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + what, interrupted);
        }
    }

    private static IllegalStateException notStarted(IOException failed) {
        return new IllegalStateException("the embedded Redis for tests did not start", failed);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
