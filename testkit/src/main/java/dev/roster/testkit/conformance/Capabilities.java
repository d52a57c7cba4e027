package dev.roster.testkit.conformance;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The capabilities that an implementer declares in methods of a contract without parameters. They return a {@link
 * Capability}, a {@link Provided} value, or an object with a method that returns a capability.
 */
final class Capabilities {

    private Capabilities() {}

    /**
     * Returns the declared capabilities by name, such as {@code concurrent-write-transactions}.
     *
     * @param contracts a contract and its nested parts
     * @param needs the names that the clause needs; other methods are called only if they return a capability
     */
    static Map<String, String> of(Collection<Object> contracts, Collection<String> needs)
            throws ReflectiveOperationException {
        Map<String, String> declared = new TreeMap<>();
        for (Object contract : contracts) {
            for (Class<?> type = contract.getClass(); type != Object.class; type = type.getSuperclass()) {
                for (Method method : type.getDeclaredMethods()) {
                    boolean isDeclared = method.getReturnType() == Capability.class || needs.contains(name(method));
                    if (isDeclared && method.getParameterCount() == 0 && !declared.containsKey(name(method))) {
                        method.setAccessible(true);
                        declared.put(name(method), state(method.getReturnType(), method.invoke(contract)));
                    }
                }
            }
        }
        return declared;
    }

    private static String state(Class<?> type, @Nullable Object declared) throws ReflectiveOperationException {
        if (declared instanceof Provided<?> provided) {
            String state = provided.isDeclared() ? "unsupported: " : "undeclared: ";
            return provided.reason().map(state::concat).orElse("supported");
        }
        for (Method method : type.getMethods()) {
            if (method.getReturnType() == Capability.class
                    && method.getParameterCount() == 0
                    && !Modifier.isStatic(method.getModifiers())) {
                method.setAccessible(true);
                return String.valueOf(method.invoke(declared));
            }
        }
        return String.valueOf(declared);
    }

    private static String name(Method method) {
        return method.getName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
