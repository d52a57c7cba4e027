package dev.roster.adapters.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The dependencies that the readiness check covers. A check may block. It is called by any thread, but never twice at
 * the same time.
 *
 * @param required checks by dependency name, such as {@code "storage"} to {@code storage::ping}; a check throws if the
 *     dependency is down; the service is ready only if all of them are up
 * @param optional checks by dependency name; a check returns whether the dependency is up; without it the service is
 *     degraded, but ready. The server does not log their state: they log it themselves
 */
public record Health(Map<String, Runnable> required, Map<String, BooleanSupplier> optional) {

    /**
     * Copies both maps and keeps their order.
     *
     * @throws IllegalArgumentException if a name occurs in both maps
     */
    public Health {
        required = Collections.unmodifiableMap(new LinkedHashMap<>(required));
        optional = Collections.unmodifiableMap(new LinkedHashMap<>(optional));
        if (!Collections.disjoint(required.keySet(), optional.keySet())) {
            throw new IllegalArgumentException(
                    "a name must not be both in " + required.keySet() + " and in " + optional.keySet());
        }
    }
}
