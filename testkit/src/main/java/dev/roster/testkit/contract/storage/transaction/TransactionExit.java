package dev.roster.testkit.contract.storage.transaction;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionConflictException;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.User;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A way in which a transaction ends. */
public enum TransactionExit {
    /** The work returns. */
    RETURN(null),
    /** The work throws a runtime exception. */
    RUNTIME_EXCEPTION(IllegalArgumentException.class),
    /** The work throws a checked exception. */
    CHECKED_EXCEPTION(IOException.class),
    /** The work throws the exception of an interrupted thread. */
    INTERRUPTION(InterruptedException.class),
    /** The work throws an error. */
    ERROR(StackOverflowError.class),
    /** The work throws a throwable that is neither an exception nor an error. */
    SNEAKY_THROWABLE(Throwable.class),
    /** A repository rejects a call, and the work does not catch the exception. */
    DOMAIN_EXCEPTION(EmailAlreadyExistsException.class),
    /** The work reports a conflict. */
    CONFLICT(TransactionConflictException.class),
    /** A nested transaction is rejected, and the work does not catch the exception. */
    REJECTED_NESTING(IllegalStateException.class),
    /** A nested transaction is rejected, and the work returns. */
    REJECTED_NESTING_CAUGHT(null),
    /** A direct call on the storage is rejected, and the work does not catch the exception. */
    REJECTED_DIRECT_CALL(IllegalStateException.class),
    /** A direct call on the storage is rejected, and the work returns. */
    REJECTED_DIRECT_CALL_CAUGHT(null);

    private final @Nullable Class<? extends Throwable> thrown;

    TransactionExit(@Nullable Class<? extends Throwable> thrown) {
        this.thrown = thrown;
    }

    /**
     * Runs a transaction that ends in this way.
     *
     * @param existing a stored user
     * @param work runs first in the transaction; more than once if the storage retries
     */
    public void run(Storage storage, User existing, Consumer<UnitOfWork> work) {
        Throwable arrived = catchThrowable(() -> storage.inTransaction(unit -> {
            work.accept(unit);
            end(storage, unit, existing);
            return existing;
        }));

        if (thrown == null) {
            assertThat(arrived).as("thrown by a transaction that returned").isNull();
        } else {
            assertThat(arrived)
                    .as("thrown by a transaction with the exit %s", this)
                    .isInstanceOf(thrown);
        }
    }

    private void end(Storage storage, UnitOfWork unit, User existing) {
        switch (this) {
            case RETURN -> {}
            case RUNTIME_EXCEPTION -> throw new IllegalArgumentException("planned");
            case CHECKED_EXCEPTION -> throw Sneaky.thrown(new IOException("planned"));
            case INTERRUPTION -> throw Sneaky.thrown(new InterruptedException("planned"));
            case ERROR -> throw new StackOverflowError("planned");
            case SNEAKY_THROWABLE -> throw Sneaky.thrown(new Throwable("planned"));
            case DOMAIN_EXCEPTION ->
                unit.users().create(aUser().withEmail(existing.email().value()).build());
            case CONFLICT -> throw new TransactionConflictException("planned");
            case REJECTED_NESTING -> nest(storage, existing);
            case REJECTED_NESTING_CAUGHT -> assertThatIllegalStateException().isThrownBy(() -> nest(storage, existing));
            case REJECTED_DIRECT_CALL -> storage.users().findById(existing.id());
            case REJECTED_DIRECT_CALL_CAUGHT ->
                assertThatIllegalStateException()
                        .isThrownBy(() -> storage.users().findById(existing.id()));
        }
    }

    private static void nest(Storage storage, User existing) {
        storage.inTransaction(inner -> inner.users().findById(existing.id()));
    }
}
