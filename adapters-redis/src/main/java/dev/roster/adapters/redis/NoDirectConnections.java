package dev.roster.adapters.redis;

import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.providers.ConnectionProvider;

/** Gives out no connection: what needs one to itself, such as a pipeline, would go past the guard. */
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
        // holds nothing
    }
}
