/**
 * Verifies the server, the provider, against the pacts of its consumers. What our own client expects is in
 * {@code client.UserApiClientPactTest}.
 */
@NullMarked
package dev.roster.adapters.http.pact;

import org.jspecify.annotations.NullMarked;
