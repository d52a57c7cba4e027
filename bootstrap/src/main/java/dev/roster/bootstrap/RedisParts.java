package dev.roster.bootstrap;

import dev.roster.adapters.redis.CircuitState;
import dev.roster.adapters.redis.RedisConnection;
import dev.roster.adapters.redis.RedisLoginThrottle;
import dev.roster.adapters.redis.RedisNotificationService;
import dev.roster.adapters.redis.RedisSettings;
import dev.roster.adapters.redis.RedisUserCache;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.delivery.NotificationService;
import dev.roster.application.port.security.LoginThrottle;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The components that nodes share in Redis.
 *
 * @param cache cache of the services
 * @param relayCache the same cache for the relay, which waits longer for Redis than a request does
 * @param notifications notifications that the relay delivers
 * @param throttle login throttle
 * @param isUp whether Redis responds
 * @param circuits the states of the circuit breakers, by name
 */
record RedisParts(
        UserCache cache,
        UserCache relayCache,
        NotificationService notifications,
        LoginThrottle throttle,
        BooleanSupplier isUp,
        Map<String, Supplier<CircuitState>> circuits) {

    /**
     * Connects to Redis.
     *
     * @param localThrottle throttle while Redis is unavailable
     * @throws dev.roster.adapters.redis.UnsuitableRedisException if the server can never be used
     */
    static RedisParts open(
            RedisSettings settings, LoginThrottle localThrottle, InstantSource clock, CloseableStack opened) {
        RedisConnection requests = opened.add(RedisConnection.open(settings));
        RedisConnection relay = opened.add(requests.forRelay());
        return new RedisParts(
                cache(requests),
                cache(relay),
                new RedisNotificationService(relay, RedisNotificationService.DEFAULT_MAX_LENGTH),
                new RedisLoginThrottle(requests, localThrottle, clock),
                requests::isUp,
                Map.of("redis", requests::circuitState, "redis-relay", relay::circuitState));
    }

    private static UserCache cache(RedisConnection redis) {
        return new RedisUserCache(redis, RedisUserCache.DEFAULT_TTL);
    }
}
