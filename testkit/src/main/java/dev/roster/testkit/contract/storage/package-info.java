/**
 * Contracts of a storage: its repositories, its outbox, its audit log and its transactions. {@link
 * dev.roster.testkit.contract.storage.StorageContract} runs all of them.
 */
@NullMarked
package dev.roster.testkit.contract.storage;

import org.jspecify.annotations.NullMarked;
