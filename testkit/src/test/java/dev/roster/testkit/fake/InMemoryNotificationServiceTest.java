package dev.roster.testkit.fake;

import dev.roster.testkit.contract.NotificationServiceContract;
import java.util.function.UnaryOperator;

class InMemoryNotificationServiceTest extends NotificationServiceContract {

    @Override
    protected Fixture newFixture() {
        return new ObservedNotifications(UnaryOperator.identity());
    }
}
