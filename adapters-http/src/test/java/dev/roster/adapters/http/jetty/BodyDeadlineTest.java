package dev.roster.adapters.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyDeadlineTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0, PT10S",
        "PT0S, 1, PT10S",
        "PT10S, 1, PT0S",
        "PT10S, 499, PT0S",
        "PT10S, 500, PT1S",
        "PT11S, 1000, PT1S",
        "PT29S, 1000000, PT1S",
        "PT30S, 1000000, PT0S"
    })
    void allowsTimeForReceivedBytes(Duration elapsed, long received, Duration remaining) {
        assertThat(BodyDeadline.DEFAULT.remaining(elapsed, received)).isEqualTo(remaining);
    }
}
