package dev.roster.adapters.redis;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.cache.UserCache.Deleted;
import dev.roster.application.port.cache.UserCache.Hit;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.server.DedicatedRedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;

/** Logging in with exactly the rights that the README lists, on a server of this test's own. */
class RedisCredentialsIT {

    @AutoClose
    private final DedicatedRedisServer server = new DedicatedRedisServer();

    @BeforeEach
    void addUser() throws Exception {
        Matcher rights =
                Pattern.compile("needs to grant only `([^`]+)`").matcher(Files.readString(Path.of("README.md")));
        assertThat(rights.find()).isTrue();
        try (RedisClient operator = RedisClient.create(server.url())) {
            TestRedis.command(
                    operator, Command.ACL, ("SETUSER roster reset on >s3c/ret " + rights.group(1)).split(" "));
        }
    }

    private RedisConnection connect(String login) {
        return TestRedis.connect("redis://" + login + "@localhost:" + server.port() + "/1");
    }

    @Test
    void worksWithDocumentedRights() {
        try (RedisConnection redis = connect("roster:s3c%2Fret")) {
            RedisUserCache cache = new RedisUserCache(redis, RedisUserCache.DEFAULT_TTL);
            User user = aUser().build().toUser(new UserId(42));

            assertThat(redis.isUp()).isTrue();
            TestRedis.filledEntry(cache, user);
            cache.refresh(user.withVersion(2), Optional.empty());
            assertThat(cache.find(user.id())).isEqualTo(new Hit(user.withVersion(2)));
            assertThat(cache.invalidate(user.id(), 3)).isTrue();
            assertThat(cache.markDeleted(user.id())).isTrue();
            assertThat(cache.find(user.id())).isEqualTo(new Deleted());
            new RedisNotificationService(redis, RedisNotificationService.DEFAULT_MAX_LENGTH)
                    .sendWelcomeNotification(MessageId.random(), user.id(), user.name());
            LoginThrottle throttle = new RedisLoginThrottle(redis, LoginThrottle.NONE, InstantSource.system());
            throttle.admit(user.name(), new ClientAddress("192.0.2.1"));
            throttle.release(user.name());
            throttle.admit(user.email().value(), ClientAddress.UNKNOWN);
            throttle.clear(user.email().value());
        }
        try (RedisClient operator = RedisClient.create(server.url() + "/1")) {
            assertThat(operator.get("user:42")).isEqualTo("{\"deleted\":true}");
            assertThat(operator.xlen("notifications")).isEqualTo(1);
            assertThat(operator.keys("throttle:*")).hasSize(2).contains("throttle:client:192.0.2.1");
        }
    }

    @Test
    void reportsWrongPasswordWithoutRevealingIt() {
        try (LogLines log = new LogLines(server.port());
                RedisConnection redis = connect("roster:wr0ng")) {
            assertThat(redis.isUp()).isFalse();
            assertThat(log.lines())
                    .containsExactly("WARNING Redis at localhost:" + server.port()
                            + " is unavailable (it replied WRONGPASS); continuing without it, retrying every second");
        }
    }
}
