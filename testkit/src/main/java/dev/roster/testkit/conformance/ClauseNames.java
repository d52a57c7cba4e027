package dev.roster.testkit.conformance;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGenerator;

/** Displays a clause by its id and its promise, under the implementer's class. */
public final class ClauseNames extends DisplayNameGenerator.Standard {

    /** For JUnit. */
    public ClauseNames() {}

    @Override
    public String generateDisplayNameForMethod(List<Class<?>> enclosing, Class<?> type, Method method) {
        return name(method).orElseGet(() -> super.generateDisplayNameForMethod(enclosing, type, method));
    }

    /** Called by JUnit 5.11 and older. */
    @Override
    @SuppressWarnings("deprecation")
    public String generateDisplayNameForMethod(Class<?> type, Method method) {
        return name(method).orElseGet(() -> super.generateDisplayNameForMethod(type, method));
    }

    private static Optional<String> name(Method method) {
        return Optional.ofNullable(method.getAnnotation(Clause.class))
                .map(clause -> clause.value() + ": " + clause.promise());
    }
}
