package dev.roster.adapters.redis;

/** The server can never be used: it is a node of a cluster, a Sentinel, or none of Redis. */
public final class UnsuitableRedisException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnsuitableRedisException(String message) {
        super(message);
    }
}
