/**
 * Engine for contract tests of any ports: clauses with ids, backends, capabilities, bounded rendezvous of threads, and
 * a check that a port's Javadoc and its contract contain the same clauses. Does not depend on Roster's domain.
 */
@NullMarked
package dev.roster.testkit.conformance;

import org.jspecify.annotations.NullMarked;
