package dev.roster.testkit.contract.delivery;

import dev.roster.testkit.faulty.delivery.ObservedNotifications;
import java.util.function.UnaryOperator;

class InMemoryNotificationServiceContractTest extends NotificationServiceContract {

    @Override
    protected Fixture newFixture() {
        return new ObservedNotifications(UnaryOperator.identity());
    }
}
