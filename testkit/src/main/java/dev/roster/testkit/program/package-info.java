/**
 * The contract of the API as a program, {@code roster-conformance.jar}: runs
 * {@link dev.roster.testkit.contract.RosterApiContract} against the server at a base URL, tells what it sees while it
 * runs, and writes a report. Nothing here is for other code to call.
 */
@NullMarked
package dev.roster.testkit.program;

import org.jspecify.annotations.NullMarked;
