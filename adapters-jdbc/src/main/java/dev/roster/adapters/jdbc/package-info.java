/**
 * Storage on PostgreSQL and H2. {@code Database} names the database, {@code Schema} migrates its tables, {@code
 * JooqStorage} implements the storage port; connections and transactions belong here too.
 */
@NullMarked
package dev.roster.adapters.jdbc;

import org.jspecify.annotations.NullMarked;
