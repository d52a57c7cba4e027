package dev.roster.adapters.redis;

import java.net.SocketTimeoutException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/** What a failure says. */
final class RedisFailure {

    private static final Pattern CODE = Pattern.compile("\\b(?!ERR\\b)[A-Z]{3,}\\b");

    private RedisFailure() {}

    /** Whether Redis answered, and would have answered something else to another question. */
    static boolean isCausedByCaller(JedisException failed) {
        return failed instanceof JedisNoScriptException
                || (failed instanceof JedisDataException && text(failed).startsWith("WRONGTYPE"));
    }

    static boolean isTimeout(JedisException failed) {
        Throwable cause = failed.getCause();
        return cause instanceof SocketTimeoutException || cause instanceof TimeoutException;
    }

    /** For an operator. An error answer may quote what was sent, so there is no more of it than its code. */
    static String reason(JedisException failed) {
        if (failed instanceof JedisDataException) {
            Matcher code = CODE.matcher(text(failed));
            return code.find() ? "it answers " + code.group() : "it answers an error";
        }
        Throwable cause = failed.getCause();
        return cause == null || cause.getMessage() == null ? text(failed) : cause.getMessage();
    }

    private static String text(JedisException failed) {
        return String.valueOf(failed.getMessage());
    }
}
