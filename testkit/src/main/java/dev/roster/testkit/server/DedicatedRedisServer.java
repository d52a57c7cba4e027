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
 * A Redis that one test has to itself: it may be killed, stopped, and started again, empty, on the same port. It runs from
 * the binary on the class path (Redis 6.2), keeps nothing on disk, and ends with the JVM at the latest. For one thread.
 */
public final class DedicatedRedisServer implements AutoCloseable {

    private static final int TIMEOUT_SECONDS = 30;

    /** ETXTBSY, as the JDK tells it. */
    private static final String TEXT_FILE_BUSY = "error=26,";

    private static final int BUSY_TRIES = 100;
    private static final Duration BUSY_PAUSE = Duration.ofMillis(20);

    private final List<String> command;
    private final int port;
    private final Thread shutdownHook = new Thread(this::end, "end of a Redis");
    private Process process;

    /**
     * Starts it.
     *
     * @param options beyond the usual ones, such as {@code "--maxmemory", "2mb"}
     * @throws IllegalStateException if the binary is missing, which is then named by its coordinates, or does not start
     */
    public DedicatedRedisServer(String... options) {
        OptionalLibrary.require("redis.embedded.core.ExecutableProvider", "com.github.codemonstur:embedded-redis");
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

    /** Apart, so that the library is touched only once it is known to be there. */
    private static final class Binary {

        private static @Nullable File extracted;

        private Binary() {}

        /** Extracted once: while it is written, nobody can run it. */
        static synchronized File file() throws IOException {
            File file = extracted == null
                    ? ExecutableProvider.newJarResourceProvider().get()
                    : extracted;
            extracted = file;
            return file;
        }
    }

    /** Where it listens, or did. */
    public int port() {
        return port;
    }

    /** The same as settings take it. */
    public String url() {
        return address().url();
    }

    RedisAddress address() {
        return RedisAddress.of("localhost", port, "embedded");
    }

    /** Starts it again after it was {@linkplain #kill() killed}, with nothing in it. */
    public void start() {
        try {
            process = launch();
        } catch (IOException failed) {
            throw notStarted(failed);
        }
    }

    /** As {@code kill -9} does; once this returns, nobody listens. */
    public void kill() {
        end();
        await("the end of " + this, () -> process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS));
    }

    /** Kills it and starts it again, with nothing in it. */
    public void restartEmpty() {
        kill();
        start();
    }

    /** As {@code SIGSTOP} does: it stays connected, and says nothing. */
    public void pause() {
        signal("STOP");
    }

    /** Ends the {@linkplain #pause() pause}; it then answers what it was asked meanwhile. */
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
        return "OwnRedisServer[" + url() + "]";
    }

    private void end() {
        process.destroyForcibly();
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            await("SIG" + name, () -> kill.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) && kill.exitValue() == 0);
        } catch (IOException failed) {
            throw new IllegalStateException("no signal could be sent to " + this, failed);
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

    /** A process forked elsewhere while the binary was written holds it open for writing until it is another program. */
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

    /** To its end, for a process whose log nobody reads stops when the pipe is full. */
    private static void readLog(BufferedReader log, CountDownLatch ready) {
        try (log) {
            for (String line = log.readLine(); line != null; line = log.readLine()) {
                if (line.contains("Ready to accept connections")) {
                    ready.countDown();
                }
            }
        } catch (IOException killed) {
            // Nothing follows.
        }
    }

    private interface Wait {
        boolean isOver() throws InterruptedException;
    }

    private static void await(String what, Wait wait) {
        try {
            if (!wait.isOver()) {
                throw new IllegalStateException("waited in vain for " + what);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted, waiting for " + what, interrupted);
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
