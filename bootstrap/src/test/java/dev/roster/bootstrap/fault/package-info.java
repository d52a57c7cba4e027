/**
 * Tests of outages and crashes: a killed service, and databases, Redis and mail servers that fail under load.
 */
@NullMarked
package dev.roster.bootstrap.fault;

import org.jspecify.annotations.NullMarked;
