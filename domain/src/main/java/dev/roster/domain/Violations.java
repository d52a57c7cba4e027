package dev.roster.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gathers every fault of one request, so that its sender hears of all of them at once. For use by one thread.
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

    /** No faults so far. */
    public Violations() {}

    /**
     * Makes a value and keeps the faults if that is refused.
     *
     * @return the value; {@code null} if it was refused, in which case {@link #throwIfAny()} will throw
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
     * Ends the gathering: to be called before the values collected are used.
     *
     * @throws InvalidValueException with all faults gathered, in the order they were found, if there are any
     */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidValueException(found);
        }
    }
}
