package dev.roster.bootstrap;

import java.time.Duration;

/**
 * Something small that is done again and again.
 *
 * @param interval how long to wait in between, at least
 * @param work what is done; may fail as the relay may
 */
record PeriodicTask(Duration interval, Runnable work) {}
