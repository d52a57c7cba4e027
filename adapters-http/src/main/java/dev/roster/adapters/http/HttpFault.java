package dev.roster.adapters.http;

/** A request is refused for reasons of HTTP alone, before any service is asked. */
final class HttpFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String error;

    /** A fault under the status's own title. */
    HttpFault(int status, String detail) {
        this(status, ErrorBody.title(status), detail);
    }

    HttpFault(int status, String error, String detail) {
        super(detail);
        this.status = status;
        this.error = error;
    }

    int status() {
        return status;
    }

    String error() {
        return error;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
