package dev.roster.testkit.server;

import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** Commands to a Redis server. A class of its own, so that Jedis is loaded only after the check that it is present. */
final class RedisCommands {

    private static final int SCANNED_AT_ONCE = 1_000;

    private RedisCommands() {}

    static String version(RedisAddress address) {
        try (RedisClient client = RedisClient.create(address.url())) {
            return client.info("server")
                    .lines()
                    .filter(line -> line.startsWith("redis_version:"))
                    .map(line -> line.substring("redis_version:".length()).strip())
                    .findFirst()
                    .orElse("of unknown version");
        } catch (JedisException failed) {
            throw new IllegalStateException(
                    "the Redis server for tests at " + address.host() + ":" + address.port() + " does not answer",
                    failed);
        }
    }

    static void deleteAll(String prefix, RedisAddress address) {
        ScanParams ours = new ScanParams().match(prefix + "*").count(SCANNED_AT_ONCE);
        try (RedisClient client = RedisClient.create(address.url())) {
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
}
