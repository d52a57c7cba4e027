package dev.roster.domain;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The violations of something that must be refused. */
public final class ThrownViolations {

    private ThrownViolations() {}

    /** Everything the refusal names, as "field message"; fails if nothing is refused. */
    public static List<String> of(ThrowingCallable attempt) {
        InvalidValueException refusal = catchThrowableOfType(InvalidValueException.class, attempt);
        if (refusal == null) {
            throw new AssertionError("was not refused");
        }
        return refusal.violations().stream().map(Violation::toString).toList();
    }
}
