/**
 * Tests of starting and stopping {@code roster.jar}: settings, exit codes, class archive, start cost and graceful
 * stop.
 */
@NullMarked
package dev.roster.bootstrap.lifecycle;

import org.jspecify.annotations.NullMarked;
