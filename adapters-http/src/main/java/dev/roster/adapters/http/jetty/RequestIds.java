package dev.roster.adapters.http.jetty;

import dev.roster.adapters.http.trace.TraceContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.MDC;

/**
 * Assigns an id to each request: the client's own id if valid, otherwise a random one. The id is in the
 * response header {@value #HEADER} and, as {@code requestId}, in the MDC, so that the log can print it. {@code
 * JettyErrorHandler} assigns it to requests rejected earlier. The trace context of a valid header {@code traceparent}
 * is the current one of the thread, and its trace id is in the MDC as {@code traceId}. Also removes the header {@code
 * X-HTTP-Method-Override}.
 */
public final class RequestIds extends Handler.Wrapper {

    public static final String HEADER = "X-Request-Id";

    private static final String ATTRIBUTE = RequestIds.class.getName();
    private static final String MDC_KEY = "requestId";
    private static final String MDC_TRACE_KEY = "traceId";
    private static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";
    private static final Pattern VALID_ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String id = of(request);
        response.getHeaders().put(HEADER, id);
        MDC.put(MDC_KEY, id);
        try {
            Optional<TraceContext> trace = traceOf(request);
            return trace.isPresent()
                    ? handleInTrace(trace.get(), request, response, callback)
                    : handleNext(request, response, callback);
        } finally {
            MDC.remove(MDC_KEY);
        }
    }

    private boolean handleNext(Request request, Response response, Callback callback) throws Exception {
        return super.handle(withoutMethodOverride(request), response, callback);
    }

    private boolean handleInTrace(TraceContext trace, Request request, Response response, Callback callback)
            throws Exception {
        MDC.put(MDC_TRACE_KEY, trace.traceId());
        try {
            return trace.call(() -> handleNext(request, response, callback));
        } finally {
            MDC.remove(MDC_TRACE_KEY);
        }
    }

    /** Adds the id of a request and the trace id of its {@code traceparent} header to the MDC of this thread. */
    static void addToLog(Request request) {
        MDC.put(MDC_KEY, of(request));
        traceOf(request).ifPresent(trace -> MDC.put(MDC_TRACE_KEY, trace.traceId()));
    }

    private static Optional<TraceContext> traceOf(Request request) {
        HttpFields headers = request.getHeaders();
        if (!headers.contains(TraceContext.TRACE_PARENT)) {
            return Optional.empty();
        }
        List<String> sent = headers.getValuesList(TraceContext.TRACE_PARENT);
        String state = String.join(",", headers.getValuesList(TraceContext.TRACE_STATE));
        return sent.size() == 1 ? TraceContext.parse(sent.get(0), state) : Optional.empty();
    }

    /** Returns the id of a request. The first call assigns it. */
    public static String of(Request request) {
        if (request.getAttribute(ATTRIBUTE) instanceof String known) {
            return known;
        }
        List<String> sent = request.getHeaders().getValuesList(HEADER);
        boolean harmless = sent.size() == 1 && VALID_ID.matcher(sent.get(0)).matches();
        String id = harmless ? sent.get(0) : random();
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }

    /** Returns a random UUID. Ids are not secret, so {@code SecureRandom} with its global lock is not needed. */
    private static String random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long version4 = (random.nextLong() & ~0xf000L) | 0x4000L;
        long variant = (random.nextLong() >>> 2) | Long.MIN_VALUE;
        return new UUID(version4, variant).toString();
    }

    /** Removes the header that Javalin obeys: it could turn a GET that a proxy has allowed into a DELETE. */
    private static Request withoutMethodOverride(Request request) {
        if (!request.getHeaders().contains(METHOD_OVERRIDE)) {
            return request;
        }
        HttpFields headers =
                HttpFields.build(request.getHeaders()).remove(METHOD_OVERRIDE).asImmutable();
        return new Request.Wrapper(request) {
            @Override
            public HttpFields getHeaders() {
                return headers;
            }
        };
    }
}
