package dev.roster.bootstrap.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestApiClient;
import dev.roster.bootstrap.process.TestSettings;
import dev.roster.testkit.server.DedicatedRedisServer;
import dev.roster.testkit.server.PostgresDatabase;
import dev.roster.testkit.server.PostgresServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.resps.StreamEntry;

/** The packaged service with PostgreSQL and Redis. The tests also read the contents of Redis. */
@ResourceLock(RosterProcess.FIRST_LOCK)
@Timeout(300)
class RosterWithRedisIT {

    private static final int UPDATES = 40;

    @TempDir
    Path directory;

    @AutoClose
    private final DedicatedRedisServer redis = new DedicatedRedisServer();

    @AutoClose
    private final PostgresDatabase postgres = PostgresServer.running().database("empty", fresh -> {});

    @Test
    void cacheEntryFollowsReadUpdateAndDelete() throws Exception {
        try (RosterProcess roster = RosterProcess.serve(directory, settings())) {
            TestApiClient api = roster.api();
            HttpResponse<String> ann = api.register("ann@example.com", "Ann");
            String user = "/users/" + TestApiClient.id(ann);
            String key = "user:" + TestApiClient.id(ann);

            assertThat(api.get(user).body()).contains("\"name\":\"Ann\"");
            assertThat(cacheEntry(key)).startsWith("{").contains("\"name\":\"Ann\"", "\"email\":\"ann@example.com\"");
            long life = queryRedis(operator -> operator.pttl(key));
            assertThat(life).isBetween(1L, 660_000L);

            HttpResponse<String> renamed =
                    api.put(user, "{\"name\":\"Anna\",\"email\":\"ann@example.com\"}", TestApiClient.token(ann));
            assertThat(renamed.statusCode()).as(renamed.body()).isEqualTo(200);
            assertThat(cacheEntry(key)).contains("\"name\":\"Anna\"").doesNotContain("\"Ann\"");
            assertThat(api.get(user).body()).contains("\"name\":\"Anna\"");

            assertThat(api.delete(user, TestApiClient.token(ann)).statusCode()).isEqualTo(204);
            assertThat(cacheEntry(key)).doesNotContain("name", "Ann");
            assertThat(api.get(user).statusCode()).isEqualTo(404);

            assertThat(api.get("/health/ready").body())
                    .isEqualTo("{\"status\":\"up\",\"parts\":{\"storage\":\"up\",\"redis\":\"up\"}}");
            RosterProcess.await("the welcome", () -> queryRedis(operator -> operator.xlen("notifications")) == 1);
            assertThat(notifications().get(0)).containsEntry("type", "welcome").containsEntry("name", "Ann");
            assertThat(roster.out()).doesNotContain("welcome notification");
        }
    }

    @Test
    void servesDegradedWithoutRedis() throws Exception {
        redis.kill();
        try (RosterProcess roster = RosterProcess.serve(directory, settings())) {
            TestApiClient api = roster.api();
            HttpResponse<String> ann = api.register("ann@example.com", "Ann");
            String user = "/users/" + TestApiClient.id(ann);
            assertServesDegraded(api, user, TestApiClient.token(ann), "Anna");

            redis.start();
            RosterProcess.await("Redis seen", api::isRedisUp);
            assertThat(api.get(user).body()).contains("\"name\":\"Anna\"");
            assertThat(cacheEntry("user:" + TestApiClient.id(ann))).contains("\"name\":\"Anna\"");
            RosterProcess.await("delivery", () -> queryRedis(operator -> operator.xlen("notifications")) == 2);

            redis.kill();
            assertServesDegraded(api, user, TestApiClient.token(ann), "Annabel");
            assertThat(roster.out().lines().filter(line -> line.contains("is unavailable (")))
                    .as(roster.toString())
                    .hasSize(2);
            assertThat(roster.out()).contains("is available again").doesNotContain("\tat ");
        }
    }

    @Test
    void twoNodesAppendNotificationsOnceAndShareUpdates() throws Exception {
        try (RosterProcess one = RosterProcess.serve(directory, settings());
                RosterProcess other = RosterProcess.serve(directory, settings())) {
            List<TestApiClient> nodes = List.of(one.api(), other.api());
            HttpResponse<String> ann = nodes.get(0).register("ann@example.com", "Ann");

            for (int i = 0; i < UPDATES; i++) {
                HttpResponse<String> updated =
                        nodes.get(i % 2).patch("/users/me", "{\"name\":\"Ann " + i + "\"}", TestApiClient.token(ann));
                assertThat(updated.statusCode()).as(updated.body()).isEqualTo(200);
                assertThat(nodes.get((i + 1) % 2)
                                .get("/users/" + TestApiClient.id(ann))
                                .body())
                        .contains("\"name\":\"Ann " + i + "\"");
            }

            try (JooqStorage storage = JooqStorage.open(Database.parse(postgres.url()))) {
                RosterProcess.await(
                        "an empty outbox", () -> storage.outboxQueue().stats().waiting() == 0);
            }
            assertThat(notifications())
                    .hasSize(1 + UPDATES)
                    .extracting(fields -> fields.get("id"))
                    .doesNotHaveDuplicates();
        }
    }

    private void assertServesDegraded(TestApiClient api, String user, String token, String newName) throws Exception {
        // More calls than needed to open the circuit breaker, which logs one line.
        for (int i = 0; i < 10; i++) {
            assertThat(api.get(user).statusCode()).isEqualTo(200);
        }
        assertThat(api.patch("/users/me", "{\"name\":\"" + newName + "\"}", token)
                        .statusCode())
                .isEqualTo(200);
        assertThat(api.get(user).body()).contains("\"name\":\"" + newName + "\"");
        HttpResponse<String> ready = api.get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body())
                .isEqualTo("{\"status\":\"degraded\",\"parts\":{\"storage\":\"up\",\"redis\":\"down\"}}");
    }

    /** Queries Redis directly, without circuit breaker. */
    private <T> T queryRedis(Function<RedisClient, T> question) {
        try (RedisClient operator = RedisClient.create(redis.url())) {
            return question.apply(operator);
        }
    }

    private String cacheEntry(String key) {
        return queryRedis(operator -> operator.get(key));
    }

    private List<Map<String, String>> notifications() {
        return queryRedis(operator -> operator.xrange("notifications", "-", "+")).stream()
                .map(StreamEntry::getFields)
                .toList();
    }

    /** Uses a long timeout, because the machine may be busy and the timeout is not tested here. */
    private Map<String, String> settings() {
        return TestSettings.of(postgres.url(), "REDIS_URL", redis.url(), "REDIS_TIMEOUT", "PT2S");
    }
}
