package dev.roster.bootstrap;

import dev.roster.application.port.delivery.NotificationService;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.domain.user.UserId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notification service that writes to the log. Thread-safe. */
final class LogNotificationService implements NotificationService {

    private static final Logger LOG = LoggerFactory.getLogger(LogNotificationService.class);

    @Override
    public void sendWelcomeNotification(MessageId id, UserId userId, String name) {
        LOG.info("welcome notification {} for user {}", id, userId);
    }

    @Override
    public void sendProfileUpdatedNotification(MessageId id, UserId userId, String name) {
        LOG.info("profile update notification {} for user {}", id, userId);
    }
}
