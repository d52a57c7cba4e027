package dev.roster.adapters.redis;

import static dev.roster.application.port.security.LoginThrottle.ATTEMPTS_PER_MINUTE;
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

    private static final String ENTRY_FUNCTIONS =
            withNumbers("""
            -- returns the groups of a pattern in the value of a key
            local function entry(key, pattern)
              local value = redis.pcall('GET', key)
              if type(value) ~= 'string' then return nil end
              local a, b, c, d = string.match(value, pattern)
              return tonumber(a), tonumber(b), c, tonumber(d)
            end
            -- counts one more attempt of a client; returns the attempts and the end of the minute
            local function count(key, now)
              local attempts, endsAt = entry(key, '^(%%d+) (%%d+)$')
              if not endsAt or now >= endsAt then attempts, endsAt = 0, now + %d end
              attempts, endsAt = attempts + 1, math.min(endsAt, now + %d)
              redis.call('SET', key, string.format('%%.0f %%.0f', attempts, endsAt), 'PX', %d)
              return attempts, endsAt
            end
            -- returns how long a client waits, negative unless this is its first rejection; 0 if it is admitted
            local function wait(attempts, limit, endsAt, now)
              if attempts <= limit then return 0 end
              return attempts == limit + 1 and endsAt - now or now - endsAt
            end
            local function account() return entry(KEYS[1], '^(%%d+) (%%d+) ([01]) (%%d+)$') end
            local function put(failures, pausedUntil, told, lastAt)
              local value = string.format('%%.0f %%.0f %%s %%.0f', failures, pausedUntil, told, lastAt)
              redis.call('SET', KEYS[1], value, 'PX', %d)
            end
            """, CLIENT_TTL_MILLIS, CLIENT_TTL_MILLIS, CLIENT_TTL_MILLIS, FAILURE_TTL_MILLIS);

    /**
     * Keys: the account's, then the client's if it is known. Arguments: the time, and the number of
     * failures before the first pause. Returns 0 if the attempt is admitted.
     * Otherwise returns how long to wait in milliseconds, negative if a caller was informed of the pause before.
     */
    static final LuaScript ADMIT =
            script(withNumbers("""
            local now = tonumber(ARGV[1])
            if KEYS[2] then
              local attempts, endsAt = count(KEYS[2], now)
              local rejected = wait(attempts, %1$d, endsAt, now)
              if rejected ~= 0 then return rejected end
            end
            local failures, pausedUntil, told, lastAt = account()
            if not lastAt or now >= lastAt + %2$d then failures, pausedUntil, lastAt = 0, 0, 0 end
            if now < lastAt then
              -- the clock was set back
              if pausedUntil >= lastAt then pausedUntil = now + pausedUntil - lastAt end
              lastAt = now
            end
            if now < pausedUntil then
              put(failures, pausedUntil, '1', lastAt)
              return told == '0' and pausedUntil - now or now - pausedUntil
            end
            failures = failures + 1
            local free = tonumber(ARGV[2])
            local pause = failures < free and 0 or math.min(1000 * 2 ^ math.min(failures - free, 20), %3$d)
            put(failures, now + pause, '0', now)
            return 0
            """, ATTEMPTS_PER_MINUTE, FAILURE_TTL_MILLIS, MAX_PAUSE.toMillis()));

    /** Key: the client's. Arguments: the time, and the limit per minute. Returns the same as {@link #ADMIT}. */
    static final LuaScript ADMIT_REQUEST = script("""
            local now = tonumber(ARGV[1])
            local attempts, endsAt = count(KEYS[1], now)
            return wait(attempts, tonumber(ARGV[2]), endsAt, now)
            """);

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

    static final List<LuaScript> ALL = List.of(ADMIT, ADMIT_REQUEST, RELEASE, CLEAR);

    private ThrottleScripts() {}

    private static String withNumbers(String script, Object... numbers) {
        return String.format(Locale.ROOT, script, numbers);
    }

    private static LuaScript script(String rest) {
        return new LuaScript(ENTRY_FUNCTIONS + rest);
    }
}
