package dev.roster.bootstrap.measure;

import dev.roster.testkit.server.DedicatedRedisServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Compares servers: time to the first response, memory, and the rate, latency and cost of each {@link Route}. All
 * servers use one PostgreSQL and one Redis, each with its own database, and are measured alternately, round by round.
 * Run by {@code measure.sh}; prints Markdown.
 */
@Command(
        name = "bootstrap/measure.sh",
        description = "Compares servers with a bare server on the same libraries.",
        mixinStandardHelpOptions = true)
final class Measure implements Callable<Integer> {

    private static final int USERS = 100_000;
    private static final int POSTS = 100_000;
    private static final String START = "start";

    @Option(
            names = "--server",
            paramLabel = "'NAME=[SETTING=VALUE]... [JVM options] JAR'",
            description = "A server. Repeatable.")
    private List<ServerUnderTest> servers = List.of();

    @Option(
            names = "--baseline",
            description = "Compares the servers with the one of this name instead of the bare server.")
    private String baseline = ServerUnderTest.BARE.name();

    @Option(names = "--only", split = ",", description = "Parts: start, or the name of a route such as cached_user.")
    private List<String> only = List.of();

    @Option(names = "--rounds", description = "Number of rounds (default: ${DEFAULT-VALUE}).")
    private int rounds = 5;

    @Option(names = "--seconds", description = "Seconds of a round (default: ${DEFAULT-VALUE}).")
    private int seconds = 5;

    @Option(names = "--warm-up", description = "Seconds of the warm-up (default: ${DEFAULT-VALUE}).")
    private int warmUpSeconds = 20;

    @Option(names = "--system-calls", description = "Count system calls. Requires strace.")
    private boolean systemCalls;

    private final Map<ServerUnderTest, ServerProcess.ServerEnvironment> environments = new LinkedHashMap<>();
    private final Map<String, Map<ServerUnderTest, Samples>> samples = new LinkedHashMap<>();

