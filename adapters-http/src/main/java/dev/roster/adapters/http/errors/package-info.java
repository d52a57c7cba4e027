/**
 * Error responses: the one place that maps exceptions to status codes, the body that every error has, and the errors
 * that Jetty reports before a route is reached.
 */
@NullMarked
package dev.roster.adapters.http.errors;

import org.jspecify.annotations.NullMarked;
