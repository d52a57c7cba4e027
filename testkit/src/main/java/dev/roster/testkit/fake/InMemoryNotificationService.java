package dev.roster.testkit.fake;

import dev.roster.application.port.delivery.NotificationService;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.domain.user.UserId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the notifications it is given. */
public final class InMemoryNotificationService implements NotificationService {

    private final List<Notification> delivered = new CopyOnWriteArrayList<>();

    /** With no notifications yet. */
    public InMemoryNotificationService() {}

    /** The notifications so far, the oldest first, repeats included. */
    public List<Notification> delivered() {
        return List.copyOf(delivered);
    }

    @Override
    public void sendWelcomeNotification(MessageId id, UserId userId, String name) {
        delivered.add(new Notification(Kind.WELCOME, id, userId, name));
    }

    @Override
    public void sendProfileUpdatedNotification(MessageId id, UserId userId, String name) {
        delivered.add(new Notification(Kind.PROFILE_UPDATED, id, userId, name));
    }

    /** What a notification tells. */
    public enum Kind {
        /** That a user registered. */
        WELCOME,
        /** That a profile changed. */
        PROFILE_UPDATED
    }

    /** A notification. */
    public record Notification(Kind kind, MessageId id, UserId userId, String name) {}
}
