/**
 * The engine of contract tests, for any ports: clauses with ids, backends, capabilities, threads that meet without
 * hanging, and the check that a port's Javadoc and its contract name the same clauses. Does not depend on Roster's
 * domain.
 */
@NullMarked
package dev.roster.testkit.conformance;

import org.jspecify.annotations.NullMarked;
