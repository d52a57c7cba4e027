package dev.roster.domain;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Collects the violations of a rejected value. */
public final class ThrownViolations {

    private ThrownViolations() {}

    /** Returns all violations as "field message"; fails if the attempt is not rejected. */
    public static List<String> of(ThrowingCallable attempt) {
        InvalidValueException refusal = catchThrowableOfType(InvalidValueException.class, attempt);
        if (refusal == null) {
            throw new AssertionError("the value was not rejected");
        }
        return refusal.violations().stream().map(Violation::toString).toList();
    }
}
