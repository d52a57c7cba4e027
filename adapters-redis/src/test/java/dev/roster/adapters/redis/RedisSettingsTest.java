package dev.roster.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisSettingsTest {

    @Test
    void parsesMinimalUrl() {
        RedisSettings settings = RedisSettings.parse("redis://localhost");

        assertThat(settings.hostAndPort()).isEqualTo("localhost:6379");
        assertThat(settings.tls()).isFalse();
        assertThat(settings.user()).isNull();
        assertThat(settings.password()).isNull();
        assertThat(settings.database()).isZero();
        assertThat(settings.keyPrefix()).isEmpty();
    }

    @Test
    void parsesCompleteUrl() {
        RedisSettings settings = RedisSettings.parse(" rediss://ann:s3%2Fcr+t%40@redis_1.example:6380/15 ");

        assertThat(settings.hostAndPort()).isEqualTo("redis_1.example:6380");
        assertThat(settings.tls()).isTrue();
        assertThat(settings.user()).isEqualTo("ann");
        assertThat(settings.password()).isEqualTo("s3/cr+t@");
        assertThat(settings.database()).isEqualTo(15);
    }

    @Test
    void parsesUrlWithoutUserAndWithIpAddress() {
        RedisSettings settings = RedisSettings.parse("redis://:s3cret@[::1]:7000/");

        assertThat(settings.user()).isNull();
        assertThat(settings.password()).isEqualTo("s3cret");
        assertThat(settings.host()).isEqualTo("::1");
        assertThat(settings.database()).isZero();
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
