package dev.roster.application.port.delivery;

import dev.roster.application.port.outbox.MessageId;
import dev.roster.domain.user.UserId;

/**
 * Tells other systems what happened. Called by the relay, never inside a transaction, and again with the same message id
 * if a delivery failed or its success was not noted; the id lets receivers drop repeats.
 */
public interface NotificationService {

    /**
     * Tells that a user registered; receivers get it as it was sent ({@code notifications.received-as-sent}), and again
     * with the same id if it is sent again ({@code notifications.duplicates-recognizable}).
     *
     * @param id the message's id, the same at each repeat
     * @throws DeliveryFailedException if the notification was not handed over; trying later may help
     */
    void sendWelcomeNotification(MessageId id, UserId userId, String name);

    /**
     * Tells that a user's profile changed; received likewise ({@code notifications.received-as-sent}).
     *
     * @param id the message's id, the same at each repeat
     * @throws DeliveryFailedException if the notification was not handed over; trying later may help
     */
    void sendProfileUpdatedNotification(MessageId id, UserId userId, String name);
}
