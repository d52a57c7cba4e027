/** Measurements of page costs and of the contract's duration. These are programs, not tests. */
@NullMarked
package dev.roster.adapters.jdbc.measurement;

import org.jspecify.annotations.NullMarked;
