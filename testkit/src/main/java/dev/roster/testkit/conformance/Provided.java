package dev.roster.testkit.conformance;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Value that an implementer provides to a contract, or the reason why it is absent. For an absent value the contract
 * asserts what is visible without it, so no clause is skipped.
 *
 * @param <T> the type of the value
 */
public final class Provided<T> {

    private final @Nullable T value;
    private final String reason;
    private final boolean declared;

    private Provided(@Nullable T value, String reason, boolean declared) {
        this.value = value;
        this.reason = reason;
        this.declared = declared;
    }

    /** Returns a value that is present. */
    public static <T> Provided<T> of(T value) {
        return new Provided<>(Objects.requireNonNull(value, "value"), "", true);
    }

    /**
     * Returns an absent value.
     *
     * @param reason why it is absent; shown in reports
     */
    public static <T> Provided<T> absent(String reason) {
        return new Provided<>(null, required(reason), true);
    }

    /**
     * Returns an absent value about which the implementer has declared nothing yet, the default of some contracts.
     * Clauses treat it like any absent value, but a report with it is incomplete.
     *
     * @param reason what to override; shown in reports
     */
    public static <T> Provided<T> undeclared(String reason) {
        return new Provided<>(null, required(reason), false);
    }

    private static String required(String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("an absent value must have a reason");
        }
        return reason;
    }

    /** Returns the value; empty if it is absent. */
    public Optional<T> value() {
        return Optional.ofNullable(value);
    }

    /** Returns why the value is absent; empty if it is present. */
    public Optional<String> reason() {
        return value == null ? Optional.of(reason) : Optional.empty();
    }

    /** Returns whether the implementer has provided the value or declared that it is absent. */
    public boolean isDeclared() {
        return declared;
    }

    /** Returns whether the value is present, but not the value: it may be a secret. */
    @Override
    public String toString() {
        if (value != null) {
            return "provided";
        }
        return (declared ? "absent: " : "undeclared: ") + reason;
    }
}
