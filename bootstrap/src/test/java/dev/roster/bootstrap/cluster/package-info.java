/**
 * Tests of several nodes that share one storage and one Redis, including random interleavings of their steps.
 */
@NullMarked
package dev.roster.bootstrap.cluster;

import org.jspecify.annotations.NullMarked;
