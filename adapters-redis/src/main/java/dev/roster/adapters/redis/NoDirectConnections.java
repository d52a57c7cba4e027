package dev.roster.adapters.redis;

import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.providers.ConnectionProvider;

/**
 * Provider without connections. Users of a connection of their own, such as pipelines, would bypass the circuit
 * breaker.
 */
final class NoDirectConnections implements ConnectionProvider {

    @Override
    public Connection getConnection() {
        throw new UnsupportedOperationException("single commands only");
    }

    @Override
    public Connection getConnection(CommandArguments arguments) {
        return getConnection();
    }

    @Override
    public void close() {
        // no connections to close
    }
}
