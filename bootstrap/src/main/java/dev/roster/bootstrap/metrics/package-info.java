/**
 * Metrics with Micrometer, in the formats of Prometheus: decorators of ports that count, and gauges that read the state
 * of adapters. Nothing of it is loaded unless the management server is on. No other package uses Micrometer.
 */
@NullMarked
package dev.roster.bootstrap.metrics;

import org.jspecify.annotations.NullMarked;
