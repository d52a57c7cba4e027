/**
 * The command line program {@code roster-conformance.jar}: runs {@link
 * dev.roster.testkit.contract.api.RosterApiContract} against a server, prints the progress and writes a report. No
 * other code calls this package.
 */
@NullMarked
package dev.roster.testkit.cli;

import org.jspecify.annotations.NullMarked;
