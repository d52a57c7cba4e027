/**
 * Kill matrix: runs contracts on implementations with planted faults, and records which clauses detect which fault.
 * Needs the JUnit Platform launcher.
 */
@NullMarked
package dev.roster.testkit.conformance.matrix;

import org.jspecify.annotations.NullMarked;
