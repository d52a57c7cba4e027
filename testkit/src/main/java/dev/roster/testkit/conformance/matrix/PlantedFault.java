package dev.roster.testkit.conformance.matrix;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A fault of an implementation, planted to show that a contract detects it. Usually a constant of an enum that returns
 * a broken implementation, given a correct one; the annotation {@link Fault} describes the constant.
 */
public interface PlantedFault {

    /** Returns the name of the fault, which is unique in its class. */
    String name();

    /** Returns the ids of the clauses that are meant to detect the fault. */
    List<String> clauses();

    /** Returns what the faulty implementation does, in one sentence; by default the words of the name. */
    default String description() {
        Fault described = annotation();
        return described == null
                ? name().charAt(0)
                        + name().substring(1).toLowerCase(Locale.ROOT).replace('_', ' ') + "."
                : described.value();
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
