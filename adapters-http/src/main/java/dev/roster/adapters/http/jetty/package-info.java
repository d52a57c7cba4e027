/**
 * Configuration of Jetty: request threads and the number of running and waiting requests, request ids, and cross-origin
 * requests (CORS).
 */
@NullMarked
package dev.roster.adapters.http.jetty;

import org.jspecify.annotations.NullMarked;
