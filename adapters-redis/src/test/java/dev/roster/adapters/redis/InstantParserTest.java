package dev.roster.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantParserTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-02-29T23:59:59Z",
                "2024-02-29T23:59:59.120Z",
                "2024-02-29T23:59:59.000001Z",
                "2024-02-29T23:59:59.999999999Z",
                "1969-12-31T00:00:00Z",
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999999Z",
                "+10000-01-01T00:00:00Z",
                "-0001-12-31T23:59:59.500Z",
                "-1000000000-01-01T00:00:00Z",
            })
    void parsesInstantToString(String text) {
        assertThat(InstantParser.parse(text)).hasToString(text).isEqualTo(Instant.parse(text));
    }

    @Test
    void parsesEveryPrecision() {
        Instant start = Instant.parse("2024-03-01T00:00:00Z");
        for (long nanos = 1; nanos < 1_000_000_000; nanos = nanos * 7 + 3) {
            Instant instant = start.plusNanos(nanos);

            assertThat(InstantParser.parse(instant.toString())).isEqualTo(instant);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2024",
                "noon",
                "2024-03-01",
                "2024-03-01T00:00:00",
                "2024-03-01T00:00:00.Z",
                "2024-03-01T00:00:00.1234567890Z",
                "2024-03-01T00:00:00.12x456Z",
                "2024-03-01T00:00:00.-12456Z",
                "2024-03-01T00:00:00ZZ",
                "2024-03-01T00:00:00+01:00",
                "2024-03-01 00:00:00Z",
                "2024-13-01T00:00:00Z",
                "2024-02-30T00:00:00Z",
                "2024-+2-03T00:00:00Z",
                "2024-03-01T25:00:00Z",
                "2024-03-01T00:00:0\u0661Z",
            })
    void rejectsOtherText(String text) {
        assertThatThrownBy(() -> InstantParser.parse(text)).isInstanceOf(RuntimeException.class);
    }
}
