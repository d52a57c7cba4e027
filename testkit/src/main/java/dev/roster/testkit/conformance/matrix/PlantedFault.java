package dev.roster.testkit.conformance.matrix;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fault of an implementation, planted to show that a contract detects it. Usually a constant of an enum that returns
 * a broken implementation, given a correct one; each constant requires the annotation {@link Fault}.
 */
public interface PlantedFault {

    /** Returns the name of the fault, which is unique in its class. */
    String name();

    /** Returns the ids of the clauses that are meant to detect the fault. */
    List<String> clauses();

    /**
     * Returns what the faulty implementation does, in one sentence: that of the annotation {@link Fault}. Only faults
     * that are no constants of an enum override it.
     *
     * @throws IllegalStateException if the annotation is missing
     */
    default String description() {
        Fault described = annotation();
        if (described == null) {
            throw new IllegalStateException(name() + " has no description; annotate it with @Fault(\"...\")");
        }
        return described.value();
    }

    /** Returns whether the fault shows only if calls meet at a certain time. */
    default boolean raced() {
        Fault described = annotation();
        return described != null && described.raced();
    }

    private @Nullable Fault annotation() {
        if (!(this instanceof Enum<?> constant)) {
            return null;
        }
        try {
            return constant.getDeclaringClass().getField(constant.name()).getAnnotation(Fault.class);
        } catch (NoSuchFieldException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
