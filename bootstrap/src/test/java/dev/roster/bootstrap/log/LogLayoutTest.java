package dev.roster.bootstrap.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogLayoutTest {

    private final LogLayout layout = new LogLayout();

    @Test
    void writesTimeLevelLoggerRequestAndMessage() {
        LoggingEvent event = event("{} is in {}", Map.of("requestId", "abc"));
        event.setArgumentArray(new Object[] {"it", "the log"});

        assertThat(layout.doLayout(event))
                .isEqualTo("2026-01-02T03:04:05.006Z INFO  Roster [abc] it is in the log" + System.lineSeparator());
    }

    @Test
    void writesMessageOnOneLine() {
        assertThat(layout.doLayout(event("one\r\n\ntwo\nthree", Map.of())))
                .endsWith(" Roster [-] one two three" + System.lineSeparator());
    }

    @Test
    void addsTraceIdAndKeyValuePairsOnSameLine() {
        LoggingEvent event = event("request", Map.of("requestId", "abc", "traceId", "0af7"));
        event.addKeyValuePair(new KeyValuePair("path", "/a\r\nb"));
        event.addKeyValuePair(new KeyValuePair("status", 200));

        assertThat(layout.doLayout(event))
                .endsWith(" Roster [abc trace 0af7] request path=/a b status=200" + System.lineSeparator());
    }

    @Test
    void addsStackTrace() {
        LoggingEvent event = event("failed", Map.of());
        event.setThrowableProxy(new ThrowableProxy(new IllegalStateException("why", new RuntimeException("cause"))));

        assertThat(layout.doLayout(event).lines())
                .hasSizeGreaterThan(3)
                .contains("java.lang.IllegalStateException: why")
                .anyMatch(line -> line.contains("Caused by: java.lang.RuntimeException: cause"))
                .anyMatch(line -> line.startsWith("\tat "));
    }

    private static LoggingEvent event(String message, Map<String, String> context) {
        LoggingEvent event = new LoggingEvent();
        event.setInstant(Instant.parse("2026-01-02T03:04:05.006Z"));
        event.setLevel(Level.INFO);
        event.setLoggerName("dev.roster.bootstrap.Roster");
        event.setMessage(message);
        event.setMDCPropertyMap(context);
        return event;
    }
}
