package dev.roster.adapters.redis;

import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/** Says at the start what kind of server a URL leads to, instead of failing later with most commands. */
final class RedisServerCheck {

    private static final Logger LOG = LoggerFactory.getLogger(RedisConnection.class);

    private static final int TIMEOUT_MILLIS = 1_000;
    private static final Pattern FIELD = Pattern.compile("^([a-z_]+):([^\\r\\n]*)", Pattern.MULTILINE);

    private RedisServerCheck() {}

    /**
     * Reads {@code INFO}. Logs what may cause failures later. Checks nothing if the user may not read it.
     *
     * @throws UnsuitableRedisException if the server can never be used
     */
    static void run(RedisSettings settings) {
        try {
            check(settings.hostAndPort(), info(settings));
        } catch (JedisException failed) {
            if (RedisFailure.isUnknownProtocol(failed)) {
                throw new UnsuitableRedisException("the server at " + settings.hostAndPort() + " is not a Redis");
            }
        }
    }

    /** Reads it from the default database, because clusters and Sentinels reject others. */
    private static Map<String, String> info(RedisSettings settings) {
        try (Connection connection = RedisConnection.connect(settings.withDatabase(0))) {
            connection.setSoTimeout(TIMEOUT_MILLIS);
            String text = connection.executeCommand(
                    new CommandObject<>(new CommandArguments(Protocol.Command.INFO), BuilderFactory.STRING));
            return FIELD.matcher(text)
                    .results()
                    .collect(Collectors.toMap(field -> field.group(1), field -> field.group(2), (one, other) -> one));
        }
    }

    private static void check(String address, Map<String, String> info) {
        Function<String, String> field = name -> info.getOrDefault(name, "");
        switch (field.apply("redis_mode")) {
            case "cluster" ->
                throw new UnsuitableRedisException("Redis at " + address + " is a node of a cluster (cluster-enabled),"
                        + " whose nodes have only some of the keys; must be a Redis without cluster mode");
            case "sentinel" ->
                throw new UnsuitableRedisException("Redis at " + address
                        + " is a Sentinel, which stores no keys; must be the Redis that it watches");
            default -> {
                // standalone
            }
        }
        if (field.apply("role").equals("slave")) {
            LOG.warn(
                    "Redis at {} is a replica of {}:{}; it cannot be used while it is read-only",
                    address,
                    field.apply("master_host"),
                    field.apply("master_port"));
        }
        boolean limited = !field.apply("maxmemory").matches("0?");
        if (limited && field.apply("maxmemory_policy").equals("noeviction")) {
            LOG.warn(
                    "Redis at {} has a maxmemory of {} bytes with the policy noeviction: when it is full, it rejects"
                            + " writes; set maxmemory-policy to allkeys-lru",
                    address,
                    field.apply("maxmemory"));
        }
    }
}
