package dev.roster.adapters.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What has to answer for the service to be ready, and what it can do without. Checks may block, and may be called by any
 * thread, though never twice at once.
 *
 * @param required from the part's name to a check that throws when the part does not answer, such as {@code "storage"} to
 *     {@code storage::ping}; without one of them the service is not ready
 * @param optional from the name to a check that tells whether it answers, for what the service can do without, though
 *     degraded; the log is told of their coming and going by themselves. Their names are none of the parts'
 */
public record Health(Map<String, Runnable> required, Map<String, BooleanSupplier> optional) {

    /**
     * Copies both, keeping their order.
     *
     * @throws IllegalArgumentException if a part and a helper have one name
     */
    public Health {
        required = Collections.unmodifiableMap(new LinkedHashMap<>(required));
        optional = Collections.unmodifiableMap(new LinkedHashMap<>(optional));
        if (!Collections.disjoint(required.keySet(), optional.keySet())) {
            throw new IllegalArgumentException("one name twice in " + required.keySet() + " and " + optional.keySet());
        }
    }

    /** Of parts that must all be there. */
    public Health(Map<String, Runnable> parts) {
        this(parts, Map.of());
    }
}
