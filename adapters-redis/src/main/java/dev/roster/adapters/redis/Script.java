package dev.roster.adapters.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/** A Lua script on one key. It is called by its digest; a server that does not know it, or no longer, gets the source. */
final class Script {

    private final byte[] source;
    private final byte[] digest;

    Script(String source) {
        this.source = source.getBytes(StandardCharsets.UTF_8);
        this.digest = digest(this.source);
    }

    /**
     * Runs it in one step.
     *
     * @param keyAndArguments the key first
     * @return what the script returns: bytes or a {@link Long}
     */
    Object run(RedisClient client, byte[]... keyAndArguments) {
        try {
            return client.evalsha(digest, 1, keyAndArguments);
        } catch (JedisNoScriptException unknown) {
            return client.eval(source, 1, keyAndArguments);
        }
    }

    /** Makes it known, so that the first call need not. */
    void load(RedisClient client) {
        client.scriptLoad(new String(source, StandardCharsets.UTF_8));
    }

    private static byte[] digest(byte[] source) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(source);
            return HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }
}
