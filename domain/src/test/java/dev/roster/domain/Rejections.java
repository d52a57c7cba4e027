package dev.roster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Assertions about rejected values. */
public final class Rejections {

    private Rejections() {}

    /** Asserts that an attempt is rejected with exactly these violations, as "field message". */
    public static void assertRejected(ThrowingCallable attempt, String... violations) {
        assertThat(violationsOf(attempt)).containsExactly(violations);
    }

    /** Returns all violations as "field message"; fails if the attempt is not rejected. */
    public static List<String> violationsOf(ThrowingCallable attempt) {
        InvalidValueException refusal = catchThrowableOfType(InvalidValueException.class, attempt);
        if (refusal == null) {
            throw new AssertionError("the value was not rejected");
        }
        return refusal.violations().stream().map(Violation::toString).toList();
    }

    /** Asserts that an attempt is rejected because a component is null. */
    public static void assertNullRejected(String component, ThrowingCallable attempt) {
        assertThatNullPointerException().isThrownBy(attempt).withMessage(component);
    }
}
