/**
 * The command line and its commands for operators. Only this package uses picocli.
 */
@NullMarked
package dev.roster.bootstrap.cli;

import org.jspecify.annotations.NullMarked;
