/**
 * Routes of the API and the JSON records of their responses. A route reads the request, calls one service and writes
 * the result. The services decide about authorization.
 */
@NullMarked
package dev.roster.adapters.http.routes;

import org.jspecify.annotations.NullMarked;
