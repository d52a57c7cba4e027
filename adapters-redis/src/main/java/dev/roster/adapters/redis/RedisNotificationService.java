package dev.roster.adapters.redis;

import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.application.port.delivery.NotificationService;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.domain.user.UserId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.XAddParams;

/**
 * Notifications as entries of the stream {@code notifications}, which keeps the latest of them. A repeat is another entry
 * with the same {@code id}. Safe for use by many threads.
 */
public final class RedisNotificationService implements NotificationService {

    /** How many entries are kept unless told otherwise. */
    public static final long DEFAULT_MAX_LENGTH = 10_000;

    static final String STREAM = "notifications";

    private final RedisConnection redis;
    private final long maxLength;

    /**
     * @param redis where the stream is
     * @param length about how many entries are kept: never fewer, and up to some hundred more, as Redis finds cheap
     * @throws IllegalArgumentException if that is less than one
     */
    public RedisNotificationService(RedisConnection redis, long length) {
        if (length < 1) {
            throw new IllegalArgumentException("at least one entry must be kept, not " + length);
        }
        this.redis = redis;
        this.maxLength = length;
    }

    @Override
    public void sendWelcomeNotification(MessageId id, UserId userId, String name) {
        send("welcome", id, userId, name);
    }

    @Override
    public void sendProfileUpdatedNotification(MessageId id, UserId userId, String name) {
        send("profile-updated", id, userId, name);
    }

    private void send(String type, MessageId id, UserId userId, String name) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("id", id.toString());
        fields.put("type", type);
        fields.put("userId", userId.toString());
        fields.put("name", Objects.requireNonNull(name, "name"));
        XAddParams trimming = XAddParams.xAddParams().maxLen(maxLength).approximateTrimming();
        try {
            redis.client().xadd(redis.key(STREAM), trimming, fields);
        } catch (JedisException failed) {
            throw new DeliveryFailedException("Redis did not take it: " + RedisFailure.reason(failed), failed);
        }
    }
}
