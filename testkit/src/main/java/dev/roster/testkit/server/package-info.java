/**
 * Real servers for tests, the first that is there: one that is configured, one in a container, or one from binaries on
 * the class path. What each way needs beyond the test kit is optional; what is missing is named by its coordinates.
 */
@NullMarked
package dev.roster.testkit.server;

import org.jspecify.annotations.NullMarked;
