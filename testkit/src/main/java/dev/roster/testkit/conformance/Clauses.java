package dev.roster.testkit.conformance;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a contract: a test class whose tests are {@linkplain Clause clauses}. Their display names are their ids and
 * promises, and an invalid baseline fails the test class of the implementer at its end. {@link Contract} has it.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@DisplayNameGeneration(ClauseNames.class)
@ExtendWith(BaselineExtension.class)
public @interface Clauses {}
