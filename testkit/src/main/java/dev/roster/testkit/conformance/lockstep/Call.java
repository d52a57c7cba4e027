package dev.roster.testkit.conformance.lockstep;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One call, made on both systems. It refers to results of earlier calls through {@link Bindings}, never by value, so it
 * also works in a program from which those calls were removed.
 *
 * @param code the Java code that creates this call
 * @param body makes the call
 * @param <U> the type on which calls are made
 */
public record Call<U>(String code, Body<U> body) implements Step<U> {

    /** Rejects {@code null}. */
    public Call {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(body, "body");
    }

    /**
     * Creates a call. To be used by a factory method, which passes its own name and arguments.
     *
     * @param factory the method's name
     * @param arguments strings, numbers, booleans and enums
     * @param body makes the call
     */
    public static <U> Call<U> of(String factory, List<?> arguments, Body<U> body) {
        String list = arguments.stream().map(Call::literal).collect(Collectors.joining(", "));
        return new Call<>(factory + "(" + list + ")", body);
    }

    /** Returns the same call with one name replaced by another. */
    Call<U> renamed(String from, String to) {
        String renamed = code.replace('"' + from + '"', '"' + to + '"');
        return renamed.equals(code)
                ? this
                : new Call<>(renamed, (unit, names) -> body.run(unit, names.withRenamed(from, to)));
    }

    @Override
    public String toString() {
        return code;
    }

    private static String literal(Object argument) {
        if (argument instanceof String text) {
            return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
        }
        return argument instanceof Enum<?> constant ? constant.name() : argument.toString();
    }

    /**
     * The effect of a call.
     *
     * @param <U> the type on which calls are made
     */
    @FunctionalInterface
    public interface Body<U> {

        /**
         * Makes the call on one system.
         *
         * @param unit the object on which the call is made
         * @param names results of this system so far
         * @return the result, which must be the same on both systems after bound values are replaced by their names;
         *     anything with a useful {@code equals}. Records, collections, optionals and maps are compared element by
         *     element.
         * @throws Exception of a class that must be the same on both systems
         */
        @Nullable
        Object run(U unit, Bindings names) throws Exception;
    }
}
