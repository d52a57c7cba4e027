package dev.roster.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

class RedisServerIT {

    @Test
    void separatesKeysOfTests() {
        RedisServer server = RedisServer.running();
        assertThat(server.description()).matches("Redis \\d+\\..* \\(.+\\) at .+:\\d+");
        assertThat(RedisServer.running()).isSameAs(server);

        try (RedisPrefix one = server.newPrefix();
                RedisPrefix two = server.newPrefix();
                RedisClient client = RedisClient.create(server.url())) {
            assertThat(one.value()).isNotEqualTo(two.value());
            for (int i = 0; i < 2_500; i++) {
                client.set(one + "key" + i, "value");
            }
            client.hset(one + "hash", "field", "value");
            client.set(two + "key0", "value");

            one.clear();

            assertThat(client.exists(one + "key0", one + "key2499", one + "hash"))
                    .isZero();
            assertThat(client.get(two + "key0")).isEqualTo("value");
        }
    }

    @Test
    void leavesConfiguredServerUnchanged() {
        RedisServer running = RedisServer.running();
        RedisServer configured = RedisServer.at(RedisServer.find(Map.of("REDIS_TEST_URL", running.url())));
        assertThat(configured.description()).contains("(REDIS_TEST_URL)");
        assertThat(configured.url()).startsWith("redis");

        try (RedisPrefix someones = running.newPrefix();
                RedisClient client = RedisClient.create(running.url())) {
            client.set(someones + "key", "value");
            RedisPrefix ours = configured.newPrefix();
            client.set(ours + "key", "value");

            ours.close();

            assertThat(client.get(ours + "key")).isNull();
            assertThat(client.get(someones + "key")).isEqualTo("value");
        }
    }

    @Test
    void failsIfConfiguredServerIsUnreachable() {
        Map<String, String> environment = Map.of("REDIS_TEST_URL", "redis://test:s3cret@localhost:1/2");

        assertThatIllegalStateException()
                .isThrownBy(() -> RedisServer.at(RedisServer.find(environment)).description())
                .withMessageContaining("localhost:1")
                .withMessageContaining("does not answer")
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("s3cret"));
    }

    @Test
    void reportsInvalidSettingWithoutSecrets() {
        for (String url : List.of("http://:s3cret@localhost", "s3cret", "redis://:s3cret@", "redis://:s3 cret@host")) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> RedisServer.find(Map.of("REDIS_TEST_URL", url)))
                    .withMessageContaining("REDIS_TEST_URL")
                    .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("s3"));
        }
    }

    @Test
    void urlContainsDefaultPort() {
        RedisAddress address = RedisServer.find(Map.of("REDIS_TEST_URL", "redis://:p%40ss@example.com/3"));

        assertThat(address.url()).isEqualTo("redis://:p%40ss@example.com:6379/3");
        assertThat(address).hasToString("REDIS_TEST_URL at example.com:6379");
    }
}
