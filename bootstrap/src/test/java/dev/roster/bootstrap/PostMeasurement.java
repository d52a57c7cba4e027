package dev.roster.bootstrap;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What the upkeep of exact totals costs those who post, over HTTP: {@code roster.jar} and a PostgreSQL server as
 * processes of their own, eight connections that post as fast as they are answered, in rounds with and without the
 * triggers in turns. Run by measure-posts.sh. Without the triggers the totals go wrong, so the database is thrown away.
 */
final class PostMeasurement {

    private static final int CONNECTIONS = 8;
    private static final int MANY_AUTHORS = 100;
    private static final int ROUNDS = 9;
    private static final Duration ROUND = Duration.ofSeconds(3);
    private static final Duration WARM_UP = Duration.ofSeconds(30);
    private static final int READS = 500;

    private final OwnPostgres postgres;
    private final RosterProcess roster;
    private final ExecutorService clients;

    private PostMeasurement(OwnPostgres postgres, RosterProcess roster, ExecutorService clients) {
        this.postgres = postgres;
        this.roster = roster;
        this.clients = clients;
    }

    /** Takes no arguments. */
    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("roster-posts");
        ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS);
        try (OwnPostgres postgres = new OwnPostgres(directory.resolve("postgres"));
                RosterProcess roster = RosterProcess.serveForLong(
                        directory,
                        Map.of("DATABASE_URL", postgres.url(), "JWT_SECRET", "a secret for the length of a test"))) {
            new PostMeasurement(postgres, roster, clients).run();
        } finally {
            clients.shutdownNow();
        }
    }

    private void run() throws Exception {
        List<String> tokens = registered(MANY_AUTHORS);
        System.out.println(roster.storage() + ", " + CONNECTIONS + " connections, " + ROUNDS + " rounds of "
                + ROUND.toSeconds() + " s each way");
        posted(tokens, WARM_UP);
        compare("one author", tokens.subList(0, 1));
        compare(MANY_AUTHORS + " authors", tokens);
        System.out.printf(
                Locale.ROOT,
                "GET /posts?page=1 with %,d posts: %.2f ms (median of %d, one connection)%n",
                postgres.count("posts"),
                medianRead(),
                READS);
    }

    private List<String> registered(int count) throws Exception {
        ApiCalls api = new ApiCalls(roster.baseUri());
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            HttpResponse<String> session = api.register("author-" + i + "@example.com", "Author " + i);
            tokens.add(ApiCalls.token(session));
        }
        return tokens;
    }

    /** Neighbouring rounds go in turns, and the one that goes first changes, as the table grows all the time. */
    private void compare(String who, List<String> tokens) throws Exception {
        double[] with = new double[ROUNDS];
        double[] without = new double[ROUNDS];
        double[] ratio = new double[ROUNDS];
        Duration before = ownCpu();
        for (int round = 0; round < ROUNDS; round++) {
            boolean withFirst = round % 2 == 0;
            for (boolean kept : new boolean[] {withFirst, !withFirst}) {
                postgres.execute("alter table posts " + (kept ? "enable" : "disable") + " trigger user");
                (kept ? with : without)[round] = posted(tokens, ROUND);
            }
            ratio[round] = with[round] / without[round];
        }
        postgres.execute("alter table posts enable trigger user");
        double cpu = ownCpu().minus(before).toMillis() / (2.0 * ROUNDS * ROUND.toMillis());
        System.out.printf(
                Locale.ROOT,
                "POST /posts, %s: %,.0f a second without upkeep, %,.0f with it;"
                        + " %.1f %% lost (median over neighbouring rounds)%n"
                        + "  without: %s%n  with: %s%n  the clients took %.2f processors%n",
                who,
                median(without),
                median(with),
                100 * (1 - median(ratio)),
                rounded(without),
                rounded(with),
                cpu);
    }

    /** How many posts a second all connections were told of. */
    private double posted(List<String> tokens, Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        long began = System.nanoTime();
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            int first = i;
            tasks.add(() -> post(tokens, first, end));
        }
        long posted = 0;
        for (Future<Integer> each : clients.invokeAll(tasks)) {
            posted += each.get();
        }
        return posted * 1e9 / (System.nanoTime() - began);
    }

    private int post(List<String> tokens, int first, long end) throws IOException {
        String body = "{\"title\":\"A post to be counted\",\"content\":\"" + "x".repeat(300) + "\",\"published\":true}";
        List<byte[]> requests = new ArrayList<>();
        for (String token : tokens) {
            requests.add(KeptConnection.request(
                    "POST /posts", "Authorization: Bearer " + token + "\r\nContent-Type: application/json\r\n", body));
        }
        int posted = 0;
        try (KeptConnection connection = new KeptConnection(uri())) {
            for (; System.nanoTime() < end; posted++) {
                String answer = connection.exchange(requests.get((first + posted) % requests.size()));
                if (!answer.startsWith("HTTP/1.1 201")) {
                    throw new IllegalStateException(answer);
                }
            }
        }
        return posted;
    }

    private double medianRead() throws IOException {
        byte[] request = KeptConnection.request("GET /posts?page=1", "", "");
        double[] millis = new double[READS];
        try (KeptConnection connection = new KeptConnection(uri())) {
            for (int i = -READS; i < READS; i++) {
                long began = System.nanoTime();
                String answer = connection.exchange(request);
                if (!answer.startsWith("HTTP/1.1 200")) {
                    throw new IllegalStateException(answer);
                }
                if (i >= 0) {
                    millis[i] = (System.nanoTime() - began) / 1e6;
                }
            }
        }
        return median(millis);
    }

    private URI uri() {
        return roster.baseUri();
    }

    private static Duration ownCpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static String rounded(double[] values) {
        return Arrays.toString(Arrays.stream(values).mapToLong(Math::round).toArray());
    }
}
