package dev.roster.bootstrap;

import java.time.Duration;

/**
 * A short task that is run repeatedly.
 *
 * @param interval minimum time between two runs
 * @param work the task; its exceptions are handled like those of the relay
 */
record PeriodicTask(Duration interval, Runnable work) {}
