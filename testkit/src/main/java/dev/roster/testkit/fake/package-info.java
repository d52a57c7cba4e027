/**
 * In-memory adapters that pass the same contracts as the real ones, and forwarding classes that a test overrides to
 * pause, count or fail. The in-memory storage has a package of its own.
 */
@NullMarked
package dev.roster.testkit.fake;

import org.jspecify.annotations.NullMarked;
