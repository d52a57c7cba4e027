package dev.roster.testkit.conformance;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The capabilities that an implementer declares in methods of a contract that return one and have no parameters. */
final class Capabilities {

    private Capabilities() {}

    /**
     * Returns the declared capabilities by name, such as {@code concurrent-write-transactions}.
     *
     * @param contracts a contract and its nested parts
     */
    static Map<String, String> of(Collection<Object> contracts) throws ReflectiveOperationException {
        Map<String, String> declared = new TreeMap<>();
        for (Object contract : contracts) {
            for (Class<?> type = contract.getClass(); type != Object.class; type = type.getSuperclass()) {
                for (Method method : type.getDeclaredMethods()) {
                    if (method.getReturnType() == Capability.class
                            && method.getParameterCount() == 0
                            && !declared.containsKey(name(method))) {
                        method.setAccessible(true);
                        declared.put(name(method), String.valueOf(method.invoke(contract)));
                    }
                }
            }
        }
        return declared;
    }

    private static String name(Method method) {
        return method.getName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
