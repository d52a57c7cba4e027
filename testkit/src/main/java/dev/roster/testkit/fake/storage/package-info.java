/**
 * The in-memory storage, with real transactions; it is also the reference model of the lockstep contract. Tests use
 * {@link dev.roster.testkit.fake.storage.InMemoryStorage}; the other classes are its parts.
 */
@NullMarked
package dev.roster.testkit.fake.storage;

import org.jspecify.annotations.NullMarked;
