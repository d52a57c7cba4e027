package dev.roster.adapters.http.jetty;

/**
 * Observes the requests of a server, such as for metrics. Threads of the server call the methods, so they must neither
 * block nor throw.
 */
public interface RequestListener {

    /** The route of requests that match none, or are rejected before a route is looked up. */
    String NO_ROUTE = "UNMATCHED";

    /** A listener that does nothing. A server with this listener does not observe its requests. */
    RequestListener NONE = new RequestListener() {
        @Override
        public void started() {}

        @Override
        public void completed(String method, String route, int status, long nanos) {}
    };

    /** A request has arrived. {@link #completed} is called for it exactly once, later. */
    void started();

    /**
     * A request is complete: its response was sent, or its connection has ended. The values are from small fixed sets,
     * whatever clients send.
     *
     * @param method the method, such as {@code GET}; {@code OTHER} for unusual ones
     * @param route the pattern of the route, such as <code>/users/{id}</code>, or {@link #NO_ROUTE}
     * @param status the status of the response; 0 if there is none
     * @param nanos time since the request arrived
     */
    void completed(String method, String route, int status, long nanos);
}
