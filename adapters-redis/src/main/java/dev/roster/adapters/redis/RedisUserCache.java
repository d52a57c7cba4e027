package dev.roster.adapters.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.outbox.OutboxMessage.UserCacheRefresh;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Users as JSON under one key each, {@code user:42}, for all nodes and other readers of Redis. A hit takes
 * one {@code GET}, a miss that and a script, every other operation one script, which runs in one step. Safe for use by many
 * threads.
 */
public final class RedisUserCache implements UserCache {

    /** How long a copy lives unless told otherwise, give or take a tenth, so that copies made together end apart. */
    public static final Duration DEFAULT_COPY_LIFE = Duration.ofMinutes(10);

    /** Long enough to read a user from the storage. */
    static final Duration LEASE_LIFE = Duration.ofSeconds(30);

    /** Longer than any lease from before, and long enough for who still asks for a user who is no more. */
    static final Duration TOMBSTONE_LIFE = Duration.ofMinutes(10);

    /** A lease may turn into a copy at its very end, and the copy must be gone when its outbox message is. */
    static final Duration LONGEST_LIFE = UserCacheRefresh.LONGEST_COPY.minus(LEASE_LIFE);

    private static final double JITTER = 0.1;
    private static final Miss AWAY = new Miss(Optional.empty());
    private static final byte[] NOTHING = {};

    /** With a number behind it, no token is like another, of this process or any. */
    private static final String TOKENS = UUID.randomUUID() + "-";

    private static final AtomicLong TOKEN = new AtomicLong();

    private final RedisConnection redis;
    private final Duration copyLife;

    /**
     * @param redis where the copies are
     * @param copyLife how long a copy lives, give or take a tenth
     * @throws IllegalArgumentException if that is less than a second, or longer than outbox messages tell of changes
     */
    public RedisUserCache(RedisConnection redis, Duration copyLife) {
        if (copyLife.compareTo(Duration.ofSeconds(1)) < 0 || copyLife.compareTo(LONGEST_LIFE) > 0) {
            throw new IllegalArgumentException(
                    "a copy must live from one second to " + LONGEST_LIFE.toSeconds() + " seconds, not " + copyLife);
        }
        this.redis = redis;
        this.copyLife = copyLife;
        unlessAway(false, () -> {
            CacheScripts.ALL.forEach(script -> script.load(redis.client()));
            return true;
        });
    }

    @Override
    public Lookup find(UserId id) {
        byte[] key = key(id);
        return unlessAway(AWAY, () -> {
            // A GET takes Redis 0.3 microseconds, the script 5; a hit does not need the script.
            byte[] value = stored(key);
            return CacheEntryJson.read(id, value).orElseGet(() -> leased(id, key, value));
        });
    }

    /** Returns what is under the key: empty for nothing, or for a key of another type. */
    private byte[] stored(byte[] key) {
        try {
            byte[] value = redis.client().get(key);
            return value == null ? NOTHING : value;
        } catch (JedisDataException failed) {
            if (RedisFailure.isOfCaller(failed)) {
                return NOTHING;
            }
            throw failed;
        }
    }

    /**
     * Reads the entry again, and stores a lease where there is none, in one step.
     *
     * @param notUnderstood a value that the script may accept as an entry, and {@link CacheEntryJson} does not
     */
    private Lookup leased(UserId id, byte[] key, byte[] notUnderstood) {
        byte[] lease = (TOKENS + TOKEN.incrementAndGet()).getBytes(US_ASCII);
        byte[] life = millis(LEASE_LIFE);
        byte[] value = (byte[]) CacheScripts.FIND.run(redis.client(), key, lease, life, notUnderstood);
        return CacheEntryJson.read(id, value).orElseGet(() -> {
            // The script accepts this value as an entry too: the rare case that takes another round trip.
            byte[] other = (byte[]) CacheScripts.FIND.run(redis.client(), key, lease, life, value);
            return CacheEntryJson.read(id, other).orElse(AWAY);
        });
    }

    @Override
    public boolean fill(User user, Lease lease) {
        byte[] copy = CacheEntryJson.write(user);
        byte[] token = lease.token().getBytes(UTF_8);
        return unlessAway(
                false,
                () -> isOne(CacheScripts.FILL.run(redis.client(), key(user.id()), token, copy, millis(jittered()))));
    }

    @Override
    public Optional<Lease> lease(UserId id) {
        byte[] key = key(id);
        return unlessAway(AWAY, () -> leased(id, key, NOTHING)) instanceof Miss miss ? miss.lease() : Optional.empty();
    }

    @Override
    public void refresh(User user, Optional<Lease> lease) {
        byte[] copy = CacheEntryJson.write(user);
        byte[] token = lease.map(Lease::token).orElse("").getBytes(UTF_8);
        byte[] version = decimal(user.version());
        unlessAway(
                false,
                () -> isOne(CacheScripts.REFRESH.run(
                        redis.client(), key(user.id()), token, version, copy, millis(jittered()))));
    }

    @Override
    public boolean outdate(UserId id, long version) {
        byte[] key = key(id);
        return unlessAway(false, () -> isOne(CacheScripts.OUTDATE.run(redis.client(), key, decimal(version))));
    }

    @Override
    public boolean forget(UserId id) {
        byte[] key = key(id);
        return unlessAway(false, () -> isOne(CacheScripts.FORGET.run(redis.client(), key, millis(TOMBSTONE_LIFE))));
    }

    private byte[] key(UserId id) {
        Objects.requireNonNull(id, "id");
        return redis.key("user:" + id).getBytes(UTF_8);
    }

    private Duration jittered() {
        double factor = ThreadLocalRandom.current().nextDouble(1 - JITTER, 1 + JITTER);
        Duration life = Duration.ofMillis((long) (copyLife.toMillis() * factor));
        return life.compareTo(LONGEST_LIFE) < 0 ? life : LONGEST_LIFE;
    }

    private static byte[] millis(Duration life) {
        return decimal(life.toMillis());
    }

    private static byte[] decimal(long number) {
        return Long.toString(number).getBytes(US_ASCII);
    }

    private static boolean isOne(Object answer) {
        return answer.equals(1L);
    }

    private static <T> T unlessAway(T otherwise, Supplier<T> operation) {
        try {
            return operation.get();
        } catch (JedisException away) {
            return otherwise;
        }
    }
}
