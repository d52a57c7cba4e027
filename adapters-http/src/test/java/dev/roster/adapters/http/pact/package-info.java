/**
 * Verifies the server against the pacts of its consumers.
 */
@NullMarked
package dev.roster.adapters.http.pact;

import org.jspecify.annotations.NullMarked;
