package dev.roster.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;
import redis.embedded.core.ExecutableProvider;

/** A Redis server that a test may kill, stop, and start again empty on the same port. */
final class OwnRedis implements AutoCloseable {

    private static final int LIMIT_SECONDS = 30;

    private final File binary;
    private final int port;
    private final List<String> options;
    private Process process;

    /**
     * @param options such as {@code --maxmemory 2mb}
     */
    OwnRedis(String... options) throws Exception {
        this.binary = ExecutableProvider.newJarResourceProvider().get();
        this.port = freePort();
        this.options = List.of(options);
        start();
    }

    int port() {
        return port;
    }

    String url() {
        return "redis://localhost:" + port;
    }

    /** Past the adapters. */
    RedisClient client() {
        return RedisClient.create(url());
    }

    static void command(RedisClient operator, Command command, String... arguments) {
        CommandArguments all = new CommandArguments(command);
        for (String each : arguments) {
            all.add(each);
        }
        operator.executeCommand(all);
    }

    void start() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                binary.getPath(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no"));
        command.addAll(options);
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader log = process.inputReader();
        CountDownLatch ready = new CountDownLatch(1);
        Thread reader = new Thread(
                () -> {
                    try {
                        for (String line = log.readLine(); line != null; line = log.readLine()) {
                            if (line.contains("Ready to accept connections")) {
                                ready.countDown();
                            }
                        }
                    } catch (IOException killed) {
                        // Nothing follows.
                    }
                },
                "redis log");
        reader.setDaemon(true);
        reader.start();
        assertThat(ready.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    void restartEmpty() throws Exception {
        kill();
        start();
    }

    /** It stays connected, and says nothing. */
    void pause() throws Exception {
        signal("STOP");
    }

    void goOn() throws Exception {
        signal("CONT");
    }

    private void signal(String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
