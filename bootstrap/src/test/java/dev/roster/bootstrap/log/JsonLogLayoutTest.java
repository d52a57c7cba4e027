package dev.roster.bootstrap.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JsonLogLayoutTest {

    private final JsonLogLayout layout = new JsonLogLayout();

    @Test
    void writesObjectOnOneLine() {
        LoggingEvent event =
                event("{} is there", Map.of("requestId", "abc", "traceId", "0af7651916cd43dd8448eb211c80319c"));
        event.setArgumentArray(new Object[] {"it"});
        event.addKeyValuePair(new KeyValuePair("status", 200));
        event.addKeyValuePair(new KeyValuePair("millis", 1.25));
        event.addKeyValuePair(new KeyValuePair("path", "/users/1"));

        assertThat(layout.doLayout(event))
                .isEqualTo("{\"time\":\"2026-01-02T03:04:05.006Z\",\"level\":\"INFO\","
                        + "\"logger\":\"dev.roster.bootstrap.Roster\",\"message\":\"it is there\","
                        + "\"requestId\":\"abc\",\"traceId\":\"0af7651916cd43dd8448eb211c80319c\","
                        + "\"status\":200,\"millis\":1.25,\"path\":\"/users/1\"}\n");
    }

    @Test
    void keepsEachCharacterOnOneLine() throws Exception {
        StringBuilder all = new StringBuilder("\ud83d\ude00\ud83d \ude00\ud83d");
        for (char c = 0; c < 0x3000; c++) {
            all.append(c);
        }

        String line = layout.doLayout(event(all.toString()));

        assertThat(line).endsWith("}\n");
        assertThat(line.substring(0, line.length() - 1)).doesNotContainPattern("[\\p{Cntrl}\\u2028\\u2029]");
        // As in the file: a lone surrogate would become a question mark.
        assertThat(new String(line.getBytes(UTF_8), UTF_8)).isEqualTo(line);
        assertThat(parse(line).path("message").textValue()).isEqualTo(all.toString());
    }

    @Test
    void writesNumbersThatJsonLacksAsText() throws Exception {
        LoggingEvent event = event("numbers");
        event.addKeyValuePair(new KeyValuePair("a", Double.NaN));
        event.addKeyValuePair(new KeyValuePair("b", null));

        JsonNode read = parse(layout.doLayout(event));

        assertThat(read.path("a").textValue()).isEqualTo("NaN");
        assertThat(read.path("b").textValue()).isEqualTo("null");
    }

    @Test
    void addsStackTrace() throws Exception {
        LoggingEvent event = event("failed");
        event.setThrowableProxy(new ThrowableProxy(new IllegalStateException("why", new RuntimeException("cause"))));

        String line = layout.doLayout(event);

        assertThat(line.lines()).hasSize(1);
        assertThat(parse(line).path("exception").textValue())
                .startsWith("java.lang.IllegalStateException: why")
                .contains("\tat ", "Caused by: java.lang.RuntimeException: cause");
    }

    private static JsonNode parse(String line) throws IOException {
        return new ObjectMapper().readTree(line);
    }

    private static LoggingEvent event(String message) {
        return event(message, Map.of());
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
