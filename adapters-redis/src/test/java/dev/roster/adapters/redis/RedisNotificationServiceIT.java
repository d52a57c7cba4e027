package dev.roster.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.delivery.NotificationService;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.contract.delivery.NotificationServiceContract;
import dev.roster.testkit.fake.InMemoryNotificationService.Kind;
import dev.roster.testkit.fake.InMemoryNotificationService.Notification;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.StreamEntryID;

class RedisNotificationServiceIT extends NotificationServiceContract {

    @Override
    protected Fixture newFixture() {
        TestRedis server = new TestRedis();
        NotificationService service =
                new RedisNotificationService(server.connect(), RedisNotificationService.DEFAULT_MAX_LENGTH);
        return new Fixture() {
            @Override
            public NotificationService service() {
                return service;
            }

            @Override
            public List<Notification> received() {
                return server.client().xrange(server.stream(), (StreamEntryID) null, null).stream()
                        .map(entry -> read(entry.getFields()))
                        .toList();
            }

            @Override
            public void close() {
                server.close();
            }
        };
    }

    private static Notification read(Map<String, String> fields) {
        assertThat(fields).containsOnlyKeys("id", "type", "userId", "name");
        Kind kind = switch (fields.get("type")) {
            case "welcome" -> Kind.WELCOME;
            case "profile-updated" -> Kind.PROFILE_UPDATED;
            default -> throw new AssertionError(fields);
        };
        return new Notification(
                kind,
                new MessageId(UUID.fromString(fields.get("id"))),
                UserId.parse(fields.get("userId")).orElseThrow(),
                fields.get("name"));
    }

    @Test
    void streamKeepsLatestEntries() {
        try (TestRedis server = new TestRedis()) {
            NotificationService service = new RedisNotificationService(server.connect(), 300);
            MessageId last = MessageId.random();
            for (int i = 1; i <= 1_000; i++) {
                service.sendWelcomeNotification(i < 1_000 ? MessageId.random() : last, new UserId(i), "Ann");
            }

            // Redis trims whole nodes of a hundred entries.
            assertThat(server.client().xlen(server.stream())).isBetween(300L, 500L);
            assertThat(server.client().xrevrange(server.stream(), (StreamEntryID) null, null, 1))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.getFields()).containsEntry("id", last.toString()));
        }
    }
}
