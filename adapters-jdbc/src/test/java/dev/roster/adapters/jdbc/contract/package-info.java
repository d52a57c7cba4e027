/** Runs the contract of the storage on PostgreSQL, on H2 and on the in-memory storage. */
@NullMarked
package dev.roster.adapters.jdbc.contract;

import org.jspecify.annotations.NullMarked;
