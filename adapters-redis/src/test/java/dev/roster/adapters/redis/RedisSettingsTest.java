package dev.roster.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisSettingsTest {

    private static RedisSettings settings(
            String host, int port, boolean tls, String user, String password, int database) {
        return new RedisSettings(
                host,
                port,
                tls,
                user,
                password,
                database,
                "",
                RedisSettings.DEFAULT_COMMAND_TIMEOUT,
                RedisSettings.DEFAULT_POOL_SIZE);
    }

    @Test
    void parsesUrl() {
        assertThat(RedisSettings.parse("redis://localhost"))
                .isEqualTo(settings("localhost", 6379, false, null, null, 0));
        assertThat(RedisSettings.parse(" rediss://ann:s3%2Fcr+t%40@redis_1.example:6380/15 "))
                .isEqualTo(settings("redis_1.example", 6380, true, "ann", "s3/cr+t@", 15));
        assertThat(RedisSettings.parse("redis://:s3cret@[::1]:7000/"))
                .isEqualTo(settings("::1", 7000, false, null, "s3cret", 0));
    }

    @Test
    void toStringContainsNoSecret() {
        RedisSettings settings = RedisSettings.parse("redis://ann:s3cret@localhost/1")
                .withCommandTimeout(Duration.ofSeconds(1))
                .withPoolSize(2)
                .withKeyPrefix("p:");

        assertThat(settings).hasToString("RedisSettings[redis://localhost:6379/1]");
        assertThat(settings.password()).isEqualTo("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3cret",
                "http://s3cret@localhost",
                "redis://s3cret@localhost",
                "redis://:s3cret/@localhost",
                "redis://:s3cret@localhost:99999",
                "redis://:s3cret@localhost:0",
                "redis://:s3cret@localhost/one",
                "redis://:s3cret%zz@localhost",
                "redis://:s3cret@localhost?timeout=1",
                "redis://:s3cret@"
            })
    void rejectsMalformedUrlWithoutRevealingSecrets(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisSettings.parse(url))
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("s3cret"))
                .withNoCause();
    }

    @Test
    void rejectsInvalidLimits() {
        RedisSettings settings = RedisSettings.parse("redis://localhost");

        assertThatIllegalArgumentException().isThrownBy(() -> settings.withCommandTimeout(Duration.ofNanos(999_999)));
        assertThatIllegalArgumentException().isThrownBy(() -> settings.withPoolSize(0));
    }
}
