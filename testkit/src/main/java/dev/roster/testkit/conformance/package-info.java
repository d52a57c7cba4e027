/**
 * What makes a JUnit class a contract, for anybody's ports: clauses with ids
 * ({@link dev.roster.testkit.conformance.Clause}), the backend an implementer hands over
 * ({@link dev.roster.testkit.conformance.Backend}), declared capabilities
 * ({@link dev.roster.testkit.conformance.Capability}), meetings of threads that cannot hang
 * ({@link dev.roster.testkit.conformance.Rendezvous}), random programs held against a model
 * ({@link dev.roster.testkit.conformance.Lockstep}), and the check that the ids in a port's Javadoc and in its
 * contract agree ({@link dev.roster.testkit.conformance.Specification}). Knows nothing of Roster's domain.
 */
@NullMarked
package dev.roster.testkit.conformance;

import org.jspecify.annotations.NullMarked;
