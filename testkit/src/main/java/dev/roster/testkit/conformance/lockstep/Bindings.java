package dev.roster.testkit.conformance.lockstep;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Named results of one system in a {@link Lockstep}, such as ids. The names are the same for both systems. Used by one
 * thread.
 */
public final class Bindings {

    private final Map<String, Object> values;
    private final Map<Object, String> names;
    private final Set<String> boundInTransaction;
    private final UnaryOperator<String> rename;

    /** Creates an instance without names. */
    public Bindings() {
        this(new HashMap<>(), new HashMap<>(), new HashSet<>(), UnaryOperator.identity());
    }

    private Bindings(
            Map<String, Object> values,
            Map<Object, String> names,
            Set<String> boundInTransaction,
            UnaryOperator<String> spelling) {
        this.values = values;
        this.names = names;
        this.boundInTransaction = boundInTransaction;
        this.rename = spelling;
    }

    /** Returns a view in which a call that still uses one name gets the value of another. */
    Bindings withRenamed(String from, String to) {
        return new Bindings(values, names, boundInTransaction, name -> rename.apply(name.equals(from) ? to : name));
    }

    /**
     * Binds a name to a result of this system. From now on the name replaces the value in all results.
     * Use values of a distinct type, such as a typed id.
     *
     * @return {@code value}
     */
    public <T> T bind(String name, T value) {
        values.put(rename.apply(name), value);
        names.put(value, rename.apply(name));
        boundInTransaction.add(rename.apply(name));
        return value;
    }

    /** Returns the names that are bound now. */
    public Set<String> boundNames() {
        return Set.copyOf(values.keySet());
    }

    /**
     * Unbinds all other names, for a call that has rolled back a transaction of its own.
     *
     * @param kept the names that were bound before the call
     */
    public void retainNames(Set<String> kept) {
        values.keySet().retainAll(kept);
        names.values().retainAll(kept);
    }

    void beginTransaction() {
        boundInTransaction.clear();
    }

    /** Unbinds the names that were bound since the transaction began. */
    void forgetTransaction() {
        values.keySet().removeAll(boundInTransaction);
        names.values().removeAll(boundInTransaction);
    }

    /**
     * Returns the value bound to a name.
     *
     * @param unbound returned if the name is not bound: the call that would have bound it was rejected or removed
     */
    @SuppressWarnings("unchecked") // a name is bound to values of one type, the type of the default
    public <T> T get(String name, T unbound) {
        return (T) values.getOrDefault(rename.apply(name), unbound);
    }

    /** Returns the result with bound values replaced by their names, in a form that can be compared and printed. */
    @Nullable
    Object substituteNames(@Nullable Object result) {
        if (result == null) {
            return null;
        }
        String name = names.get(result);
        if (name != null) {
            return new Name(name);
        }
        if (result instanceof Optional<?> optional) {
            return optional.map(this::substituteNames);
        }
        if (result instanceof Collection<?> collection) {
            List<@Nullable Object> renamed = new ArrayList<>();
            collection.forEach(each -> renamed.add(substituteNames(each)));
            return renamed;
        }
        if (result instanceof Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> renamed = new LinkedHashMap<>();
            map.forEach((key, value) -> renamed.put(substituteNames(key), substituteNames(value)));
            return renamed;
        }
        return result instanceof Record composed ? substituteComponents(composed) : result;
    }

    private Object substituteComponents(Record composed) {
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        for (RecordComponent component : composed.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                parts.put(
                        component.getName(),
                        substituteNames(component.getAccessor().invoke(composed)));
            } catch (IllegalAccessException | InvocationTargetException unreadable) {
                throw new IllegalStateException("cannot read " + component, unreadable);
            }
        }
        return new RecordValues(composed.getClass(), parts);
    }

    /** Prints without quotes, so that it differs from a string. */
    private record Name(String name) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A record as a map of its components. */
    private record RecordValues(Class<?> type, Map<String, @Nullable Object> values) {
        @Override
        public String toString() {
            return type.getSimpleName() + values;
        }
    }
}
