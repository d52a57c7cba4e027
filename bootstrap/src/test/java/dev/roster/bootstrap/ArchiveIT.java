package dev.roster.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The archive of classes, on the JVM that runs the tests. */
@ResourceLock(RosterProcess.FIRST_LANE)
@Timeout(300)
class ArchiveIT {

    private static final Pattern USE = Pattern.compile("java (-XX:\\S+=\\S+) -jar \\S+");

    @TempDir
    Path directory;

    @Test
    void startsWithTheArchiveThatItMade() throws Exception {
        String option = make("classes.archive");

        Path loaded = directory.resolve("loaded.txt");
        try (RosterProcess roster =
                RosterProcess.serveAsUsual(directory, Map.of(), option, "-Xlog:class+load:file=" + loaded)) {
            assertThat(new ApiCalls(roster.baseUri()).get("/health/ready").statusCode())
                    .isEqualTo(200);
        }

        assertThat(Files.readAllLines(loaded).stream().filter(line -> line.contains(" dev.roster.")))
                .isNotEmpty()
                .filteredOn(line -> !line.contains("Lambda"))
                .allMatch(line -> line.contains("source: shared objects file"));
    }

    @Test
    void startsWithoutAnArchiveThatIsDamaged() throws Exception {
        Path damaged = Files.writeString(directory.resolve("damaged"), "no archive");
        String option = Runtime.version().feature() >= 25 ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";

        try (RosterProcess roster = RosterProcess.serveAsUsual(directory, Map.of(), option + damaged)) {
            assertThat(roster.isAlive()).isTrue();
        }
    }

    @Test
    void rejectsFileThatCannotBeWritten() throws IOException {
        for (String file : new String[] {"missing/roster.jsa", "."}) {
            try (RosterProcess refused = RosterProcess.run(directory, Map.of(), "archive", file)) {
                assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(2);
                assertThat(refused.err()).startsWith("archive: cannot write ");
                assertThat(refused.err().lines()).hasSize(1);
            }
        }
    }

    private String make(String file) throws IOException {
        try (RosterProcess archive = RosterProcess.run(directory, Map.of(), "archive", file)) {
            assertThat(archive.exitCode()).as(archive.toString()).isZero();
            assertThat(archive.err()).isEmpty();
            assertThat(directory.resolve(file)).isRegularFile();
            Matcher use = USE.matcher(archive.out());
            assertThat(use.find()).as(archive.out()).isTrue();
            return use.group(1);
        }
    }
}
