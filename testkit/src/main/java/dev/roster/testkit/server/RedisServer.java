package dev.roster.testkit.server;

import dev.roster.testkit.conformance.OptionalLibrary;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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

    private static @Nullable RedisServer running;

    private final RedisAddress address;

    private RedisServer(RedisAddress address) {
        this.address = address;
    }

    /**
     * Returns the server, and starts it if necessary.
     *
     * @throws IllegalStateException if the selected kind of server is unavailable or too old, or if a library is
     *     missing; the message says what to add
     */
    public static synchronized RedisServer running() {
        if (running == null) {
            RedisServer found = at(find(System.getenv()));
            ServerChoice.report(found.description());
            running = found;
        }
        return running;
    }

    /** Checks the version first. */
    static RedisServer at(RedisAddress address) {
        RedisServer server = new RedisServer(address);
        MinVersion.requireRedis(server.version(), address.origin());
        return server;
    }

    @SuppressWarnings("resource") // lives as long as the JVM
    static RedisAddress find(Map<String, String> environment) {
        OptionalLibrary.require("redis.clients.jedis.RedisClient", "redis.clients:jedis:8.0.2");
        String configured = environment.get("REDIS_TEST_URL");
        if (configured != null && !configured.isBlank()) {
            return RedisAddress.parse(configured, "REDIS_TEST_URL");
        }
        if (ServerChoice.containersEnabled(environment)) {
            OptionalLibrary.require(
                    "org.testcontainers.containers.GenericContainer", "org.testcontainers:testcontainers:2.0.5");
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
        return "Redis " + version() + " (" + address.origin() + ")";
    }

    private String version() {
        return RedisCommands.version(address);
    }

    /** Returns the address as a URL for settings. It contains the password, if there is one. */
    public String url() {
        return address.url();
    }

    /** Returns a unique key prefix. Closing it deletes its keys. */
    public RedisPrefix newPrefix() {
        String prefix = "roster-test:" + UUID.randomUUID() + ":";
        return new RedisPrefix(prefix, () -> RedisCommands.deleteAll(prefix, address));
    }
}
