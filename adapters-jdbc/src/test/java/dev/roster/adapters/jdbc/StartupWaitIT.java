package dev.roster.adapters.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.port.storage.StorageUnavailableException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL server that is started after the storage is opened. */
@Timeout(120)
class StartupWaitIT {

    private static final Duration LONG = Duration.ofMinutes(10);

    @Test
    void waitsForServerThatIsStarting(@TempDir Path folder) throws Exception {
        ServerSocket notYet = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        int port = notYet.getLocalPort();
        Database database = Database.parse("postgresql://postgres:postgres@127.0.0.1:" + port + "/postgres");
        CompletableFuture<JooqStorage> opening = CompletableFuture.supplyAsync(() -> JooqStorage.open(database, LONG));
        notYet.accept().close();
        assertThat(opening).isNotDone();
        notYet.close();

        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setDataDirectory(folder)
                        .setPort(port)
                        .start();
                JooqStorage storage = opening.get(60, TimeUnit.SECONDS)) {
            assertThat(server.getPort()).isEqualTo(port);
            assertThatCode(storage::ping).doesNotThrowAnyException();
        }
    }

    @Test
    void doesNotWaitIfLoginIsRejectedOrDatabaseIsMissing() {
        try (EmptyDatabase empty = EmptyDatabase.Kind.POSTGRES.create()) {
            Database known = empty.database();

            for (Database wrong : new Database[] {
                new Database(known.jdbcUrl(), "nobody", "wrong", 1),
                new Database(
                        known.jdbcUrl().replaceFirst("/[^/?]+($|\\?)", "/missing$1"), known.user(), known.password(), 1)
            }) {
                assertThatExceptionOfType(StorageUnavailableException.class)
                        .isThrownBy(() -> JooqStorage.open(wrong, LONG));
            }
        }
    }

    @Test
    void failsAfterTimeout() {
        Database nowhere = Database.parse("postgresql://ann:s3cret@localhost:1/roster");

        assertThatExceptionOfType(StorageUnavailableException.class)
                .isThrownBy(() -> JooqStorage.open(nowhere, Duration.ZERO))
                .withMessageContaining("unreachable");
    }
}
