package dev.roster.adapters.http;

import java.util.Map;

/**
 * Result of the readiness check.
 *
 * @param ready whether the service can handle requests
 * @param status {@code up}; {@code degraded} if an optional dependency is down; otherwise {@code down}
 * @param detail why the service is not ready, one sentence; empty if it is ready
 * @param parts the state of each dependency, {@code up} or {@code down}
 */
public record Readiness(boolean ready, String status, String detail, Map<String, String> parts) {

    /** Returns the result of a service that is not ready, whatever its dependencies. */
    public static Readiness down(String detail) {
        return new Readiness(false, "down", detail, Map.of());
    }
}
