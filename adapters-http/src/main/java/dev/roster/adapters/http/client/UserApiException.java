package dev.roster.adapters.http.client;

import java.util.Optional;

/**
 * What the server told of a refusal or a failure. It is the cause of whatever {@link UserApiClient} throws because of an
 * answer, so that each can be looked up in the server's log by its request id.
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

    /** The status code. */
    public int status() {
        return status;
    }

    /** The short text for programs; empty if the answer had none, as from a proxy in between. */
    public String error() {
        return error;
    }

    /** The sentence for people, or all faults in one line; empty if the answer had none. */
    public String detail() {
        return detail;
    }

    /** What the server calls the request in its log, from the body or else from the header {@code X-Request-Id}. */
    public Optional<String> requestId() {
        return requestId.isEmpty() ? Optional.empty() : Optional.of(requestId);
    }
}
