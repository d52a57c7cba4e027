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
@ExtendWith(ClauseExtension.class)
public @interface Clause {

    /**
     * Returns the id, such as {@code users.email-unique-ignoring-case}: an area, a dot, and words joined by hyphens.
     */
    String value();

    /**
     * Returns what the clause promises to a caller of the port: one sentence, such as "No two users have the same email
     * address, whatever the case of its letters."
     */
    String promise();

    /** Returns whether an implementation may deviate. */
    Level level() default Level.MUST;

    /** Returns the version of the contract that contained the clause first. */
    String since() default "1.0";

    /**
     * Returns the names of the capabilities on which the clause depends: names of methods of the contract that return a
     * {@link Capability}, a {@link Provided} value, or an object with a method that returns a capability, in words
     * joined by hyphens, such as {@code concurrent-write-transactions}.
     */
    String[] needs() default {};

    /** Obligation of a clause, as defined by RFC 2119. */
    enum Level {
        /** Each implementation keeps it. */
        MUST,
        /** An implementation that does not keep it has a good reason. */
        SHOULD
    }
}
