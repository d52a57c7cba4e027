package dev.roster.bootstrap.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/** Log layout that writes each event as a JSON object in one line, with its stack trace as a string. */
final class JsonLogLayout extends LayoutBase<ILoggingEvent> {

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(256);
        line.append("{\"time\":\"");
        LogLayout.TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
        line.append('"');
        addText(line, "level", event.getLevel().toString());
        addText(line, "logger", event.getLoggerName());
        addText(line, "message", event.getFormattedMessage());
        Map<String, String> context = event.getMDCPropertyMap();
        addIfPresent(line, "requestId", context.get("requestId"));
        addIfPresent(line, "traceId", context.get("traceId"));
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.forEach(pair -> add(line, pair.key, pair.value));
        }
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            addText(line, "exception", ThrowableProxyUtil.asString(thrown));
        }
        return line.append("}\n").toString();
    }

    private static void addIfPresent(StringBuilder line, String name, @Nullable String value) {
        if (value != null) {
            addText(line, name, value);
        }
    }

    private static void add(StringBuilder line, String name, @Nullable Object value) {
        if (value instanceof Integer || value instanceof Long || isFinite(value)) {
            addName(line, name);
            line.append(value);
        } else {
            addText(line, name, String.valueOf(value));
        }
    }

    private static boolean isFinite(@Nullable Object value) {
        return value instanceof Double number && Double.isFinite(number);
    }

    private static void addText(StringBuilder line, String name, @Nullable String value) {
        addName(line, name);
        line.append('"');
        escape(line, String.valueOf(value));
        line.append('"');
    }

    private static void addName(StringBuilder line, String name) {
        line.append(",\"");
        escape(line, name);
        line.append("\":");
    }

    /** Escapes what JSON requires, all other control characters, line separators, and surrogates without a partner. */
    private static void escape(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> line.append("\\\"");
                case '\\' -> line.append("\\\\");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    if (Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1))) {
                        i++;
                        line.append(c).append(text.charAt(i));
                    } else if (Character.isISOControl(c)
                            || Character.isSurrogate(c)
                            || c == '\u2028'
                            || c == '\u2029') {
                        line.append("\\u").append(HexFormat.of().toHexDigits(c));
                    } else {
                        line.append(c);
                    }
                }
            }
        }
    }
}
