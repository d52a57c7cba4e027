package dev.roster.testkit.contract.storage.transaction;

import dev.roster.application.port.storage.UnitOfWork;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Asserts that calls are rejected, and names those that are not. */
public final class Rejections {

    private Rejections() {}

    /**
     * Makes the calls on ports that are taken from a unit of work or a storage now.
     *
     * @param way how the ports were reached, for messages
     */
    public static void assertAllRejected(
            String way, List<PortCall> calls, UnitOfWork owner, Class<? extends Throwable> expected) {
        check(way, calls, i -> calls.get(i).in(owner), expected);
    }

    /**
     * Makes the calls on ports that were taken before.
     *
     * @param way how the ports were reached, for messages
     */
    public static void assertAllRejected(
            String way, List<PortCall> calls, TakenPorts taken, Class<? extends Throwable> expected) {
        check(way, calls, i -> calls.get(i).on(taken.ports.get(i)), expected);
    }

    private static void check(
            String way, List<PortCall> calls, IntFunction<@Nullable Object> call, Class<? extends Throwable> expected) {
        List<String> accepted = new ArrayList<>();
        List<Throwable> others = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            try {
                Object result = call.apply(i);
                boolean isVoid = calls.get(i).method().getReturnType() == void.class;
                accepted.add(calls.get(i) + " returned" + (isVoid ? "" : " " + result));
            } catch (Throwable thrown) {
                if (!expected.isInstance(thrown)) {
                    accepted.add(calls.get(i) + " threw " + thrown);
                    others.add(thrown);
                }
            }
        }
        if (!accepted.isEmpty()) {
            AssertionError failure = new AssertionError(accepted.size() + " of " + calls.size() + " calls on " + way
                    + " were not rejected with " + expected.getSimpleName() + ":\n  "
                    + String.join("\n  ", accepted));
            others.forEach(failure::addSuppressed);
            throw failure;
        }
    }

    /**
     * The ports of some calls, taken from a unit of work or a storage while that was allowed.
     *
     * @param ports the port of each call
     */
    public record TakenPorts(List<Object> ports) {

        /** Takes the port of each call. */
        public static TakenPorts of(List<PortCall> calls, UnitOfWork owner) {
            return new TakenPorts(calls.stream().map(call -> call.portOf(owner)).toList());
        }
    }
}
