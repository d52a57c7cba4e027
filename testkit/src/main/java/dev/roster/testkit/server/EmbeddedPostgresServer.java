package dev.roster.testkit.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * PostgreSQL server from the binaries on the class path. The server and its data are removed when the JVM ends. The
 * caller checks the libraries.
 */
final class EmbeddedPostgresServer {

    /** File system in memory on Linux. */
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private static final long MIN_FREE_BYTES = 1L << 30;

    private EmbeddedPostgresServer() {}

    @SuppressWarnings("resource") // lives as long as the JVM
    static PostgresAddress start() {
        try {
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "off")
                    .setServerConfig("full_page_writes", "off")
                    .setServerConfig("max_connections", "300");
            Optional<Path> fast = inMemory();
            if (fast.isPresent()) {
                builder.setDataDirectory(fast.get());
            }
            EmbeddedPostgres server = builder.start();
            return new PostgresAddress(
                    "localhost", server.getPort(), "postgres", "postgres", "postgres", true, "embedded");
        } catch (IOException | RuntimeException failed) {
            throw new IllegalStateException("the embedded PostgreSQL for tests did not start", failed);
        }
    }

    private static Optional<Path> inMemory() throws IOException {
        boolean room = Files.isWritable(SHARED_MEMORY)
                && Files.getFileStore(SHARED_MEMORY).getUsableSpace() > MIN_FREE_BYTES;
        return room ? Optional.of(Files.createTempDirectory(SHARED_MEMORY, "roster-test-postgres-")) : Optional.empty();
    }
}
