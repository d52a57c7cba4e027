package dev.roster.testkit.conformance.lockstep;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Calls in one transaction.
 *
 * @param commits whether it ends by a commit; if not, it is rolled back after the last call
 * @param calls in order
 * @param <U> what they are made on
 */
public record Transaction<U>(boolean commits, List<Call<U>> calls) implements Step<U> {

    /** Copies the calls. */
    public Transaction {
        calls = List.copyOf(calls);
    }

    /** Calls in one transaction that commits. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public static <U> Transaction<U> committed(Call<U>... calls) {
        return new Transaction<>(true, List.of(calls));
    }

    /** Calls in one transaction that is rolled back. */
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
