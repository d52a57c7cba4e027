package dev.roster.bootstrap.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL server that a test can kill and restart with the same data and port. */
public final class DedicatedPostgresServer implements AutoCloseable {

    private final Path data;
    private EmbeddedPostgres server;

    /** 0 before the first start, which chooses a free port. */
    private int port;

    public DedicatedPostgresServer(Path data) throws IOException {
        this.data = data;
        start();
    }

    public String url() {
        return "postgresql://postgres:postgres@localhost:" + port + "/postgres";
    }

    public void start() throws IOException {
        server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                // With the library's default, a killed server may lose its newest commits.
                .setServerConfig("synchronous_commit", "on")
                .start();
        port = server.getPort();
    }

    /** Kills the main process of the server with SIGKILL; its other processes then exit. */
    public void kill() throws Exception {
        String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
        ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        assertThat(postmaster.destroyForcibly()).isTrue();
        postmaster.onExit().get(20, TimeUnit.SECONDS);
        // Nothing is left to stop, but the library releases its lock on the directory.
        server.close();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
