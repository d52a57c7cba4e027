package dev.roster.bootstrap.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.http.management.MetricsFormat;
import dev.roster.adapters.jdbc.PoolStats;
import dev.roster.adapters.redis.CircuitState;
import dev.roster.bootstrap.argon2.Argon2PasswordHasher;
import dev.roster.testkit.fake.InMemoryLoginThrottle;
import dev.roster.testkit.fake.InMemoryUserCache;
import dev.roster.testkit.fake.SettableClock;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The metrics in the README and in the examples of alerts exist, and the README names all of Roster. */
class MetricNamesTest {

    private static final Pattern NAME = Pattern.compile("`([a-z0-9_]+)`");
    private static final Pattern SELECTOR = Pattern.compile("([a-z0-9_]+)\\{job=");

    /** Suffixes that Prometheus adds to the name of a histogram. */
    private static final Pattern SUFFIX = Pattern.compile("_(bucket|count|sum|max)$");

    @Test
    void documentationNamesAllMetrics() throws IOException {
        Set<String> documented = Files.readAllLines(Path.of("README.md")).stream()
                .dropWhile(line -> !line.startsWith("| metric "))
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|", -1)[1])
                .flatMap(cell -> NAME.matcher(cell).results().map(name -> name.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(documented).hasSizeGreaterThan(20).isSubsetOf(families());
        assertThat(families())
                .filteredOn(
                        name -> !name.startsWith("jvm_") && !name.startsWith("process_") && !name.startsWith("system_"))
                .isSubsetOf(documented);
    }

    @Test
    void alertsUseMetricsThatExist() throws IOException {
        List<String> used = SELECTOR.matcher(Files.readString(Path.of("deploy", "alerts.yml")))
                .results()
                .map(found -> found.group(1))
                .filter(name -> !name.equals("up"))
                .toList();

        assertThat(used).hasSizeGreaterThan(10).isSubsetOf(series());
    }

    /** Returns the names of all metrics, those of histograms without suffixes. */
    private static Set<String> families() {
        return series().stream()
                .map(name -> name.endsWith("connections_max")
                        ? name
                        : SUFFIX.matcher(name).replaceFirst(""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> series() {
        SettableClock clock = new SettableClock();
        InMemoryStorage storage = new InMemoryStorage();
        try (Metrics metrics = new Metrics(clock);
                Argon2PasswordHasher hasher = new Argon2PasswordHasher()) {
            metrics.requests().started();
            metrics.requests().completed("GET", "/posts", 200, 1);
            metrics.cache(new InMemoryUserCache());
            metrics.hasher(hasher);
            metrics.throttle(new InMemoryLoginThrottle(clock));
            metrics.outbox(storage.outboxQueue());
            metrics.watchHasher(hasher);
            metrics.watchOutbox(storage.outboxQueue());
            metrics.watchPool(() -> new PoolStats(0, 0, 0, 0, 0));
            metrics.watchCircuit("redis", () -> CircuitState.OPEN);
            return new String(metrics.scrape(MetricsFormat.PROMETHEUS_TEXT), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("[{ ]", 2)[0])
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
