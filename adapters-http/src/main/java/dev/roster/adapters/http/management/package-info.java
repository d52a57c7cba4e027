/**
 * The management server: metrics and health for monitoring systems, on an address of its own that users of the API
 * cannot reach.
 */
@NullMarked
package dev.roster.adapters.http.management;

import org.jspecify.annotations.NullMarked;
