package dev.roster.testkit.conformance;

import java.util.Optional;

/**
 * Feature that an adapter may or may not support. An adapter declares an unsupported feature, with the reason, by
 * overriding the contract's method that returns a capability, such as {@code concurrentWriteTransactions}. The contract
 * then asserts what must hold without the feature, such as that the adapter rejects it; no clause is skipped.
 */
public final class Capability {

    private static final Capability SUPPORTED = new Capability("");

    private final String reason;

    private Capability(String reason) {
        this.reason = reason;
    }

    /** Returns a capability that the adapter supports. */
    public static Capability supported() {
        return SUPPORTED;
    }

    /**
     * Returns a capability that the adapter does not support.
     *
     * @param reason why not; shown in reports
     */
    public static Capability unsupported(String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("an unsupported capability must have a reason");
        }
        return new Capability(reason);
    }

    /** Returns whether the adapter supports it. */
    public boolean isSupported() {
        return reason.isEmpty();
    }

    /** Returns why the adapter does not support it; empty if it does. */
    public Optional<String> reason() {
        return isSupported() ? Optional.empty() : Optional.of(reason);
    }

    @Override
    public String toString() {
        return isSupported() ? "supported" : "unsupported: " + reason;
    }
}
