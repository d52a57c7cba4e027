/** Selects the clauses of a run. Requires the launcher of the JUnit Platform, which runs the tests anyway. */
@NullMarked
package dev.roster.testkit.conformance.selection;

import org.jspecify.annotations.NullMarked;
