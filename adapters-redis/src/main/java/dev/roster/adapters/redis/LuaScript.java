package dev.roster.adapters.redis;

import dev.roster.application.port.security.HashFunction;
import java.nio.charset.StandardCharsets;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/** A Lua script. It is called by its digest; if the server does not have the script, the source is sent. */
final class LuaScript {

    private final byte[] source;
    private final byte[] digest;

    LuaScript(String source) {
        this.source = source.getBytes(StandardCharsets.UTF_8);
        this.digest = HashFunction.SHA_1.hex(this.source).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Runs the script atomically on one key.
     *
     * @param keyAndArguments the key first
     * @return the script's result: bytes or a {@link Long}
     */
    Object run(RedisClient client, byte[]... keyAndArguments) {
        return run(client, 1, keyAndArguments);
    }

    /**
     * Runs the script atomically.
     *
     * @param keys the number of keys, which come first
     * @return the script's result: bytes or a {@link Long}
     */
    Object run(RedisClient client, int keys, byte[]... keysAndArguments) {
        try {
            return client.evalsha(digest, keys, keysAndArguments);
        } catch (JedisNoScriptException unknown) {
            return client.eval(source, keys, keysAndArguments);
        }
    }

    /** Loads the script into the server. */
    void load(RedisClient client) {
        client.scriptLoad(new String(source, StandardCharsets.UTF_8));
    }
}
