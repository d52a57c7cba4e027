/**
 * The routes of the API and the JSON records they answer with. A route reads the request, calls one service and writes
 * the result; authorization is decided by the services.
 */
@NullMarked
package dev.roster.adapters.http.routes;

import org.jspecify.annotations.NullMarked;
