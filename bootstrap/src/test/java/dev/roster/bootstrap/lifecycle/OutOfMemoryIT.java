package dev.roster.bootstrap.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestApiClient;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A process with little memory and many processors. */
@ResourceLock(RosterProcess.FIRST_LOCK)
@Timeout(300)
class OutOfMemoryIT {

    private static final int LOGINS = 24;

    @TempDir
    Path directory;

    @Test
    void concurrentLoginsSucceedWithLittleMemory() throws Exception {
        String[] options = {"-XX:MaxRAM=256m", "-XX:ActiveProcessorCount=8", "-Xlog:disable"};
        try (RosterProcess roster = RosterProcess.serveWithJvmOptions(directory, Map.of(), options)) {
            TestApiClient api = roster.api();
            for (int i = 0; i < LOGINS; i++) {
                assertThat(api.register("user" + i + "@example.com", "User").statusCode())
                        .isEqualTo(201);
            }
            ExecutorService clients = Executors.newFixedThreadPool(LOGINS);

            List<Future<Integer>> statuses = new ArrayList<>();
            for (int i = 0; i < LOGINS; i++) {
                String email = "user" + i + "@example.com";
                statuses.add(clients.submit(() -> api.logIn(email).statusCode()));
            }

            for (Future<Integer> each : statuses) {
                assertThat(each.get()).as(roster.toString()).isEqualTo(200);
            }
            clients.shutdown();
            assertThat(api.isReady()).isTrue();
        }
    }

    @Test
    void endsProcessWhenOutOfMemory() throws Exception {
        // Too small for one hash of 19 MiB beside the service itself.
        String[] options = {"-Xmx28m", "-XX:+UseSerialGC", "-Xlog:disable"};
        try (RosterProcess roster = RosterProcess.serveWithJvmOptions(directory, Map.of(), options)) {
            TestApiClient api = roster.api();

            try {
                assertThat(api.register("ann@example.com", "Ann").statusCode()).isGreaterThanOrEqualTo(500);
            } catch (UncheckedIOException ended) {
                assertThat(ended).hasMessageNotContaining("timed out");
            }

            assertThat(roster.exitCode()).isEqualTo(3);
            assertThat(roster.err()).contains("out of memory");
        }
    }
}
