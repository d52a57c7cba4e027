package dev.roster.adapters.redis;

import static dev.roster.application.port.security.LoginThrottle.ATTEMPTS_PER_MINUTE;
import static dev.roster.application.port.security.LoginThrottle.FAILURES_BEFORE_PAUSE;
import static dev.roster.application.port.security.LoginThrottle.FAILURE_RETENTION;
import static dev.roster.application.port.security.LoginThrottle.MAX_PAUSE;

import java.util.List;
import java.util.Locale;

/**
 * Scripts that read or change the counts of logins, each atomically. An account's key holds the number of failures, the
 * millisecond at which the pause ends, whether a caller was informed of the pause, and the millisecond of the last
 * admitted attempt. A client's key holds the number of attempts and the end of the minute. Scripts treat values that
 * they do not recognize as absent.
 *
 * <p>Time is taken from the caller, so a wrong clock of the Redis server does not change the length of pauses.
 */
final class ThrottleScripts {

    /** TTL of a client's key after an attempt; at least until its minute ends. */
    static final long CLIENT_TTL_MILLIS = 60_000;

    /** TTL of an account's key after an attempt; at least until all its failures expire. */
    static final long FAILURE_TTL_MILLIS = FAILURE_RETENTION.toMillis();

    private static final String ENTRY_FUNCTIONS = withNumbers("""
            -- returns the groups of a pattern in the value of a key
            local function entry(key, pattern)
              local value = redis.pcall('GET', key)
              if type(value) ~= 'string' then return nil end
              local a, b, c, d = string.match(value, pattern)
              return tonumber(a), tonumber(b), c, tonumber(d)
            end
            local function account() return entry(KEYS[1], '^(%%d+) (%%d+) ([01]) (%%d+)$') end
            local function put(failures, pausedUntil, told, lastAt)
              local value = string.format('%%.0f %%.0f %%s %%.0f', failures, pausedUntil, told, lastAt)
              redis.call('SET', KEYS[1], value, 'PX', %d)
            end
            """, FAILURE_TTL_MILLIS);

    /**
     * Keys: the account's, then the client's if it is known. Argument: the time. Returns 0 if the attempt is admitted.
     * Otherwise returns how long to wait in milliseconds, negative if a caller was informed of the pause before.
     */
    static final LuaScript ADMIT = script(withNumbers(
            """
            local now = tonumber(ARGV[1])
            if KEYS[2] then
              local attempts, endsAt = entry(KEYS[2], '^(%%d+) (%%d+)$')
              if not endsAt or now >= endsAt then attempts, endsAt = 0, now + %1$d end
              attempts = attempts + 1
              redis.call('SET', KEYS[2], string.format('%%.0f %%.0f', attempts, endsAt), 'PX', %1$d)
              if attempts > %2$d then return attempts == %2$d + 1 and endsAt - now or now - endsAt end
            end
            local failures, pausedUntil, told, lastAt = account()
            if not lastAt or now >= lastAt + %3$d then failures, pausedUntil = 0, 0 end
            if now < pausedUntil then
              put(failures, pausedUntil, '1', lastAt)
              return told == '0' and pausedUntil - now or now - pausedUntil
            end
            failures = failures + 1
            local pause = failures < %4$d and 0 or math.min(1000 * 2 ^ (failures - %4$d), %5$d)
            put(failures, now + pause, '0', now)
            return 0
            """,
            CLIENT_TTL_MILLIS, ATTEMPTS_PER_MINUTE, FAILURE_TTL_MILLIS, FAILURES_BEFORE_PAUSE, MAX_PAUSE.toMillis()));

    /** Key: the account's. */
    static final LuaScript RELEASE = script("""
            local failures, _, _, lastAt = account()
            if lastAt then put(math.max(failures - 1, 0), 0, '0', lastAt) end
            return 1
            """);

    /** Key: the account's. */
    static final LuaScript CLEAR = script("""
            redis.call('DEL', KEYS[1])
            return 1
            """);

    static final List<LuaScript> ALL = List.of(ADMIT, RELEASE, CLEAR);

    private ThrottleScripts() {}

    private static String withNumbers(String script, Object... numbers) {
        return String.format(Locale.ROOT, script, numbers);
    }

    private static LuaScript script(String rest) {
        return new LuaScript(ENTRY_FUNCTIONS + rest);
    }
}
