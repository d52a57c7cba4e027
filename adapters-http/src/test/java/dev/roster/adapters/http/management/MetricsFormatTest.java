package dev.roster.adapters.http.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsFormatTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/openmetrics-text",
                "application/openmetrics-text; version=1.0.0",
                "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1",
                "application/vnd.google.protobuf;q=0.7,application/openmetrics-text;q=0.5,text/plain;q=0.3",
                "text/plain;q=0.3, Application/OpenMetrics-Text"
            })
    void prefersOpenMetrics(String accept) {
        assertThat(MetricsFormat.preferredBy(List.of(accept))).isEqualTo(MetricsFormat.OPEN_METRICS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*/*",
                "text/html, */*;q=0.8",
                "text/plain, application/openmetrics-text;q=0.5",
                "application/openmetrics-text;q=0",
                "application/json",
                ";;q=x"
            })
    void prefersText(String accept) {
        assertThat(MetricsFormat.preferredBy(List.of(accept))).isEqualTo(MetricsFormat.PROMETHEUS_TEXT);
    }

    @Test
    void readsAllLines() {
        assertThat(MetricsFormat.preferredBy(List.of("text/plain;q=0.1", "application/openmetrics-text")))
                .isEqualTo(MetricsFormat.OPEN_METRICS);
        assertThat(MetricsFormat.preferredBy(List.of())).isEqualTo(MetricsFormat.PROMETHEUS_TEXT);
    }
}
