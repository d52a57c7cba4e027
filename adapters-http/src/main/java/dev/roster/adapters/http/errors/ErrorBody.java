package dev.roster.adapters.http.errors;

import dev.roster.domain.Violation;

/**
 * Body of an error response.
 *
 * @param status the status code of the response
 * @param error a short, stable text for programs
 * @param detail a sentence for people, or a list of {@link Violation}s
 * @param requestId the id in the header {@code X-Request-Id}, which the log contains, too
 */
record ErrorBody(int status, String error, Object detail, String requestId) {}
