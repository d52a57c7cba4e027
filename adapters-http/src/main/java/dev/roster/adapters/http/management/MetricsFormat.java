package dev.roster.adapters.http.management;

import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.QuotedQualityCSV;

/** Formats of metrics. */
public enum MetricsFormat {
    /** The text format of Prometheus. */
    PROMETHEUS_TEXT("text/plain; version=0.0.4; charset=utf-8"),
    /** OpenMetrics, for clients that prefer it in their {@code Accept} header. */
    OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

    private final String contentType;

    MetricsFormat(String contentType) {
        this.contentType = contentType;
    }

    /** Returns the {@code Content-Type}. */
    public String contentType() {
        return contentType;
    }

    /** Returns the format that the lines of an {@code Accept} header prefer; the text format if they prefer neither. */
    static MetricsFormat preferredBy(List<String> accept) {
        QuotedQualityCSV ranges = new QuotedQualityCSV();
        try {
            accept.forEach(ranges::addValue);
        } catch (IllegalArgumentException malformed) {
            return PROMETHEUS_TEXT;
        }
        for (String range : ranges.getValues()) {
            switch (range.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)) {
                case "application/openmetrics-text" -> {
                    return OPEN_METRICS;
                }
                case "text/plain", "text/*", "*/*" -> {
                    return PROMETHEUS_TEXT;
                }
                default -> {
                    // another format, such as that of protocol buffers
                }
            }
        }
        return PROMETHEUS_TEXT;
    }
}
