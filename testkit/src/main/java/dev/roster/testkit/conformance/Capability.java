package dev.roster.testkit.conformance;

import java.util.Optional;

/**
 * Something an adapter may or may not do. What it cannot do it declares, with the reason; the contract then asserts that
 * it refuses instead, so that nothing is skipped.
 */
public final class Capability {

    private static final Capability SUPPORTED = new Capability("");

    private final String reason;

    private Capability(String reason) {
        this.reason = reason;
    }

    /** The adapter can do it. */
    public static Capability supported() {
        return SUPPORTED;
    }

    /**
     * The adapter cannot do it.
     *
     * @param reason why not, for the reader of a report
     */
    public static Capability unsupported(String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("a capability is declined with a reason");
        }
        return new Capability(reason);
    }

    /** Whether the adapter can do it. */
    public boolean isSupported() {
        return reason.isEmpty();
    }

    /** Why the adapter cannot do it; empty if it can. */
    public Optional<String> reason() {
        return isSupported() ? Optional.empty() : Optional.of(reason);
    }

    @Override
    public String toString() {
        return isSupported() ? "supported" : "unsupported: " + reason;
    }
}
