/**
 * Roster's API over HTTP. {@code RosterServer} serves the application's services on Javalin; the settings, the
 * services, the health checks and the start of the server belong here, everything about single requests is in the
 * packages below.
 */
@NullMarked
package dev.roster.adapters.http;

import org.jspecify.annotations.NullMarked;
