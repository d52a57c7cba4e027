package dev.roster.adapters.http.client;

import java.io.IOException;

/** Thrown when a response exceeds the maximum size. It is not retried, because the next one would be as large. */
final class ResponseTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    ResponseTooLargeException(int maxSize) {
        super("the response is larger than " + maxSize + " bytes");
    }
}
