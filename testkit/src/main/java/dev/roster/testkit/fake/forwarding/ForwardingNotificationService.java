package dev.roster.testkit.fake.forwarding;

import dev.roster.application.port.delivery.NotificationService;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.domain.user.UserId;

/** Notification service that forwards all calls. A subclass overrides some of them to pause, count or fail, or to plant a fault. */
public class ForwardingNotificationService implements NotificationService {

    /** Receives the calls. */
    protected final NotificationService sound;

    /**
     * Creates an instance.
     *
     * @param sound receives the calls
     */
    public ForwardingNotificationService(NotificationService sound) {
        this.sound = sound;
    }

    @Override
    public void sendWelcomeNotification(MessageId id, UserId userId, String name) {
        sound.sendWelcomeNotification(id, userId, name);
    }

    @Override
    public void sendProfileUpdatedNotification(MessageId id, UserId userId, String name) {
        sound.sendProfileUpdatedNotification(id, userId, name);
    }
}
