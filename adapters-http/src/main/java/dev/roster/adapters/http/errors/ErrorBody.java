package dev.roster.adapters.http.errors;

import dev.roster.domain.Violation;

/**
 * Body of an error response.
 *
 * @param error a short, stable text for programs
 * @param detail a sentence for people, or a list of {@link Violation}s
 */
record ErrorBody(int status, String error, Object detail, String requestId) {}
