/**
 * The service as a process: the entry point, the wiring by constructors, the relay threads, logging and the class
 * archive. Code that other programs could use belongs in another module.
 */
@NullMarked
package dev.roster.bootstrap;

import org.jspecify.annotations.NullMarked;