    /** Runs the measurement. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Measure())
                .registerConverter(ServerUnderTest.class, ServerUnderTest::parse)
                .execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Set<Route> routes = EnumSet.noneOf(Route.class);
        only.stream()
                .filter(name -> !name.equals(START))
                .forEach(name -> routes.add(Route.valueOf(name.toUpperCase(Locale.ROOT))));
        Path directory = Files.createTempDirectory("measure");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setDataDirectory(directory.resolve("postgres"))
                        .setServerConfig("shared_buffers", "512MB")
                        .setServerConfig("synchronous_commit", "on")
                        .start();
                DedicatedRedisServer redis = new DedicatedRedisServer("--databases", "16")) {
            if (baseline.equals(ServerUnderTest.BARE.name())) {
                environments.put(
                        ServerUnderTest.BARE, createEnvironment(ServerUnderTest.BARE, 0, directory, postgres, redis));
            }
            for (ServerUnderTest subject : servers) {
                environments.put(subject, createEnvironment(subject, environments.size(), directory, postgres, redis));
            }
            run(only.isEmpty() || only.contains(START), only.isEmpty() ? EnumSet.allOf(Route.class) : routes);
        }
        return 0;
    }

    private static ServerProcess.ServerEnvironment createEnvironment(
            ServerUnderTest subject, int number, Path directory, EmbeddedPostgres postgres, DedicatedRedisServer redis)
            throws Exception {
        String database = "measure_" + number;
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + database);
        }
        String url = "jdbc:postgresql://localhost:" + postgres.getPort() + "/" + database + "?user=postgres";
        ServerProcess.ServerEnvironment place = new ServerProcess.ServerEnvironment(
                Files.createDirectory(directory.resolve(database)),
                freePort(),
                url,
                "redis://localhost:" + redis.port() + "/" + number);
        ServerProcess.start(subject, place).close();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            insertRows(statement, subject.isBare());
        }
        return place;
    }

    private static void insertRows(Statement statement, boolean bare) throws SQLException {
        String address = "'user-' || i || '@example.com'";
        statement.execute("insert into users (email, name, bio, verified, created_at, updated_at"
                + (bare ? "" : ", email_key, role, version") + ") select " + address
                + ", 'User ' || i, 'About user ' || i, true, now(), now()"
                + (bare ? "" : ", " + address + ", 'USER', 1") + " from generate_series(1, " + USERS + ") as i");
        statement.execute("insert into posts (author_id, title, content, published, created_at, updated_at"
                + (bare ? "" : ", version") + ") select 1 + i % 1000, 'Post ' || i,"
                + " repeat('Some words of content. ', 10), true, now() - i * interval '1 second', now()"
                + (bare ? "" : ", 1") + " from generate_series(1, " + POSTS + ") as i");
        statement.execute("vacuum analyze");
    }

    private void run(boolean start, Set<Route> routes) throws Exception {
        System.out.printf(
                "Java %s, %d processors, %d rounds of %d s; medians (least … greatest). The range of %d rounds holds"
                        + " the true median with a probability of %.0f %%.%n%n",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                rounds,
                seconds,
                rounds,
                100 * (1 - Math.pow(2, 1 - rounds)));
        if (start) {
            measureStart();
        }
        if (!routes.isEmpty()) {
            measureRoutes(routes);
        }
        printTable();
    }

    private void measureStart() throws IOException {
        for (int round = -1; round < rounds; round++) {
            for (Map.Entry<ServerUnderTest, ServerProcess.ServerEnvironment> each : environments.entrySet()) {
                try (ServerProcess server = ServerProcess.start(each.getKey(), each.getValue())) {
                    if (round >= 0) {
                        add(
                                "start to the first 200, ms",
                                each.getKey(),
                                server.timeToFirstResponse().toNanos() / 1e6);
                        add("resident memory then, MiB", each.getKey(), server.residentMib());
                    }
                }
            }
        }
    }

    private void measureRoutes(Set<Route> routes) throws Exception {
        Map<ServerUnderTest, ServerProcess> servers = new LinkedHashMap<>();
        try {
            Map<ServerUnderTest, Accounts> accounts = new LinkedHashMap<>();
            for (Map.Entry<ServerUnderTest, ServerProcess.ServerEnvironment> each : environments.entrySet()) {
                ServerProcess server = ServerProcess.start(each.getKey(), each.getValue());
                servers.put(each.getKey(), server);
                accounts.put(each.getKey(), Accounts.register(server.uri()));
            }
            for (Route route : routes) {
                for (int round = -1; round < rounds; round++) {
                    for (Map.Entry<ServerUnderTest, ServerProcess> each : servers.entrySet()) {
                        Supplier<String> script =
                                () -> accounts.get(each.getKey()).fillScript(route.script);
                        measureRoute(route, script, each.getKey(), each.getValue(), round);
                    }
                }
            }
        } finally {
            for (ServerProcess server : servers.values()) {
                server.close();
            }
        }
    }

    /** Runs one round. A negative round is a warm-up and is not recorded. */
    private void measureRoute(
            Route route, Supplier<String> script, ServerUnderTest subject, ServerProcess server, int round)
            throws Exception {
        int duration = round < 0 ? warmUpSeconds : seconds;
        double cpuBefore = server.cpuTime().toNanos();
        long allocatedBefore = server.allocatedBytes();
        Wrk.Result result = Wrk.run(server.uri(), route.connections, duration, script.get());
        if (round < 0) {
            return;
        }
        double requests = result.requests();
        add(route.title + ": responses per second", subject, result.perSecond());
        add(route.title + ": p99, ms", subject, result.p99Millis());
        add(route.title + ": processor time, µs", subject, (server.cpuTime().toNanos() - cpuBefore) / 1e3 / requests);
        add(route.title + ": allocated, KiB", subject, (server.allocatedBytes() - allocatedBefore) / 1024.0 / requests);
        if (systemCalls) {
            add(route.title + ": system calls", subject, SystemCalls.perRequest(route, script.get(), server));
        }
    }

    private void add(String figure, ServerUnderTest subject, double value) {
        samples.computeIfAbsent(figure, key -> new LinkedHashMap<>())
                .computeIfAbsent(subject, key -> new Samples())
                .add(value);
    }

    private void printTable() {
        List<String> head = new ArrayList<>(List.of("figure"));
        environments.keySet().forEach(subject -> head.add(subject.name()));
        environments.keySet().stream()
                .filter(subject -> !isBaseline(subject))
                .forEach(subject -> head.add(subject.name() + " / " + baseline));
        System.out.println("| " + String.join(" | ", head) + " |");
        System.out.println("|---".repeat(head.size()) + "|");
        samples.forEach((figure, series) -> {
            List<String> row = new ArrayList<>(List.of(figure));
            series.values().forEach(values -> row.add(values.toString()));
            series.forEach((subject, values) -> {
                if (!isBaseline(subject)) {
                    row.add(values.ratiosTo(series.get(baselineOf(series.keySet())))
                            .toString());
                }
            });
            System.out.println("| " + String.join(" | ", row) + " |");
        });
    }

    private boolean isBaseline(ServerUnderTest subject) {
        return subject.name().equals(baseline);
    }

    private ServerUnderTest baselineOf(Set<ServerUnderTest> subjects) {
        return subjects.stream()
                .filter(this::isBaseline)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--baseline must be the name of a --server"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
