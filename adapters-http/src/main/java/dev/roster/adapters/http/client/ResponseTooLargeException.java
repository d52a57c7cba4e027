package dev.roster.adapters.http.client;

import java.io.IOException;

/** The answer was given up; another attempt would get the same. */
final class ResponseTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    ResponseTooLargeException(int maxSize) {
        super("the answer is larger than " + maxSize + " bytes");
    }
}
