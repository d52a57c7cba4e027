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

    private Provided(@Nullable T value, String reason) {
        this.value = value;
        this.reason = reason;
    }

    /** Returns a value that is present. */
    public static <T> Provided<T> of(T value) {
        return new Provided<>(Objects.requireNonNull(value, "value"), "");
    }

    /**
     * Returns an absent value.
     *
     * @param reason why it is absent; shown in reports
     */
    public static <T> Provided<T> absent(String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("an absent value must have a reason");
        }
        return new Provided<>(null, reason);
    }

    /** Returns the value; empty if it is absent. */
    public Optional<T> value() {
        return Optional.ofNullable(value);
    }

    /** Returns why the value is absent; empty if it is present. */
    public Optional<String> reason() {
        return value == null ? Optional.of(reason) : Optional.empty();
    }

    /** Returns whether the value is present, but not the value: it may be a secret. */
    @Override
    public String toString() {
        return value == null ? "absent: " + reason : "provided";
    }
}
