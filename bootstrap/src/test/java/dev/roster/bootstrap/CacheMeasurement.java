package dev.roster.bootstrap;

import dev.roster.testkit.server.OwnRedisServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import redis.clients.jedis.RedisClient;

/**
 * What the cache gains those who read users, over HTTP: {@code roster.jar} with Redis and without, and a
 * {@linkplain BareServer bare server} beside them, all on one PostgreSQL and one Redis, each a process of its own. In
 * turns, so that all have the same weather; the first rounds only warm up. Run by measure-users.sh.
 */
final class CacheMeasurement {

    private static final int CONNECTIONS = 8;
    private static final int WARM_UP = 15;
    private static final int ROUNDS = 9;
    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final int HOT_USERS = 1_000;

    /** More than can be read in a round. */
    private static final int COLD_USERS = 60_000;

    private static final int KEYS_AT_ONCE = 1_000;

    private final RedisClient redis;
    private final Map<Kind, URI> servers;
    private final ReadRound.Clients clients;
    private final List<byte[]> hot = requests(1, HOT_USERS);
    private final List<byte[]> cold = requests(HOT_USERS + 1, COLD_USERS);

    private CacheMeasurement(RedisClient redis, Map<Kind, URI> servers, ReadRound.Clients clients) {
        this.redis = redis;
        this.servers = servers;
        this.clients = clients;
    }

    /** What is measured. */
    private enum Kind {
        HIT("cache hit"),
        MISS("cache miss"),
        WITHOUT("without a cache"),
        BARE("bare Javalin, one Redis GET");

        private final String title;

        Kind(String title) {
            this.title = title;
        }
    }

    /** Takes no arguments. */
    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("roster-users");
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try (OwnPostgres postgres = new OwnPostgres(directory.resolve("postgres"));
                OwnRedisServer redis = new OwnRedisServer();
                RedisClient operator = RedisClient.create(redis.url());
                RosterProcess without = RosterProcess.serveForLong(directory, settings(postgres, Map.of()));
                // On a machine that is busy a late answer is no outage.
                RosterProcess with = RosterProcess.serveForLong(
                        directory, settings(postgres, Map.of("REDIS_URL", redis.url(), "REDIS_TIMEOUT", "PT10S")));
                BareServer bare = BareServer.start(redis.url())) {
            addUsers(postgres);
            Map<Kind, URI> servers = Map.of(
                    Kind.HIT,
                    with.baseUri(),
                    Kind.MISS,
                    with.baseUri(),
                    Kind.WITHOUT,
                    without.baseUri(),
                    Kind.BARE,
                    bare.uri());
            System.out.println(with.storage() + ", GET /users/{id} by " + CONNECTIONS + " connections, " + ROUNDS
                    + " rounds of " + ROUND.toSeconds() + " s each, in turns; medians");
            new CacheMeasurement(operator, servers, new ReadRound.Clients(threads, CONNECTIONS)).run();
        } finally {
            threads.shutdownNow();
        }
    }

    private static Map<String, String> settings(OwnPostgres postgres, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(more);
        all.put("DATABASE_URL", postgres.url());
        all.put("JWT_SECRET", "a secret for the length of a test");
        return all;
    }

    private static void addUsers(OwnPostgres postgres) throws Exception {
        postgres.execute("insert into users"
                + " (email, email_key, name, bio, verified, role, created_at, updated_at, version)"
                + " select 'user-' || i || '@example.com', 'user-' || i || '@example.com', 'User ' || i,"
                + " 'About user ' || i, true, 'USER', now(), now(), 1"
                + " from generate_series(1, " + (HOT_USERS + COLD_USERS) + ") as i");
        postgres.execute("vacuum analyze users");
    }

    private static List<byte[]> requests(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(id -> KeptConnection.request("GET /users/" + id, "", ""))
                .toList();
    }

    private void run() throws Exception {
        Map<Kind, List<ReadRound>> all = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            all.put(kind, new ArrayList<>());
        }
        while (redis.exists(keys(1, HOT_USERS)) < HOT_USERS) {
            ReadRound.of(clients, servers.get(Kind.HIT), hot, false, ROUND);
        }
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (Kind kind : Kind.values()) {
                ReadRound played = round(kind);
                if (round >= 0) {
                    all.get(kind).add(played);
                }
            }
        }
        all.forEach(CacheMeasurement::show);
        List<Double> ratios = IntStream.range(0, ROUNDS)
                .mapToObj(i -> all.get(Kind.HIT).get(i).perSecond()
                        / all.get(Kind.BARE).get(i).perSecond())
                .toList();
        System.out.printf(
                Locale.ROOT,
                "%s to %s: %.2f (median over neighbouring rounds)%n",
                Kind.HIT.title,
                Kind.BARE.title,
                median(ratios, Double::doubleValue));
    }

    private ReadRound round(Kind kind) throws Exception {
        URI server = servers.get(kind);
        if (kind != Kind.MISS) {
            return ReadRound.of(clients, server, hot, true, ROUND);
        }
        // Each is asked for once after it was taken out.
        unlinkCold();
        ReadRound played = ReadRound.of(clients, server, cold, false, ROUND);
        long filled = unlinkCold();
        if (filled != played.answers()) {
            throw new IllegalStateException(played.answers() + " misses left " + filled + " copies");
        }
        return played;
    }

    private long unlinkCold() {
        long unlinked = 0;
        for (int first = HOT_USERS + 1; first <= HOT_USERS + COLD_USERS; first += KEYS_AT_ONCE) {
            unlinked += redis.unlink(keys(first, KEYS_AT_ONCE));
        }
        return unlinked;
    }

    private static String[] keys(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(id -> "user:" + id)
                .toArray(String[]::new);
    }

    private static void show(Kind kind, List<ReadRound> rounds) {
        System.out.printf(
                Locale.ROOT,
                "%-28s %,7.0f a second, p99 %5.2f ms   %s%n",
                kind.title + ":",
                median(rounds, ReadRound::perSecond),
                median(rounds, ReadRound::p99Millis),
                rounds.stream().map(round -> Math.round(round.perSecond())).toList());
    }

    private static <T> double median(List<T> values, ToDoubleFunction<T> figure) {
        List<T> sorted =
                values.stream().sorted(Comparator.comparingDouble(figure)).toList();
        return figure.applyAsDouble(sorted.get(sorted.size() / 2));
    }
}
