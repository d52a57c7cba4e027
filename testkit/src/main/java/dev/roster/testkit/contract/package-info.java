/**
 * A contract for each port: an abstract JUnit class whose clauses prove what the port's Javadoc promises. To prove an
 * adapter, extend the contract and hand over an empty backend; {@link dev.roster.testkit.contract.StorageContract} runs
 * all contracts of a whole storage at once.
 */
@NullMarked
package dev.roster.testkit.contract;

import org.jspecify.annotations.NullMarked;
