/**
 * Fuzzer for any HTTP API that has an OpenAPI 3.0 document: sends the requests as raw bytes, parses the responses and
 * judges them ({@link dev.roster.testkit.fuzz.ApiFuzz}). Requires {@code jackson-databind}. Does not depend on
 * Roster's domain.
 */
@NullMarked
package dev.roster.testkit.fuzz;

import org.jspecify.annotations.NullMarked;
