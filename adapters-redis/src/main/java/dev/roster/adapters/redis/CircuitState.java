package dev.roster.adapters.redis;

/** State of the circuit breaker of a {@link RedisConnection}. */
public enum CircuitState {
    /** Redis is available: commands are sent. */
    CLOSED,
    /** Redis is unavailable: no command is sent before the next check. */
    OPEN,
    /** One command checks whether Redis is available again. */
    HALF_OPEN
}
