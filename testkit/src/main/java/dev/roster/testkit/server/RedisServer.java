package dev.roster.testkit.server;

import dev.roster.testkit.conformance.OptionalLibrary;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * A Redis server for the tests of one JVM, started or found with the first use, in the first of these ways that is there:
 *
 * <ol>
 *   <li>the environment variable {@code REDIS_TEST_URL}, such as {@code redis://localhost:6380/1}: that server; out of
 *       reach is a failure.
 *   <li>a container engine that answers: a container of {@code redis:7}, by Testcontainers; unless the environment says
 *       {@code TEST_CONTAINERS=off}.
 *   <li>the binary on the class path: Redis 6.2, nothing of which is kept on disk.
 * </ol>
 *
 * Every test has keys of its own by their {@linkplain #newPrefix() prefix}, so tests run in parallel, and a server is left
 * as it was found. Safe for use by many threads.
 */
public final class RedisServer {

    private static final int SCANNED_AT_ONCE = 1_000;

    private static @Nullable RedisServer running;

    private final RedisAddress address;

    private RedisServer(RedisAddress address) {
        this.address = address;
    }

    /**
     * The server, started if need be.
     *
     * @throws IllegalStateException if the way chosen does not lead to a server; the message says which and why
     */
    public static synchronized RedisServer running() {
        if (running == null) {
            RedisServer found = at(find(System.getenv()));
            ServerChoice.report(found.description());
            running = found;
        }
        return running;
    }

    static RedisServer at(RedisAddress address) {
        OptionalLibrary.require("redis.clients.jedis.RedisClient", "redis.clients:jedis");
        return new RedisServer(address);
    }

    @SuppressWarnings("resource") // lives as long as the JVM
    static RedisAddress find(Map<String, String> environment) {
        String configured = environment.get("REDIS_TEST_URL");
        if (configured != null && !configured.isBlank()) {
            return RedisAddress.parse(configured, "REDIS_TEST_URL");
        }
        if (ServerChoice.containersEnabled(environment)) {
            return RedisContainer.start();
        }
        return new DedicatedRedisServer().address();
    }

    /** Which server, which version, and how it was found; such as {@code Redis 6.2.11 (embedded) at localhost:40123}. */
    public String description() {
        try (RedisClient client = client()) {
            String version = client.info("server")
                    .lines()
                    .filter(line -> line.startsWith("redis_version:"))
                    .map(line -> line.substring("redis_version:".length()).strip())
                    .findFirst()
                    .orElse("of unknown version");
            return "Redis " + version + " (" + address.origin() + ") at " + address.host() + ":" + address.port();
        } catch (JedisException failed) {
            throw new IllegalStateException(
                    "the Redis server for tests at " + address.host() + ":" + address.port() + " does not answer",
                    failed);
        }
    }

    /** Where it is, as settings take it; holds the password, if there is one. */
    public String url() {
        return address.url();
    }

    /** The beginning of keys that nobody else has. Closing it deletes them. */
    public RedisPrefix newPrefix() {
        String prefix = "roster-test:" + UUID.randomUUID() + ":";
        return new RedisPrefix(prefix, () -> deleteAll(prefix));
    }

    private void deleteAll(String prefix) {
        ScanParams ours = new ScanParams().match(prefix + "*").count(SCANNED_AT_ONCE);
        try (RedisClient client = client()) {
            String cursor = ScanParams.SCAN_POINTER_START;
            do {
                ScanResult<String> found = client.scan(cursor, ours);
                if (!found.getResult().isEmpty()) {
                    client.del(found.getResult().toArray(String[]::new));
                }
                cursor = found.getCursor();
            } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
        }
    }

    private RedisClient client() {
        return RedisClient.create(address.url());
    }
}
