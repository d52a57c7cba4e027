package dev.roster.testkit.conformance.matrix;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes a constant of an enum of {@linkplain PlantedFault planted faults}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Fault {

    /** Returns what the faulty implementation does, in one sentence that starts with a verb and ends with a period. */
    String value();

    /** Returns whether the fault shows only if calls meet at a certain time. */
    boolean raced() default false;
}
