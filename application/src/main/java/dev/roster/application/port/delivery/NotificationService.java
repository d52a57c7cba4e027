package dev.roster.application.port.delivery;

import dev.roster.application.port.outbox.MessageId;
import dev.roster.domain.user.UserId;

/**
 * Notifies other systems of events. Called by the relay, never inside a transaction.
 *
 * <p>The relay sends a notification again, with the same message id, if a delivery failed or its success was not
 * recorded. Receivers can use the id to drop duplicates. Implementations are safe for use by multiple threads
 * ({@code notifications.threads-independent}).
 *
 * <p>While the server is away or does not respond, each method fails in bounded time with
 * {@link DeliveryFailedException} ({@code notifications-outage.calls-fail-typed}). No notification whose call returned
 * is lost, and no call delivers two ({@code notifications-outage.acknowledged-notifications-kept}); after an outage the
 * service works again without a restart ({@code notifications-outage.recovers-without-restart}).
 */
public interface NotificationService {

    /**
     * Sends a notification that a user registered. Receivers get it as it was sent
     * ({@code notifications.received-as-sent}); each attempt has the same id
     * ({@code notifications.duplicates-recognizable}).
     *
     * @param id the message's id; the same at each attempt
     * @throws DeliveryFailedException if the notification was not handed over; a later attempt may succeed
     */
    void sendWelcomeNotification(MessageId id, UserId userId, String name);

    /**
     * Sends a notification that a user's profile changed. Receivers get it as it was sent
     * ({@code notifications.received-as-sent}).
     *
     * @param id the message's id; the same at each attempt
     * @throws DeliveryFailedException if the notification was not handed over; a later attempt may succeed
     */
    void sendProfileUpdatedNotification(MessageId id, UserId userId, String name);
}
