/**
 * Model-based testing: runs random programs on a system under test and on a reference model, compares every result,
 * and shrinks a program that shows a difference. Does not depend on Roster's domain.
 */
@NullMarked
package dev.roster.testkit.conformance.lockstep;

import org.jspecify.annotations.NullMarked;
