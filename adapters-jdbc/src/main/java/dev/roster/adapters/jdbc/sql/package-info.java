/**
 * How repositories run SQL: statements inside or outside a transaction, rendered SQL that is reused, and the mapping
 * of database errors to the exceptions of the ports.
 */
@NullMarked
package dev.roster.adapters.jdbc.sql;

import org.jspecify.annotations.NullMarked;
