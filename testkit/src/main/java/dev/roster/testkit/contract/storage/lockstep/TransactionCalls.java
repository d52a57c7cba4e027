package dev.roster.testkit.contract.storage.lockstep;

import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.testkit.conformance.lockstep.Bindings;
import dev.roster.testkit.conformance.lockstep.Call;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Calls that run another call elsewhere than in the current transaction: on the storage, on repositories of a
 * transaction that has ended, in a nested transaction, or in one that fails. Where the port rejects that with {@link
 * IllegalStateException}, the result is "rejected".
 */
public final class TransactionCalls {

    private TransactionCalls() {}

    /** How a transaction fails. */
    public enum Failure {
        /** By an unchecked exception. */
        RUNTIME_EXCEPTION,
        /** By a checked exception. */
        CHECKED_EXCEPTION,
        /** By an error. */
        ERROR
    }

    /** Makes a call on repositories that the storage returned before all transactions. Rejected inside a transaction. */
    public static Call<UnitOfWork> onStorage(Call<UnitOfWork> call) {
        return wrapped("onStorage(" + call + ")", (unit, names) -> {
            StepUnit step = StepUnit.of(unit);
            return orRejected(() -> run(call, step.withRepositories(step.direct()), names));
        });
    }

    /** Makes a call on the repositories of the latest transaction that has ended. Always rejected. */
    public static Call<UnitOfWork> onEndedUnit(Call<UnitOfWork> call) {
        return wrapped("onEndedUnit(" + call + ")", (unit, names) -> {
            StepUnit step = StepUnit.of(unit);
            Repositories ended = step.ended();
            return ended == null
                    ? "no transaction has ended"
                    : orRejected(() -> run(call, step.withRepositories(ended), names));
        });
    }

    /** Makes a call in a transaction of its own, which commits. Rejected inside a transaction. */
    public static Call<UnitOfWork> nested(Call<UnitOfWork> call) {
        return wrapped("nested(" + call + ")", (unit, names) -> {
            StepUnit step = StepUnit.of(unit);
            return orRejected(
                    () -> step.storage().inTransaction(inner -> run(call, step.withRepositories(inner), names)));
        });
    }

    /** Makes a call in a transaction of its own, which then fails. Rejected inside a transaction. */
    public static Call<UnitOfWork> failing(Failure failure, Call<UnitOfWork> call) {
        return wrapped("failing(" + failure + ", " + call + ")", (unit, names) -> {
            StepUnit step = StepUnit.of(unit);
            Set<String> before = names.boundNames();
            try {
                return orRejected(() -> step.storage().inTransaction(inner -> {
                    run(call, step.withRepositories(inner), names);
                    throw failed(failure);
                }));
            } finally {
                names.retainNames(before);
            }
        });
    }

    private static Object run(Call<UnitOfWork> call, UnitOfWork unit, Bindings names) throws Exception {
        return Optional.ofNullable(call.body().run(unit, names));
    }

    private static Exception failed(Failure failure) {
        return switch (failure) {
            case RUNTIME_EXCEPTION -> new UnsupportedOperationException("planned");
            case CHECKED_EXCEPTION -> new IOException("planned");
            case ERROR -> throw new AssertionError("planned");
        };
    }

    /** Checks that the backend responds. Rejected inside a transaction. */
    public static Call<UnitOfWork> ping() {
        return Call.of(
                "ping",
                List.of(),
                (unit, names) -> orRejected(() -> {
                    storageOf(unit).ping();
                    return "reachable";
                }));
    }

    private static Call<UnitOfWork> wrapped(String code, Call.Body<UnitOfWork> body) {
        return new Call<>(code, body);
    }

    static Storage storageOf(UnitOfWork unit) {
        return StepUnit.of(unit).storage();
    }

    static Object orRejected(Callable<?> call) throws Exception {
        try {
            return call.call();
        } catch (IllegalStateException rejected) {
            return "rejected";
        }
    }
}
