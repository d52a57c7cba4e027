package dev.roster.testkit.fake;

import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.application.port.delivery.NotificationService;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.domain.user.UserId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Fake of the notification service: keeps delivered notifications in a list. Safe for use by multiple threads. */
public final class InMemoryNotificationService implements NotificationService {

    private final List<Notification> delivered = new CopyOnWriteArrayList<>();

    private volatile boolean reachable = true;

    /** Makes every delivery fail ({@code false}), or succeed again ({@code true}). */
    public void setReachable(boolean changed) {
        reachable = changed;
    }

    /** Returns all delivered notifications, the oldest first, including repeated deliveries. */
    public List<Notification> delivered() {
        return List.copyOf(delivered);
    }

    @Override
    public void sendWelcomeNotification(MessageId id, UserId userId, String name) {
        deliver(new Notification(Kind.WELCOME, id, userId, name));
    }

    @Override
    public void sendProfileUpdatedNotification(MessageId id, UserId userId, String name) {
        deliver(new Notification(Kind.PROFILE_UPDATED, id, userId, name));
    }

    private void deliver(Notification notification) {
        if (!reachable) {
            throw new DeliveryFailedException("the receivers are unreachable");
        }
        delivered.add(notification);
    }

    /** Kind of a notification. */
    public enum Kind {
        /** Reports that a user registered. */
        WELCOME,
        /** Reports that a profile changed. */
        PROFILE_UPDATED
    }

    /** Delivered notification. */
    public record Notification(Kind kind, MessageId id, UserId userId, String name) {}
}
