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
 * Notification service backed by the stream {@code notifications}, which keeps the latest entries. A repeated
 * notification is another entry with the same {@code id}. Safe for use by multiple threads.
 */
public final class RedisNotificationService implements NotificationService {

    /** Number of entries kept by default. */
    public static final long DEFAULT_MAX_LENGTH = 10_000;

    static final String STREAM = "notifications";

    private final RedisConnection redis;
    private final long maxLength;

    /**
     * Creates a service.
     *
     * @param redis stores the stream
     * @param length about how many entries are kept: at least this number, and up to a few hundred more, because Redis
     *     trims in whole blocks
     * @throws IllegalArgumentException if the length is less than one
     */
    public RedisNotificationService(RedisConnection redis, long length) {
        if (length < 1) {
            throw new IllegalArgumentException("length must be at least 1, but was " + length);
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
            throw new DeliveryFailedException(
                    "Redis did not store the notification: " + RedisFailure.reason(failed), failed);
        }
    }
}
