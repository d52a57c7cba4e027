package dev.roster.testkit.contract.storage.transaction;

import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UnitOfWork;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Call of one method of one port of a storage, with valid arguments. The methods are found by reflection, so that a
 * clause about every call includes a method that a port gets later.
 *
 * @param accessor the method that returns the port, such as {@link UnitOfWork#users()}; null for a method of the
 *     storage itself
 * @param method the method to call
 * @param arguments its arguments
 */
public record PortCall(@Nullable Method accessor, Method method, List<Object> arguments) {

    private static final Set<String> READS = Set.of("find", "list", "stats", "ping", "lock");

    /** Returns the calls of all repositories, the audit log and the outbox of a unit of work. */
    public static List<PortCall> ofUnit(CallArguments arguments) {
        return callsOf(UnitOfWork.class, arguments);
    }

    /** Returns the calls of {@link #ofUnit}, those of the queue and those of the storage itself, its closing last. */
    public static List<PortCall> ofStorage(CallArguments arguments) {
        return callsOf(Storage.class, arguments);
    }

    static List<PortCall> callsOf(Class<?> owner, CallArguments arguments) {
        List<PortCall> calls = new ArrayList<>();
        for (Method method : methodsOf(owner)) {
            if (isAccessor(method)) {
                methodsOf(method.getReturnType()).forEach(each -> calls.add(call(method, each, arguments)));
            } else {
                calls.add(call(null, method, arguments));
            }
        }
        calls.sort(Comparator.comparing(call -> call.method.getName().equals("close")));
        return calls;
    }

    private static List<Method> methodsOf(Class<?> port) {
        return Arrays.stream(port.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isBridge())
                .sorted(Comparator.comparing(Method::toGenericString))
                .toList();
    }

    private static boolean isAccessor(Method method) {
        return method.getParameterCount() == 0 && method.getReturnType().isInterface();
    }

    private static PortCall call(@Nullable Method accessor, Method method, CallArguments arguments) {
        return new PortCall(accessor, method, arguments.of(method));
    }

    /** Returns whether the call may change data, judged by the name of its method. */
    public boolean isChange() {
        return READS.stream().noneMatch(method.getName()::startsWith);
    }

    /** Returns the type of the port. */
    public Class<?> port() {
        return method.getDeclaringClass();
    }

    /** Takes the port from a storage or a unit of work. */
    public Object portOf(UnitOfWork owner) {
        return accessor == null ? owner : Objects.requireNonNull(invoke(accessor, owner, List.of()), accessor::getName);
    }

    /** Calls the method of a port that {@link #portOf} returned. Throws what it throws, declared or not. */
    public @Nullable Object on(Object port) {
        return invoke(method, port, arguments);
    }

    /** Takes the port and calls the method. */
    public @Nullable Object in(UnitOfWork owner) {
        return on(portOf(owner));
    }

    private static @Nullable Object invoke(Method method, Object target, List<Object> arguments) {
        try {
            return method.invoke(target, arguments.toArray());
        } catch (InvocationTargetException failed) {
            throw Sneaky.thrown(failed.getTargetException());
        } catch (IllegalAccessException inaccessible) {
            throw new AssertionError("methods of a port are public", inaccessible);
        }
    }

    /** Returns the call as text, such as {@code users().findById(UserId)}. */
    @Override
    public String toString() {
        String parameters =
                Stream.of(method.getParameterTypes()).map(Class::getSimpleName).collect(Collectors.joining(", "));
        return (accessor == null ? "" : accessor.getName() + "().") + method.getName() + "(" + parameters + ")";
    }
}
