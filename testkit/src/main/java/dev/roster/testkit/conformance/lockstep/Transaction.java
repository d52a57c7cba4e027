package dev.roster.testkit.conformance.lockstep;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Several calls in one transaction.
 *
 * @param commits true to commit; false to roll back after the last call
 * @param calls the calls, in order
 * @param <U> the type on which calls are made
 */
public record Transaction<U>(boolean commits, List<Call<U>> calls) implements Step<U> {

    /** Copies the calls. */
    public Transaction {
        calls = List.copyOf(calls);
    }

    /** Creates a transaction that commits. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public static <U> Transaction<U> committed(Call<U>... calls) {
        return new Transaction<>(true, List.of(calls));
    }

    /** Creates a transaction that is rolled back. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public static <U> Transaction<U> rolledBack(Call<U>... calls) {
        return new Transaction<>(false, List.of(calls));
    }

    Transaction<U> without(int call) {
        List<Call<U>> fewer = new ArrayList<>(calls);
        fewer.remove(call);
        return new Transaction<>(commits, fewer);
    }

    Transaction<U> with(UnaryOperator<Call<U>> change) {
        return new Transaction<>(commits, calls.stream().map(change).toList());
    }

    @Override
    public String toString() {
        return (commits ? "committed(" : "rolledBack(")
                + calls.stream().map(call -> "\n    " + call).collect(Collectors.joining(","))
                + ")";
    }
}
