/** Backups of embedded databases. */
@NullMarked
package dev.roster.adapters.jdbc.backup;

import org.jspecify.annotations.NullMarked;
