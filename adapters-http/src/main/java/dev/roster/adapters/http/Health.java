package dev.roster.adapters.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What has to answer for the service to be ready.
 *
 * @param parts from the part's name to a check that throws when the part does not answer, such as {@code "storage"} to
 *     {@code storage::ping}; checks may block, and may be called by any thread, though never twice at once
 */
public record Health(Map<String, Runnable> parts) {

    /** Copies the parts, keeping their order. */
    public Health {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }
}
