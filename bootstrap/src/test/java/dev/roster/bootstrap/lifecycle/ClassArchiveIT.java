package dev.roster.bootstrap.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.bootstrap.process.CommandRun;
import dev.roster.bootstrap.process.RosterProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The class archive, on the JVM that runs the tests. */
@ResourceLock(RosterProcess.FIRST_LOCK)
@Timeout(300)
class ClassArchiveIT {

    @TempDir
    Path directory;

    @Test
    void startsWithCreatedArchive() throws Exception {
        Path loaded = directory.resolve("loaded.txt");
        try (RosterProcess roster = RosterProcess.serveWithJvmOptions(
                directory, Map.of(), RosterProcess.archiveOption(), "-Xlog:class+load:file=" + loaded)) {
            assertThat(roster.api().isReady()).isTrue();
        }

        assertThat(Files.readAllLines(loaded).stream().filter(line -> line.contains(" dev.roster.")))
                .isNotEmpty()
                .filteredOn(line -> !line.contains("Lambda"))
                .allMatch(line -> line.contains("source: shared objects file"));
    }

    @Test
    void startsWithDamagedArchive() throws Exception {
        Path damaged = Files.writeString(directory.resolve("damaged"), "no archive");
        String option = Runtime.version().feature() >= 25 ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";

        try (RosterProcess roster = RosterProcess.serveWithJvmOptions(directory, Map.of(), option + damaged)) {
            assertThat(roster.isAlive()).isTrue();
        }
    }

    @Test
    void rejectsUnwritableFile() throws IOException {
        for (String file : new String[] {"missing/roster.jsa", "."}) {
            CommandRun refused = CommandRun.runJar(directory, Map.of(), "archive", file);
            assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(2);
            assertThat(refused.err()).startsWith("archive: cannot write ");
            assertThat(refused.err().lines()).hasSize(1);
        }
    }
}
