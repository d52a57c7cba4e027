/**
 * Fixtures for tests of the packaged service: {@code roster.jar} as a process, a client of its API, its commands, and
 * a PostgreSQL server that tests can kill.
 */
@NullMarked
package dev.roster.bootstrap.process;

import org.jspecify.annotations.NullMarked;
