package dev.roster.adapters.jdbc;

/**
 * State of the pool of connections to the database.
 *
 * @param active number of connections in use
 * @param idle number of open connections that are not in use
 * @param pending number of calls that wait for a connection
 * @param max maximum number of connections
 * @param timeouts number of calls, since the storage was opened, that got no connection in time
 */
public record PoolStats(int active, int idle, int pending, int max, long timeouts) {}
