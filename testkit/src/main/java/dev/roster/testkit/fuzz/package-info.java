/**
 * A fuzzer for anybody's HTTP API that has an OpenAPI 3.0 document ({@link dev.roster.testkit.fuzz.ApiFuzz}): it sends
 * requests that are nearly right, as raw bytes, and judges every answer. Needs {@code jackson-databind}. Knows nothing of
 * Roster; what faults behind the authentication need is handed over
 * ({@link dev.roster.testkit.fuzz.FuzzGround}), and so is what an error looks like
 * ({@link dev.roster.testkit.fuzz.ErrorShape}).
 */
@NullMarked
package dev.roster.testkit.fuzz;

import org.jspecify.annotations.NullMarked;
