/**
 * Real servers for tests: PostgreSQL and Redis from a configured address, a container or an embedded binary, and
 * proxies that cut, delay or change traffic.
 */
@NullMarked
package dev.roster.testkit.server;

import org.jspecify.annotations.NullMarked;
