/**
 * The contract that compares a storage with the in-memory reference model, and the calls that its random programs
 * consist of.
 */
@NullMarked
package dev.roster.testkit.contract.storage.lockstep;

import org.jspecify.annotations.NullMarked;
