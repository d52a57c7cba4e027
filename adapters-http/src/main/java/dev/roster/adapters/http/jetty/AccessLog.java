package dev.roster.adapters.http.jetty;

import dev.roster.adapters.http.request.ClientAddresses;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Access log: one event with key-value pairs for each request, once its response has been sent. Never logs the query,
 * because it may contain a token.
 */
public final class AccessLog implements RequestLog {

    private static final Logger LOG = LoggerFactory.getLogger("dev.roster.access");
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double MICROS_PER_MILLI = 1e3;

    private final ClientAddresses clients;

    public AccessLog(ClientAddresses clients) {
        this.clients = clients;
    }

    @Override
    public void log(Request request, Response response) {
        Map<String, String> before = MDC.getCopyOfContextMap();
        RequestIds.addToLog(request);
        try {
            LOG.atInfo()
                    .addKeyValue("method", Objects.requireNonNullElse(request.getMethod(), "-"))
                    .addKeyValue("path", path(request.getHttpURI().getPath()))
                    .addKeyValue("status", response.getStatus())
                    .addKeyValue("millis", millis(NanoTime.since(request.getBeginNanoTime())))
                    .addKeyValue("bytes", Response.getContentBytesWritten(response))
                    .addKeyValue("client", clients.of(request).value())
                    .log("request");
        } finally {
            restore(before);
        }
    }

    /** Returns the path as sent, percent-encoded, without parameters. */
    private static String path(@Nullable String raw) {
        if (raw == null) {
            return "-";
        }
        int parameters = raw.indexOf(';');
        return parameters < 0 ? raw : raw.substring(0, parameters);
    }

    private static double millis(long nanos) {
        return Math.round(nanos / NANOS_PER_MICRO) / MICROS_PER_MILLI;
    }

    private static void restore(@Nullable Map<String, String> before) {
        if (before == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(before);
        }
    }
}
