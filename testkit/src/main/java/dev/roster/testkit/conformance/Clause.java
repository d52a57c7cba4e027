package dev.roster.testkit.conformance;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test as the proof of one promise of a port. The port's Javadoc contains the same id, and a failure names it.
 * The id of a removed clause is never used again.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Test
@ExtendWith(ClauseFailureHandler.class)
public @interface Clause {

    /**
     * Returns the id, such as {@code users.email-unique-ignoring-case}: an area, a dot, and words joined by hyphens.
     */
    String value();
}
