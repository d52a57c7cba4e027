package dev.roster.adapters.redis;

import java.nio.charset.StandardCharsets;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/** A Lua script. It is called by its digest; a server that does not know it, or no longer, gets the source. */
final class LuaScript {

    private final byte[] source;
    private final byte[] digest;

    LuaScript(String source) {
        this.source = source.getBytes(StandardCharsets.UTF_8);
        this.digest = HexDigest.of("SHA-1", this.source).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Runs it on one key, in one step.
     *
     * @param keyAndArguments the key first
     * @return what the script returns: bytes or a {@link Long}
     */
    Object run(RedisClient client, byte[]... keyAndArguments) {
        return run(client, 1, keyAndArguments);
    }

    /**
     * Runs it in one step.
     *
     * @param keys how many keys there are, which come first
     * @return what the script returns: bytes or a {@link Long}
     */
    Object run(RedisClient client, int keys, byte[]... keysAndArguments) {
        try {
            return client.evalsha(digest, keys, keysAndArguments);
        } catch (JedisNoScriptException unknown) {
            return client.eval(source, keys, keysAndArguments);
        }
    }

    /** Makes it known, so that the first call need not. */
    void load(RedisClient client) {
        client.scriptLoad(new String(source, StandardCharsets.UTF_8));
    }
}
