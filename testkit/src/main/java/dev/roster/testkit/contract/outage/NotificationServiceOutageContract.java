package dev.roster.testkit.contract.outage;

import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.application.port.delivery.NotificationService;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.Clause;

/** Contract of a {@link NotificationService} whose server becomes unavailable and recovers. */
public abstract class NotificationServiceOutageContract extends DeliveryOutageContract<NotificationService> {

    private static final int KINDS = 2;

    /** Creates an instance. */
    protected NotificationServiceOutageContract() {
        super(KINDS);
    }

    /**
     * Given a service that works. When its server is cut off, stopped or slow, and notifications of each kind are sent.
     * Then each fails in bounded time with a temporary {@link DeliveryFailedException}.
     */
    @Clause(
            value = "notifications-outage.calls-fail-typed",
            promise = "While the server is away or does not respond, each call fails in bounded time with a "
                    + "temporary DeliveryFailedException.",
            needs = {"cut-connections", "slow-responses", "stopped-server"})
    void callsFailTyped() throws Exception {
        assertCallsFailTyped();
    }

    /**
     * Given threads that send notifications. When the server is cut off and stopped meanwhile. Then each notification
     * whose call returned is received once, and each other one at most once.
     */
    @Clause(
            value = "notifications-outage.acknowledged-notifications-kept",
            promise = "No notification whose call returned is lost in an outage, and none is received twice.",
            needs = {"cut-connections", "stopped-server"})
    void acknowledgedAreKept() throws Exception {
        assertAcknowledgedKept();
    }

    /**
     * Given a service whose server becomes unavailable and recovers. When the same client sends notifications of each
     * kind afterwards. Then all are received.
     */
    @Clause(
            value = "notifications-outage.recovers-without-restart",
            promise = "After an outage the same client delivers notifications of each kind again.",
            needs = {"cut-connections", "slow-responses", "stopped-server"})
    void recoversWithoutRestart() throws Exception {
        assertRecoversWithoutRestart();
    }

    @Override
    final void send(int kind, String name) {
        MessageId id = MessageId.random();
        if (kind == 0) {
            client().sendWelcomeNotification(id, new UserId(7), name);
        } else {
            client().sendProfileUpdatedNotification(id, new UserId(7), name);
        }
    }
}
