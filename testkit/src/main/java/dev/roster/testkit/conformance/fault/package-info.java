/** Faults of a server on demand, for clauses about outages. */
@NullMarked
package dev.roster.testkit.conformance.fault;

import org.jspecify.annotations.NullMarked;
