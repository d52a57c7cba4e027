package dev.roster.testkit.conformance.baseline;

import java.util.Optional;

/**
 * A clause that an implementation is known not to keep.
 *
 * @param clause the id of the clause
 * @param adapter the simple name of the implementer's test class; empty if all implementations deviate
 * @param reason why it deviates; shown in reports
 * @param link where its mending is tracked
 */
public record Deviation(String clause, Optional<String> adapter, String reason, Optional<String> link) {

    /** Returns whether this concerns a clause of an implementation. */
    boolean concerns(String id, String adapterName) {
        return clause.equals(id) && adapter.map(adapterName::equals).orElse(true);
    }

    /** Returns the reason, with the link if there is one. */
    @Override
    public String toString() {
        return reason + link.map(to -> " (" + to + ")").orElse("");
    }
}
