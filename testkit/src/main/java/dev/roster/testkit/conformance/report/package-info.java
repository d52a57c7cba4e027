/**
 * Reports on the conformance of implementations: a listener of the JUnit Platform records which clauses ran and how
 * they ended, and writes JSON, an HTML page, JUnit XML and a badge. Does not depend on Roster's domain.
 */
@NullMarked
package dev.roster.testkit.conformance.report;

import org.jspecify.annotations.NullMarked;
