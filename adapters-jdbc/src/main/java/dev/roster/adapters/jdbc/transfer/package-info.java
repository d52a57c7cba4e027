/** Export and import of all rows, from one kind of database to another. */
@NullMarked
package dev.roster.adapters.jdbc.transfer;

import org.jspecify.annotations.NullMarked;
