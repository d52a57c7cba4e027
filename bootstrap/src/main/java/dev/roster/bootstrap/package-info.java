/**
 * The service as a process: its settings, its wiring by constructors, its start and its end. Everything here is for one
 * process; what could serve elsewhere lives in the other modules, or in a package of its own below this one.
 */
@NullMarked
package dev.roster.bootstrap;

import org.jspecify.annotations.NullMarked;
