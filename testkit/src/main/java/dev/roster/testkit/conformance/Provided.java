package dev.roster.testkit.conformance;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something a contract wants handed over, which may be out of a test's reach. Where it is, the reason is declared, and the
 * contract asserts what shows without it; nothing is skipped.
 *
 * @param <T> what is wanted
 */
public final class Provided<T> {

    private final @Nullable T value;
    private final String reason;

    private Provided(@Nullable T value, String reason) {
        this.value = value;
        this.reason = reason;
    }

    /** Here it is. */
    public static <T> Provided<T> of(T value) {
        return new Provided<>(Objects.requireNonNull(value, "value"), "");
    }

    /**
     * There is none.
     *
     * @param reason why not, for the reader of a report
     */
    public static <T> Provided<T> absent(String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("what is missing is declared with a reason");
        }
        return new Provided<>(null, reason);
    }

    /** What was handed over; empty if it is missing. */
    public Optional<T> value() {
        return Optional.ofNullable(value);
    }

    /** Why it is missing; empty if it is not. */
    public Optional<String> reason() {
        return value == null ? Optional.of(reason) : Optional.empty();
    }

    /** Tells whether it is there, and not what it is: it may be a secret. */
    @Override
    public String toString() {
        return value == null ? "missing: " + reason : "declared";
    }
}
