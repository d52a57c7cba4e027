package dev.roster.testkit.conformance.lockstep;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One call on what is under test, made alike on both sides. It refers to what earlier calls gave by {@link Bindings}, never
 * by value, so that it also makes sense in a program from which those were taken out.
 *
 * @param code the Java code that makes this call
 * @param body makes the call
 * @param <U> what it is made on
 */
public record Call<U>(String code, Body<U> body) implements Step<U> {

    /** Refuses {@code null}. */
    public Call {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(body, "body");
    }

    /**
     * A call made by a factory method, which calls this with its own name and arguments.
     *
     * @param factory the method's name
     * @param body makes the call
     * @param arguments texts, numbers, booleans and enums
     */
    public static <U> Call<U> of(String factory, Body<U> body, Object... arguments) {
        String list = Arrays.stream(arguments).map(Call::literal).collect(Collectors.joining(", "));
        return new Call<>(factory + "(" + list + ")", body);
    }

    /** The same call with one name in place of another. */
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
     * What a call does.
     *
     * @param <U> what it is made on
     */
    @FunctionalInterface
    public interface Body<U> {

        /**
         * Makes the call on one side.
         *
         * @param unit what it is made on
         * @param names what that side gave so far
         * @return what is to be the same on both sides, but for what is bound to a name; anything with a sensible
         *     {@code equals}: records, lists, optionals and maps are looked into
         * @throws Exception whose class is to be the same on both sides
         */
        @Nullable
        Object run(U unit, Bindings names) throws Exception;
    }
}
