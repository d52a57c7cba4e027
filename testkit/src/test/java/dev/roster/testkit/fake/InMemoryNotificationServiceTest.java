package dev.roster.testkit.fake;

import dev.roster.application.port.NotificationService;
import dev.roster.testkit.contract.NotificationServiceContract;
import java.util.List;

class InMemoryNotificationServiceTest extends NotificationServiceContract {

    @Override
    protected Fixture newFixture() {
        InMemoryNotificationService service = new InMemoryNotificationService();
        return new Fixture() {
            @Override
            public NotificationService service() {
                return service;
            }

            @Override
            public List<Received> received() {
                return service.delivered().stream()
                        .map(each ->
                                new Received(Kind.valueOf(each.kind().name()), each.id(), each.userId(), each.name()))
                        .toList();
            }

            @Override
            public void close() {
                // nothing to give back
            }
        };
    }
}
