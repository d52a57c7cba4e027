/** What the clauses about transactions use: all calls of all ports, samples, snapshots, and races. Internal. */
@NullMarked
package dev.roster.testkit.contract.storage.transaction;

import org.jspecify.annotations.NullMarked;
