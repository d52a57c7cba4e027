/**
 * Runs {@code roster-conformance.jar} and the API fuzzer against the service.
 */
@NullMarked
package dev.roster.bootstrap.conformance;

import org.jspecify.annotations.NullMarked;
