package dev.roster.bootstrap.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roster.bootstrap.process.RosterProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The log of the packaged service with the settings of the log. */
@ResourceLock(RosterProcess.FIRST_LOCK)
@Timeout(300)
class LogFormatIT {

    @TempDir
    Path directory;

    @Test
    void writesAccessLogAsJsonWithoutEventsBelowLevel() throws Exception {
        Map<String, String> settings = Map.of("LOG_LEVEL", "warn", "LOG_FORMAT", "json", "ACCESS_LOG", "on");
        try (RosterProcess roster = RosterProcess.serve(directory, settings)) {
            roster.api().register("ann@example.com", "Ann");
            roster.api().get("/verify-email?token=secret");
            RosterProcess.await("the last request", () -> roster.out().contains("/verify-email"));

            List<String> log =
                    roster.out().lines().filter(line -> line.startsWith("{")).toList();
            assertThat(log).hasSize(2);
            JsonNode first = new ObjectMapper().readTree(log.get(0));
            assertThat(first.path("logger").textValue()).isEqualTo("dev.roster.access");
            assertThat(first.path("path").textValue()).isEqualTo("/auth/register");
            assertThat(first.path("status").intValue()).isEqualTo(201);
            assertThat(first.path("client").textValue()).isEqualTo("127.0.0.1");
            assertThat(first.path("requestId").textValue()).isNotEmpty();
            assertThat(roster.out()).doesNotContain("secret");
        }
    }
}
