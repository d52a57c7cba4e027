package dev.roster.adapters.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "2023-12-31T23:59:59.999999Z",
                "2024-02-29T01:02:03.1Z",
                "2024-02-29T10:20:30.000001Z",
                "2024-02-29T10:20:30.000000001Z",
                "2024-02-29T10:20:30.120Z",
                "0000-01-01T00:00:00Z",
                "0001-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999999999Z",
                "+10000-01-01T00:00:00Z",
                "-0001-12-31T23:59:59Z",
                "-1000000000-01-01T00:00:00Z",
                "+1000000000-12-31T23:59:59.999999999Z"
            })
    void formatsLikeInstantToString(String text) {
        Instant instant = Instant.parse(text);

        assertThat(Timestamps.format(instant)).isEqualTo(instant.toString());
    }

    @Test
    void formatsRandomInstantsLikeInstantToString() {
        Random random = new Random(1);

        for (int i = 0; i < 10_000; i++) {
            Instant instant = Instant.ofEpochSecond(random.nextLong(-70_000_000_000L, 260_000_000_000L), nanos(random));

            assertThat(Timestamps.format(instant)).isEqualTo(instant.toString());
        }
    }

    private static long nanos(Random random) {
        int nanos = random.nextInt(1_000_000_000);
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> nanos / 1_000_000 * 1_000_000L;
            case 2 -> nanos / 1_000 * 1_000L;
            default -> nanos;
        };
    }
}
