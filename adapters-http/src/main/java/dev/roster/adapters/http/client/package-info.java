/**
 * Client of Roster's API: {@code UserApiClient} implements the {@code UserDirectory} port for a service that calls
 * Roster over the network.
 */
@NullMarked
package dev.roster.adapters.http.client;

import org.jspecify.annotations.NullMarked;
