package dev.roster.bootstrap.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.bootstrap.process.CommandRun;
import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestSettings;
import dev.roster.testkit.server.PostgresDatabase;
import dev.roster.testkit.server.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Budgets for the cost of a start with a current schema, in numbers that do not depend on the machine. A change that
 * needs more must raise the budget here and give the reason.
 */
@ResourceLock(RosterProcess.FIRST_LOCK)
@Timeout(300)
class StartBudgetIT {

    /**
     * Maximum number of classes loaded from the jar until the relays have run once. Lambdas are not counted, because
     * their number depends on the JVM.
     */
    private static final int H2_CLASS_BUDGET = 3_490;

    private static final int POSTGRES_CLASS_BUDGET = 3_080;

    private static final Duration IDLE_TIME = Duration.ofSeconds(2);

    private static final Pattern FROM_JAR = Pattern.compile("\\] (\\S+) source: file:\\S*roster\\.jar");

    @TempDir
    Path directory;

    @Test
    void staysWithinClassBudgetOnH2() throws Exception {
        assertLoadsAtMost(H2_CLASS_BUDGET, Map.of());
    }

    @Test
    void staysWithinClassBudgetOnPostgres() throws Exception {
        try (PostgresDatabase database = PostgresServer.running().database("empty", fresh -> {})) {
            assertLoadsAtMost(POSTGRES_CLASS_BUDGET, TestSettings.of(database.url()));
        }
    }

    private void assertLoadsAtMost(int budget, Map<String, String> settings) throws Exception {
        assertThat(CommandRun.runJar(directory, settings, "migrate").exitCode()).isZero();

        List<String> loaded = loadedAtStart(settings);

        assertThat(loaded)
                .as("Flyway classes, which only migrations need")
                .filteredOn(name -> name.startsWith("org.flywaydb."))
                .allMatch(name -> name.endsWith("Exception"));
        assertThat(loaded).as("the command line").noneMatch(name -> name.startsWith("picocli."));
        assertThat(loaded)
                .as("metrics, which only the management server needs")
                .noneMatch(name -> name.startsWith("io.micrometer.") || name.startsWith("io.prometheus."))
                .noneMatch(name -> name.startsWith("dev.roster.bootstrap.metrics.")
                        || name.startsWith("dev.roster.adapters.http.management."));
        assertThat(loaded).as("XML readers").noneMatch(name -> name.startsWith("ch.qos.logback.classic.joran."));
        assertThat(loaded.size())
                .as("classes loaded from the jar; the last ones: %s", last(loaded))
                .isLessThanOrEqualTo(budget);
    }

    private List<String> loadedAtStart(Map<String, String> settings) throws Exception {
        Path log = directory.resolve("loaded.txt");
        try (RosterProcess roster =
                RosterProcess.serveWithJvmOptions(directory, settings, "-Xlog:class+load:file=" + log)) {
            assertThat(roster.api().isReady()).isTrue();
            return awaitLoadedClasses(log);
        }
    }

    /** Waits until no class was loaded for longer than the pause of the relays. */
    private static List<String> awaitLoadedClasses(Path log) throws IOException {
        List<String> loaded = loadedClasses(log);
        long changed = System.nanoTime();
        while (System.nanoTime() - changed < IDLE_TIME.toNanos()) {
            LockSupport.parkNanos(100_000_000);
            List<String> now = loadedClasses(log);
            if (now.size() > loaded.size()) {
                changed = System.nanoTime();
                loaded = now;
            }
        }
        return loaded;
    }

    private static List<String> loadedClasses(Path log) throws IOException {
        return Files.readString(log)
                .lines()
                .map(FROM_JAR::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .toList();
    }

    private static List<String> last(List<String> names) {
        return names.subList(Math.max(0, names.size() - 20), names.size());
    }
}
