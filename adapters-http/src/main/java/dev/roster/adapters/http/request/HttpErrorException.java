package dev.roster.adapters.http.request;

/** Thrown when a request is rejected by HTTP rules alone, before any service is called. */
public final class HttpErrorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String error;

    /** Creates an error with the default title of the status. */
    public HttpErrorException(int status, String detail) {
        this(status, titleOf(status), detail);
    }

    public HttpErrorException(int status, String error, String detail) {
        super(detail);
        this.status = status;
        this.error = error;
    }

    /** Returns the default {@code error} text of a status. */
    public static String titleOf(int status) {
        return switch (status) {
            case 400 -> "Bad request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not found";
            case 405 -> "Method not allowed";
            case 406 -> "Not acceptable";
            case 408 -> "Request timeout";
            case 412 -> "Precondition failed";
            case 413 -> "Content too large";
            case 414 -> "URI too long";
            case 415 -> "Unsupported media type";
            case 417 -> "Expectation failed";
            case 422 -> "Validation failed";
            case 426 -> "Upgrade required";
            case 429 -> "Too many attempts";
            case 431 -> "Request header fields too large";
            case 501 -> "Not implemented";
            case 503 -> "Service unavailable";
            case 505 -> "HTTP version not supported";
            default -> status < 500 ? "Bad request" : "Internal server error";
        };
    }

    public int status() {
        return status;
    }

    public String error() {
        return error;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}
