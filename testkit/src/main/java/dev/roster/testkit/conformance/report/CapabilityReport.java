package dev.roster.testkit.conformance.report;

/**
 * What an implementation declares about a capability.
 *
 * @param name the name, such as {@code concurrent-write-transactions}
 * @param state whether it is supported
 * @param reason why it is not supported, or how to declare it; empty if it is supported
 */
public record CapabilityReport(String name, State state, String reason) {

    private static final String UNSUPPORTED = "unsupported";
    private static final String UNDECLARED = "undeclared";

    /** Whether a capability is supported. */
    public enum State {
        /** The implementation has it. */
        SUPPORTED,
        /** The implementation declares that it does not have it. */
        UNSUPPORTED,
        /** A clause depends on it, but the implementation declares nothing. */
        UNDECLARED
    }

    /** Returns the capability that a clause published, such as {@code supported} or {@code unsupported: reason}. */
    static CapabilityReport published(String name, String value) {
        String reason = value.replaceFirst("^\\w+:?\\s*", "").strip();
        if (value.startsWith(UNSUPPORTED)) {
            return new CapabilityReport(name, State.UNSUPPORTED, reason);
        }
        return value.startsWith(UNDECLARED)
                ? new CapabilityReport(name, State.UNDECLARED, reason)
                : new CapabilityReport(name, State.SUPPORTED, "");
    }

    static CapabilityReport undeclared(String name) {
        return new CapabilityReport(name, State.UNDECLARED, "");
    }
}
