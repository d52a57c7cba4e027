/**
 * Adapters on Redis: the user cache and the login throttle that all nodes share, and the notification stream. Every
 * command has a timeout, and a circuit breaker keeps the service working while Redis is unavailable.
 */
@NullMarked
package dev.roster.adapters.redis;

import org.jspecify.annotations.NullMarked;
