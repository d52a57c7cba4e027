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
 * Redis server for the tests of one JVM. The first use selects the first available of these servers:
 *
 * <ol>
 *   <li>The server in the environment variable {@code REDIS_TEST_URL}, such as {@code redis://localhost:6380/1}. If it
 *       is unreachable, tests fail.
 *   <li>A container of {@code redis:7}, started by Testcontainers, if a container engine responds and the environment
 *       variable {@code TEST_CONTAINERS} is not {@code off}.
 *   <li>Redis 6.2 from the binary on the class path, without persistence.
 * </ol>
 *
 * Each test uses keys with its own {@linkplain #newPrefix() prefix}, so tests run in parallel and the server is left
 * unchanged. Safe for use by multiple threads.
 */
public final class RedisServer {

    private static final int SCANNED_AT_ONCE = 1_000;

    private static @Nullable RedisServer running;

    private final RedisAddress address;

    private RedisServer(RedisAddress address) {
        this.address = address;
    }

    /**
     * Returns the server, and starts it if necessary.
     *
     * @throws IllegalStateException if the selected kind of server is unavailable; the message contains the kind and
     *     the reason
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
            OptionalLibrary.require(
                    "org.testcontainers.containers.GenericContainer", "org.testcontainers:testcontainers");
            return RedisContainer.start();
        }
        return new DedicatedRedisServer().address();
    }

    /** Returns the product, version, origin and address, such as {@code Redis 6.2.11 (embedded) at localhost:40123}. */
    public String description() {
        return product() + " at " + address.host() + ":" + address.port();
    }

    /** Returns the product, version and origin, such as {@code Redis 6.2.11 (embedded)}. */
    public String product() {
        try (RedisClient client = client()) {
            String version = client.info("server")
                    .lines()
                    .filter(line -> line.startsWith("redis_version:"))
                    .map(line -> line.substring("redis_version:".length()).strip())
                    .findFirst()
                    .orElse("of unknown version");
            return "Redis " + version + " (" + address.origin() + ")";
        } catch (JedisException failed) {
            throw new IllegalStateException(
                    "the Redis server for tests at " + address.host() + ":" + address.port() + " does not answer",
                    failed);
        }
    }

    /** Returns the address as a URL for settings. It contains the password, if there is one. */
    public String url() {
        return address.url();
    }

    /** Returns a unique key prefix. Closing it deletes its keys. */
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
