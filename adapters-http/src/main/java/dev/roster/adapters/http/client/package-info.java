/**
 * Roster's API from the other side: {@link dev.roster.adapters.http.client.UserApiClient} is the
 * {@link dev.roster.application.port.UserDirectory} of a service that talks to Roster over the network.
 */
@NullMarked
package dev.roster.adapters.http.client;

import org.jspecify.annotations.NullMarked;
