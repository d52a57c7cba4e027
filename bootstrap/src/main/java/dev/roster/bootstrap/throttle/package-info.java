/** What slows down who guesses passwords where there is no Redis: counted in memory, by each node for itself. */
@NullMarked
package dev.roster.bootstrap.throttle;

import org.jspecify.annotations.NullMarked;
