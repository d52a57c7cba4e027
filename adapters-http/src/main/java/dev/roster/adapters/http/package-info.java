/**
 * Roster's API over HTTP: {@link dev.roster.adapters.http.RosterServer} serves the application's services on Javalin.
 * Here requests become calls in the domain's words and answers become JSON; who may do what is decided by the services.
 *
 * <p>Routes read a request ({@code RequestBody}, {@code JsonFields}, {@code BearerTokens}, {@code EntityTags}), call a
 * service and write a record of this package as JSON. Whatever is thrown becomes a status code in one place,
 * {@code ErrorResponses}; what fails before a route is reached is put into the same shape by {@code JettyErrors}.
 */
@NullMarked
package dev.roster.adapters.http;

import org.jspecify.annotations.NullMarked;
