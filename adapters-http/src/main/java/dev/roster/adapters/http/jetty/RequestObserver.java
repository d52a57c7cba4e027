package dev.roster.adapters.http.jetty;

import jakarta.servlet.ServletRequest;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;
import org.jspecify.annotations.Nullable;

/**
 * Reports requests to a {@link RequestListener}. Must be the first handler, which sees their start, and a request log,
 * which sees their end. A request that is too malformed for handlers is reported as well.
 */
public final class RequestObserver extends Handler.Wrapper implements RequestLog {

    private static final String ATTRIBUTE = RequestObserver.class.getName();

    private final RequestListener listener;

    public RequestObserver(RequestListener listener) {
        this.listener = listener;
    }

    /** A request between its start and its end. */
    private static final class Observed {
        private String route = RequestListener.NO_ROUTE;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        request.setAttribute(ATTRIBUTE, new Observed());
        listener.started();
        return super.handle(request, response, callback);
    }

    /** Sets the pattern of the route that handles a request. Does nothing if the request is not observed. */
    public static void setRoute(ServletRequest request, String pattern) {
        if (request.getAttribute(ATTRIBUTE) instanceof Observed observed) {
            observed.route = pattern;
        }
    }

    @Override
    public void log(Request request, Response response) {
        String route = RequestListener.NO_ROUTE;
        if (request.getAttribute(ATTRIBUTE) instanceof Observed observed) {
            route = observed.route;
        } else {
            listener.started();
        }
        long nanos = NanoTime.since(request.getBeginNanoTime());
        listener.completed(method(request.getMethod()), route, response.getStatus(), nanos);
    }

    /** Returns a method of the API, or {@code OTHER}: clients may send any word. */
    private static String method(@Nullable String sent) {
        String method = sent == null ? "" : sent;
        return switch (method) {
            case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" -> method;
            default -> "OTHER";
        };
    }
}
