package dev.roster.adapters.jdbc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PgBouncer with transaction pooling in front of a server, where PgBouncer is installed. */
final class PgBouncer implements AutoCloseable {

    /** The number of sessions of the server that the clients share. */
    static final int SESSIONS = 3;

    private final Process process;
    private final int port;

    private PgBouncer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Returns the program; empty if it is not installed. */
    static Optional<Path> program() {
        return Stream.concat(Stream.of(System.getenv().getOrDefault("PATH", "").split(":")), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, "pgbouncer"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts PgBouncer in front of the server at the given port of this machine. */
    static PgBouncer start(Path program, Path folder, int serverPort) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path settings = folder.resolve("pgbouncer.ini");
        Files.writeString(settings, """
                [databases]
                * = host=127.0.0.1 port=%d user=postgres password=postgres
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = any
                pool_mode = transaction
                default_pool_size = %d
                server_round_robin = 1
                ignore_startup_parameters = extra_float_digits
                %s
                """.formatted(serverPort, port, SESSIONS, isRoot() ? "user = nobody" : ""));
        Process process = new ProcessBuilder(List.of(program.toString(), settings.toString()))
                .redirectErrorStream(true)
                .start();
        // Not closed: the process writes to it until it ends.
        BufferedReader log =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder read = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            read.append(line).append('\n');
            if (line.contains("process up")) {
                Thread drain = new Thread(() -> log.lines().forEach(ignored -> {}), "pgbouncer log");
                drain.setDaemon(true);
                drain.start();
                return new PgBouncer(process, port);
            }
        }
        throw new IllegalStateException("PgBouncer did not start:\n" + read);
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** Returns a plain URL of a database, without any option. */
    String url() {
        return "postgresql://postgres:postgres@127.0.0.1:" + port + "/postgres";
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
