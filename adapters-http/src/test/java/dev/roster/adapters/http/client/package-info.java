/** Tests of the client, against Roster's own server and against ones that misbehave. */
@NullMarked
package dev.roster.adapters.http.client;

import org.jspecify.annotations.NullMarked;
