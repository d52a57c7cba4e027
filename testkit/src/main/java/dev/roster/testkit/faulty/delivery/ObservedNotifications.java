package dev.roster.testkit.faulty.delivery;

import dev.roster.application.port.delivery.NotificationService;
import dev.roster.testkit.contract.delivery.NotificationServiceContract.Fixture;
import dev.roster.testkit.fake.InMemoryNotificationService;
import dev.roster.testkit.fake.InMemoryNotificationService.Notification;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Fixture of the notification contract: a service on top of the in-memory fake, with the notifications that the fake
 * delivered.
 */
public final class ObservedNotifications implements Fixture {

    private final InMemoryNotificationService fake = new InMemoryNotificationService();
    private final NotificationService service;

    /**
     * Creates a fixture of a service on top of the fake.
     *
     * @param onTop returns the service under test, given the fake
     */
    public ObservedNotifications(UnaryOperator<NotificationService> onTop) {
        service = onTop.apply(fake);
    }

    @Override
    public NotificationService service() {
        return service;
    }

    @Override
    public List<Notification> received() {
        return fake.delivered();
    }

    @Override
    public void close() {
        // no resources
    }
}
