package dev.roster.adapters.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.HashFunction;
import dev.roster.application.port.security.LoginThrottle;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Login throttle shared by all nodes. Counts logins under {@code throttle:account:}, followed by the SHA-256 of the
 * submitted account, under {@code throttle:client:}, and other requests under {@code throttle:request:} and their kind.
 * Every method is one round trip to a script ({@link ThrottleScripts}), which decides atomically. While Redis is
 * unavailable, each node uses a fallback throttle, which does not have the counts in Redis. Safe for use by multiple
 * threads.
 */
public final class RedisLoginThrottle implements LoginThrottle {

    private final RedisConnection redis;
    private final LoginThrottle fallback;
    private final InstantSource clock;

    /**
     * Creates a throttle; loads its scripts if Redis is available.
     *
     * @param redis stores the counts
     * @param fallback the fallback while Redis is unavailable
     * @param clock determines when pauses end, to the millisecond; the clocks of all nodes should agree to about a
     *     second
     */
    public RedisLoginThrottle(RedisConnection redis, LoginThrottle fallback, InstantSource clock) {
        this.redis = redis;
        this.fallback = fallback;
        this.clock = clock;
        redis.load(ThrottleScripts.ALL);
    }

    @Override
    public Decision admit(String account, int freeFailures, ClientAddress from) {
        byte[] key = key(account);
        byte[] now = text(clock.millis());
        byte[] free = text(freeFailures);
        Optional<Long> answer = from.isKnown()
                ? run(ThrottleScripts.ADMIT, 2, key, key(from), now, free)
                : run(ThrottleScripts.ADMIT, 1, key, now, free);
        return answer.map(RedisLoginThrottle::verdict).orElseGet(() -> fallback.admit(account, freeFailures, from));
    }

    @Override
    public Decision admitRequest(String kind, int perMinute, ClientAddress from) {
        if (!from.isKnown()) {
            return new Admitted();
        }
        byte[] key =
                redis.key("throttle:request:" + kind + ":" + from.network()).getBytes(UTF_8);
        return run(ThrottleScripts.ADMIT_REQUEST, 1, key, text(clock.millis()), text(perMinute))
                .map(RedisLoginThrottle::verdict)
                .orElseGet(() -> fallback.admitRequest(kind, perMinute, from));
    }

    private static byte[] text(long number) {
        return Long.toString(number).getBytes(UTF_8);
    }

    private static Decision verdict(long answer) {
        return answer == 0 ? new Admitted() : new Rejected(Duration.ofMillis(Math.abs(answer)), answer > 0);
    }

    @Override
    public void release(String account) {
        if (run(ThrottleScripts.RELEASE, 1, key(account)).isEmpty()) {
            fallback.release(account);
        }
    }

    /** {@inheritDoc} Also clears the fallback, because Redis may have been unavailable when failures were counted. */
    @Override
    public void clear(String account) {
        run(ThrottleScripts.CLEAR, 1, key(account));
        fallback.clear(account);
    }

    /** Hashes the account, because users may type a password by mistake. */
    private byte[] key(String account) {
        return redis.key("throttle:account:" + HashFunction.SHA_256.hex(account))
                .getBytes(UTF_8);
    }

    private byte[] key(ClientAddress from) {
        return redis.key("throttle:client:" + from.network()).getBytes(UTF_8);
    }

    /** Runs a script; returns its result, or empty if Redis is unavailable. */
    private Optional<Long> run(LuaScript script, int keys, byte[]... keysAndArguments) {
        return redis.ifAvailable(
                Optional.empty(), () -> Optional.of((Long) script.run(redis.client(), keys, keysAndArguments)));
    }
}
