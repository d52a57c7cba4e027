package dev.roster.bootstrap.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.roster.bootstrap.process.RosterProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The first session in the README of the repository, which a reader may run again after its end. */
@ResourceLock(RosterProcess.FIRST_LOCK)
@Timeout(300)
class ReadmeSessionIT {

    private static final Path README = Path.of("../README.md");
    private static final List<String> STATUSES_AT_THE_END = List.of("\"status\":404", "\"status\":401");

    @TempDir
    Path directory;

    @Test
    void sessionWorksTwice() throws Exception {
        assumeTrue(File.separatorChar == '/', "the session needs a POSIX shell");
        try (RosterProcess roster = RosterProcess.serve(directory, Map.of())) {
            String session = sessionOnPortOf(roster);

            String first = run(session);
            String second = run(session);

            assertSucceeded(first);
            assertSucceeded(second);
        }
    }

    private static String sessionOnPortOf(RosterProcess roster) throws IOException {
        String readme = Files.readString(README);
        int begin = readme.indexOf("```sh\n", readme.indexOf("## A first session")) + "```sh\n".length();
        String session = readme.substring(begin, readme.indexOf("```\n", begin));
        return session.replace("localhost:8080", roster.baseUri().getAuthority());
    }

    private String run(String session) throws IOException, InterruptedException {
        Path out = Files.createTempFile(directory, "session", ".txt");
        Process shell = new ProcessBuilder("sh", "-c", session)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(shell.waitFor(60, TimeUnit.SECONDS))
                    .as("the session ends")
                    .isTrue();
        } finally {
            shell.destroyForcibly();
        }
        return Files.readString(out);
    }

    private static void assertSucceeded(String output) {
        int deleted = output.indexOf("204\n");
        assertThat(deleted).as("the account is deleted in %s", output).isPositive();
        assertThat(output.substring(0, deleted))
                .contains("\"bio\":\"Likes tea.\"", "\"title\":\"Hello\"", "\"commentCount\":1", "\"verified\":true")
                .doesNotContain("\"error\"");
        assertThat(output.substring(deleted)).contains(STATUSES_AT_THE_END);
    }
}
