package dev.roster.testkit.conformance.lockstep;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What one side of a {@link Lockstep} gave, such as ids, by names that are the same on both sides. Used by one thread.
 */
public final class Bindings {

    private final Map<String, Object> values;
    private final Map<Object, String> names;
    private final UnaryOperator<String> rename;

    /** Nothing bound. */
    public Bindings() {
        this(new HashMap<>(), new HashMap<>(), UnaryOperator.identity());
    }

    private Bindings(Map<String, Object> values, Map<Object, String> names, UnaryOperator<String> spelling) {
        this.values = values;
        this.names = names;
        this.rename = spelling;
    }

    /** The same names, for a call that still has one of them by another spelling. */
    Bindings withRenamed(String from, String to) {
        return new Bindings(values, names, name -> rename.apply(name.equals(from) ? to : name));
    }

    /**
     * Binds a name to what this side gave; in results the name stands for it from now on, so it is best of a type that
     * nothing else is of, such as a typed id.
     *
     * @return {@code value}
     */
    public <T> T bind(String name, T value) {
        values.put(rename.apply(name), value);
        names.put(value, rename.apply(name));
        return value;
    }

    /**
     * What this side gave under that name.
     *
     * @param unbound the answer if it gave nothing, for the call that would have was refused, or taken out
     */
    @SuppressWarnings("unchecked") // a name is bound to one type, as the type of the fall-back says
    public <T> T get(String name, T unbound) {
        return (T) values.getOrDefault(rename.apply(name), unbound);
    }

    /** A result with names in place of what is bound to them, in a form that can be compared and read. */
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

    /** Prints as it is written, so that it tells itself from a text. */
    private record Name(String name) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A record, taken apart. */
    private record RecordValues(Class<?> type, Map<String, @Nullable Object> values) {
        @Override
        public String toString() {
            return type.getSimpleName() + values;
        }
    }
}
