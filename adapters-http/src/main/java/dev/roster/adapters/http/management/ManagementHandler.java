package dev.roster.adapters.http.management;

import dev.roster.adapters.http.Readiness;
import dev.roster.adapters.http.request.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes of the management server. */
final class ManagementHandler extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String METRICS = "/metrics";
    private static final String READY = "/health/ready";
    private static final Set<String> PATHS = Set.of(METRICS, "/health/live", READY);

    private final Function<MetricsFormat, byte[]> metrics;
    private final Supplier<Readiness> readiness;

    ManagementHandler(Function<MetricsFormat, byte[]> metrics, Supplier<Readiness> readiness) {
        this.metrics = metrics;
        this.readiness = readiness;
    }

    private record Page(int status, String contentType, ByteBuffer body) {

        static Page of(int status, String contentType, byte[] body) {
            return new Page(status, contentType, ByteBuffer.wrap(body));
        }

        static Page text(int status, String line) {
            return of(status, TEXT, (line + "\n").getBytes(StandardCharsets.UTF_8));
        }

        static Page json(int status, Object value) {
            return of(status, Json.MEDIA_TYPE, Json.bytes(value));
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Page page = page(request, response);
        response.setStatus(page.status());
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.CONNECTION, "close");
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put(HttpHeader.CONTENT_TYPE, page.contentType());
        headers.put(HttpHeader.CONTENT_LENGTH, page.body().remaining());
        // Does not wait for a client that reads slowly.
        response.write(true, page.body(), callback);
        return true;
    }

    private Page page(Request request, Response response) {
        String path = Request.getPathInContext(request);
        if (!PATHS.contains(path)) {
            return Page.text(404, "Only /metrics, /health/live and /health/ready are here.");
        }
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
            return Page.text(405, "Only GET and HEAD are supported.");
        }
        return switch (path) {
            case METRICS -> metrics(request);
            case READY -> ready();
            default -> Page.json(200, Map.of("status", "up"));
        };
    }

    private Page metrics(Request request) {
        MetricsFormat format = MetricsFormat.preferredBy(request.getHeaders().getValuesList(HttpHeader.ACCEPT));
        try {
            return Page.of(200, format.contentType(), metrics.apply(format));
        } catch (RuntimeException failed) {
            LOG.error("the metrics could not be written", failed);
            return Page.text(500, "The metrics could not be written; the log has the reason.");
        }
    }

    private Page ready() {
        Readiness result = readiness.get();
        return Page.json(result.ready() ? 200 : 503, result);
    }
}
