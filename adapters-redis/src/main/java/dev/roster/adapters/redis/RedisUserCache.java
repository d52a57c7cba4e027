package dev.roster.adapters.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.outbox.OutboxMessage.UserCacheInvalidation;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * User cache shared by all nodes, which other programs may read. Each user is JSON under one key, such as {@code
 * user:42}. A hit takes one {@code GET}, a miss takes a {@code GET} and a script, and every other operation takes one
 * script. Scripts run atomically. Safe for use by multiple threads.
 */
public final class RedisUserCache implements UserCache {

    /**
     * Default TTL of cache entries. It varies by up to a tenth, so that entries stored together do not expire together.
     */
    public static final Duration DEFAULT_TTL = Duration.ofMinutes(10);

    /** Long enough to read a user from the storage. */
    static final Duration LEASE_TTL = Duration.ofSeconds(30);

    /**
     * Longer than any lease granted before the deletion, and long enough for callers that still look up a deleted user.
     */
    static final Duration DELETED_TTL = Duration.ofMinutes(10);

    /**
     * A lease may be used for an entry just before it expires, and that entry must expire before the user's outbox
     * message does.
     */
    static final Duration MAX_TTL = UserCacheInvalidation.MAX_ENTRY_TTL.minus(LEASE_TTL);

    private static final double JITTER = 0.1;
    private static final Miss MISS_WITHOUT_LEASE = new Miss(Optional.empty());
    private static final byte[] EMPTY = {};

    /** Between the generation of the server and a number, makes each token unique across all processes. */
    private static final String TOKEN_INFIX = "-" + UUID.randomUUID() + "-";

    private static final AtomicLong TOKEN_COUNTER = new AtomicLong();

    private final RedisConnection redis;
    private final Duration ttl;

    /**
     * Creates a cache; loads its scripts if Redis is available.
     *
     * @param redis stores the entries
     * @param ttl TTL of entries, which varies by up to a tenth
     * @throws IllegalArgumentException if the TTL is less than a second, or so long that an entry could outlive its
     *     invalidation in the outbox
     */
    public RedisUserCache(RedisConnection redis, Duration ttl) {
        if (ttl.compareTo(Duration.ofSeconds(1)) < 0 || ttl.compareTo(MAX_TTL) > 0) {
            throw new IllegalArgumentException(
                    "TTL must be from 1 to " + MAX_TTL.toSeconds() + " seconds, but was " + ttl);
        }
        this.redis = redis;
        this.ttl = ttl;
        redis.load(CacheScripts.ALL);
    }

    @Override
    public Lookup find(UserId id) {
        byte[] key = key(id);
        return redis.ifAvailable(MISS_WITHOUT_LEASE, () -> {
            // A GET takes Redis 0.3 microseconds, the script 5. A hit needs only the GET.
            byte[] value = readEntry(key);
            return CacheEntryJson.read(id, value, redis.generation()).orElseGet(() -> findOrLease(id, key, value));
        });
    }

    /** Returns the value under the key; empty if there is none, or if the key has another type. */
    private byte[] readEntry(byte[] key) {
        try {
            byte[] value = redis.client().get(key);
            return value == null ? EMPTY : value;
        } catch (JedisDataException failed) {
            if (RedisFailure.isCausedByCaller(failed)) {
                return EMPTY;
            }
            throw failed;
        }
    }

    /**
     * Reads the value again and stores a lease if there is none, atomically.
     *
     * @param unreadable a value that {@link CacheEntryJson} could not read; if the key still holds it, the script replaces it
     */
    private Lookup findOrLease(UserId id, byte[] key, byte[] unreadable) {
        byte[] value = runFind(key, unreadable);
        return CacheEntryJson.read(id, value, redis.generation()).orElseGet(() -> {
            // The script returned a value that CacheEntryJson cannot read, or ran on a server of another generation
            // than this thread's command before: rare, and costs another round trip.
            byte[] other = runFind(key, value);
            return CacheEntryJson.read(id, other, redis.generation()).orElse(MISS_WITHOUT_LEASE);
        });
    }

    private byte[] runFind(byte[] key, byte[] unreadable) {
        byte[] lease = (redis.generation() + TOKEN_INFIX + TOKEN_COUNTER.incrementAndGet()).getBytes(US_ASCII);
        return (byte[]) CacheScripts.FIND.run(redis.client(), key, lease, millis(LEASE_TTL), unreadable);
    }

    @Override
    public boolean fill(User user, Lease lease) {
        byte[] token = lease.token().getBytes(UTF_8);
        return run(CacheScripts.FILL, key(user.id()), token, CacheEntryJson.write(user), millis(jitteredTtl()));
    }

    @Override
    public Optional<Lease> acquireLease(UserId id) {
        byte[] key = key(id);
        return redis.ifAvailable(MISS_WITHOUT_LEASE, () -> findOrLease(id, key, EMPTY)) instanceof Miss miss
                ? miss.lease()
                : Optional.empty();
    }

    @Override
    public void refresh(User user, Optional<Lease> lease) {
        byte[] token = lease.map(Lease::token).orElse("").getBytes(UTF_8);
        byte[] version = decimal(user.version());
        run(CacheScripts.REFRESH, key(user.id()), token, version, CacheEntryJson.write(user), millis(jitteredTtl()));
    }

    @Override
    public boolean invalidate(UserId id, long version) {
        return run(CacheScripts.INVALIDATE, key(id), decimal(version));
    }

    @Override
    public boolean markDeleted(UserId id) {
        return run(CacheScripts.MARK_DELETED, key(id), millis(DELETED_TTL));
    }

    /** Runs a script; returns whether its result is 1, and false if Redis is unavailable. */
    private boolean run(LuaScript script, byte[]... keyAndArguments) {
        return redis.ifAvailable(
                false, () -> script.run(redis.client(), keyAndArguments).equals(1L));
    }

    private byte[] key(UserId id) {
        Objects.requireNonNull(id, "id");
        return redis.key("user:" + id).getBytes(UTF_8);
    }

    private Duration jitteredTtl() {
        double factor = ThreadLocalRandom.current().nextDouble(1 - JITTER, 1 + JITTER);
        Duration varied = Duration.ofMillis((long) (ttl.toMillis() * factor));
        return varied.compareTo(MAX_TTL) < 0 ? varied : MAX_TTL;
    }

    private static byte[] millis(Duration duration) {
        return decimal(duration.toMillis());
    }

    private static byte[] decimal(long number) {
        return Long.toString(number).getBytes(US_ASCII);
    }
}
