package dev.roster.adapters.http.client;

import java.util.Optional;

/**
 * An error response of the server. It is the cause of each exception that {@link UserApiClient} throws because of a
 * response. The request id identifies the request in the server's log.
 */
public final class UserApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String error;
    private final String detail;
    private final String requestId;

    UserApiException(int status, String error, String detail, String requestId, String message) {
        super(message);
        this.status = status;
        this.error = error;
        this.detail = detail;
        this.requestId = requestId;
    }

    /** Returns the status code. */
    public int status() {
        return status;
    }

    /** Returns the short text for programs; empty if the response has none, such as one from a proxy. */
    public String error() {
        return error;
    }

    /** Returns the sentence for people, or all violations in one line; empty if the response has neither. */
    public String detail() {
        return detail;
    }

    /** Returns the request id in the body or, if absent, in the header {@code X-Request-Id}. */
    public Optional<String> requestId() {
        return requestId.isEmpty() ? Optional.empty() : Optional.of(requestId);
    }
}
