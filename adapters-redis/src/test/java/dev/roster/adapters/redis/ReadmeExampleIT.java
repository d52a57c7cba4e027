package dev.roster.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.outbox.MessageId;
import dev.roster.domain.user.UserId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.params.XReadGroupParams;
import redis.clients.jedis.resps.StreamEntry;

/** The consumer in README.md. Comparing both shows that it compiles and works. */
class ReadmeExampleIT {

    private final List<String> welcomedNames = new ArrayList<>();

    private void consumeOnce(RedisClient redis, String stream) {
        // example begins
        if (!redis.exists(stream) || redis.xinfoGroups(stream).isEmpty()) {
            redis.xgroupCreate(stream, "greeters", new StreamEntryID(0, 0), true);
        }
        var unseen = Map.of(stream, StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY);
        var atMost = XReadGroupParams.xReadGroupParams().count(100);
        var streams = redis.xreadGroup("greeters", "greeter-1", atMost, unseen);
        if (streams != null) {
            for (StreamEntry entry : streams.get(0).getValue()) {
                Map<String, String> notification = entry.getFields();
                String seen = stream + ":seen-by-greeters:" + notification.get("id");
                if (!redis.exists(seen) && notification.get("type").equals("welcome")) {
                    welcomedNames.add("Hello " + notification.get("name"));
                    redis.set(seen, "", SetParams.setParams().ex(7 * 24 * 3600));
                }
                redis.xack(stream, "greeters", entry.getID());
            }
        }
        // example ends
    }

    @Test
    void exampleWorks() {
        try (TestRedis server = new TestRedis()) {
            var service = new RedisNotificationService(server.connect(), RedisNotificationService.DEFAULT_MAX_LENGTH);
            MessageId repeated = MessageId.random();
            service.sendWelcomeNotification(repeated, new UserId(1), "Ann");
            service.sendWelcomeNotification(repeated, new UserId(1), "Ann");
            consumeOnce(server.client(), server.stream());
            service.sendWelcomeNotification(repeated, new UserId(1), "Ann");
            service.sendProfileUpdatedNotification(MessageId.random(), new UserId(1), "Anna");
            service.sendWelcomeNotification(MessageId.random(), new UserId(2), "Bob");
            consumeOnce(server.client(), server.stream());
            consumeOnce(server.client(), server.stream());

            assertThat(welcomedNames).containsExactly("Hello Ann", "Hello Bob");
            assertThat(server.client().xpending(server.stream(), "greeters").getTotal())
                    .isZero();
        }
    }

    @Test
    void exampleIsInReadme() throws Exception {
        String source = Files.readString(Path.of("src/test/java/dev/roster/adapters/redis/ReadmeExampleIT.java"));
        String readme = Files.readString(Path.of("README.md"));

        assertThat(between(readme, "```java\n// a consumer", "```"))
                .isNotBlank()
                .isEqualTo(between(source, "// example begins", "// example ends"));
    }

    /** Returns the text without indentation, which differs. */
    private static String between(String text, String begin, String end) {
        int from = text.indexOf(begin) + begin.length();
        return text.substring(from, text.indexOf(end, from))
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }
}
