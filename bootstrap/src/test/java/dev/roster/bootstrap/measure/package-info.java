/** Measurements of {@code roster.jar} beside a bare server; programs run by {@code measure.sh}, not tests. */
package dev.roster.bootstrap.measure;
