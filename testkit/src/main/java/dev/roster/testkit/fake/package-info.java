/**
 * In-memory adapters that keep the same promises as the real ones, proved by the same contracts: fast, without a server,
 * with real transactions. Good for tests of whatever uses a port.
 */
@NullMarked
package dev.roster.testkit.fake;

import org.jspecify.annotations.NullMarked;
