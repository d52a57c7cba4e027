package dev.roster.adapters.redis;

import java.net.SocketTimeoutException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/** Classification and description of failures. */
final class RedisFailure {

    private static final Pattern CODE = Pattern.compile("\\b(?!ERR\\b)[A-Z]{3,}\\b");

    private static final Set<String> CLUSTER_CODES = Set.of("MOVED", "ASK", "CROSSSLOT", "CLUSTERDOWN");

    private RedisFailure() {}

    /** Returns whether Redis works and rejected only this command. */
    static boolean isCausedByCaller(JedisException failed) {
        return failed instanceof JedisNoScriptException
                || (failed instanceof JedisDataException && text(failed).startsWith("WRONGTYPE"));
    }

    static boolean isTimeout(JedisException failed) {
        Throwable cause = failed.getCause();
        return cause instanceof SocketTimeoutException || cause instanceof TimeoutException;
    }

    /** Returns whether the server is none of Redis. */
    static boolean isUnknownProtocol(JedisException failed) {
        return text(failed).startsWith("Unknown reply");
    }

    /**
     * Returns the reason for operators. Of an error reply, only the code is included, because the rest may quote the
     * command.
     */
    static String reason(JedisException failed) {
        if (failed instanceof JedisDataException) {
            Matcher code = CODE.matcher(text(failed));
            if (!code.find()) {
                return "it replied with an error";
            }
            boolean cluster = CLUSTER_CODES.contains(code.group());
            return "it replied " + code.group() + (cluster ? ": it is a node of a Redis cluster" : "");
        }
        Throwable cause = failed.getCause();
        return cause == null || cause.getMessage() == null ? text(failed) : cause.getMessage();
    }

    private static String text(JedisException failed) {
        return String.valueOf(failed.getMessage());
    }
}
