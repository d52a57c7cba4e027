package dev.roster.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects all violations of one request, so that the client gets them at once. Not safe for use by multiple threads.
 *
 * <pre>{@code
 * Violations faults = new Violations();
 * EmailAddress email = faults.collect(() -> new EmailAddress(typedEmail));
 * Password password = faults.collect(() -> new Password(typedPassword));
 * faults.throwIfAny();
 * }</pre>
 */
public final class Violations {

    private final List<Violation> found = new ArrayList<>();

    /** Creates a collection without violations. */
    public Violations() {}

    /**
     * Creates a value, or stores the violations if it is invalid.
     *
     * @return the value; {@code null} if it is invalid: then {@link #throwIfAny()} will throw
     */
    public <T> @Nullable T collect(Supplier<T> value) {
        try {
            return value.get();
        } catch (InvalidValueException refused) {
            found.addAll(refused.violations());
            return null;
        }
    }

    /**
     * Throws if any value was invalid. Call before using the collected values.
     *
     * @throws InvalidValueException with all violations in the order they were found, if there are any
     */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidValueException(found);
        }
    }
}
