/** The log: its format, its levels, and how it is configured. */
@NullMarked
package dev.roster.bootstrap.log;

import org.jspecify.annotations.NullMarked;
