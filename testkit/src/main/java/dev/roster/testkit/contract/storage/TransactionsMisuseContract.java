package dev.roster.testkit.contract.storage;

import static dev.roster.testkit.contract.storage.transaction.Rejections.assertAllRejected;
import static dev.roster.testkit.data.NewCommentBuilder.aCommentOn;
import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.PageRequest;
import dev.roster.domain.StaleVersionException;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.PostNotFoundException;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.ContractPart;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Required;
import dev.roster.testkit.contract.storage.transaction.CallArguments;
import dev.roster.testkit.contract.storage.transaction.ConcurrentWriters;
import dev.roster.testkit.contract.storage.transaction.PortCall;
import dev.roster.testkit.contract.storage.transaction.Rejections.TakenPorts;
import dev.roster.testkit.contract.storage.transaction.StorageSnapshot;
import dev.roster.testkit.contract.storage.transaction.StoredSample;
import java.util.List;

/**
 * Clauses of {@link Storage} about rejected calls, such as those that would silently run outside of the open
 * transaction: the transaction remains usable.
 */
abstract class TransactionsMisuseContract extends ContractPart<Storage> {

    private static final Class<StorageUnavailableException> UNAVAILABLE = StorageUnavailableException.class;

    /** See {@link TransactionsContract#concurrentWriteTransactions()}. */
    protected abstract Capability concurrentWriteTransactions();

    /** Given rejected calls of every kind in a transaction. When it commits. Then all its other writes are stored. */
    @Clause(
            value = "transactions.rejection-keeps-transaction-usable",
            promise = "After a call that was rejected, such as a duplicate email address, a transaction can go on "
                    + "and commit its other changes.")
    void rejectionKeepsTransactionUsable() {
        User one = client().users().create(aUser().build());
        User two = client().users().create(aUser().build());
        UserId nobody = new UserId(UserId.MAX);

        TransactionWork<StoredSample, RuntimeException> work = unit -> {
            StoredSample first = StoredSample.storeIn(unit);
            assertThatExceptionOfType(EmailAlreadyExistsException.class)
                    .isThrownBy(() -> unit.users()
                            .create(aUser().withEmail(one.email().value()).build()));
            assertThatExceptionOfType(EmailAlreadyExistsException.class)
                    .isThrownBy(() -> unit.users().update(two.withEmail(one.email())));
            assertThatThrownBy(() -> unit.users().update(two.withVersion(9))).isInstanceOf(StaleVersionException.class);
            assertThatExceptionOfType(UserNotFoundException.class)
                    .isThrownBy(() -> unit.credentials().setPassword(nobody, new PasswordHash("h")));
            assertThatExceptionOfType(UserNotFoundException.class)
                    .isThrownBy(() -> unit.oneTimeTokens()
                            .store(new OneTimeToken(
                                    TokenHash.of(new OneTimeSecret("nobody's")),
                                    nobody,
                                    Purpose.PASSWORD_RESET,
                                    StoredSample.NOW)));
            assertThatExceptionOfType(UserNotFoundException.class)
                    .isThrownBy(() -> unit.posts().create(aPostBy(nobody).build()));
            assertThatExceptionOfType(StaleVersionException.class)
                    .isThrownBy(() -> unit.posts().update(first.post().withVersion(9)));
            assertThatExceptionOfType(PostNotFoundException.class)
                    .isThrownBy(() -> unit.comments()
                            .create(aCommentOn(new PostId(PostId.MAX), one.id()).build()));
            assertThatExceptionOfType(UserNotFoundException.class)
                    .isThrownBy(() -> unit.comments()
                            .create(aCommentOn(first.post().id(), nobody).build()));
            assertThatExceptionOfType(StaleVersionException.class)
                    .isThrownBy(() -> unit.users().delete(one.id(), 9));
            assertThatExceptionOfType(StaleVersionException.class)
                    .isThrownBy(() -> unit.posts().delete(first.post().id(), 9));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> unit.oneTimeTokens().store(first.token(first.token(), StoredSample.NOW)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> unit.auditLog().findLatest(0));
            unit.users().update(two.withName("Goes on"));
            return first;
        };
        StoredSample written = Required.call("a transaction with rejected calls", () -> client().inTransaction(work));

        StorageSnapshot.assertStored(written, client());
        assertThat(client().users().findById(one.id())).contains(one);
        assertThat(client().users().findById(two.id()))
                .contains(two.withName("Goes on").withVersion(2));
    }

    /**
     * Given an open transaction. When another is begun inside it. Then {@link IllegalStateException} is thrown, and the
     * outer transaction can commit.
     */
    @Clause(
            value = "transactions.nesting-rejected",
            promise = "A transaction inside a transaction of the same storage is rejected, and the outer one can "
                    + "commit.")
    void rejectsNestedTransaction() {
        StoredSample written = client().inTransaction(unit -> {
            StoredSample done = StoredSample.storeIn(unit);
            assertThatIllegalStateException()
                    .isThrownBy(
                            () -> client().inTransaction(inner -> inner.users().create(aUser().build())));
            return done;
        });

        StorageSnapshot.assertStored(written, client());
        assertThat(client().users().findAll(PageRequest.first()).total()).isEqualTo(1);
    }

    /**
     * Given a stored sample, and ports of the storage, taken before a transaction. When every method of every port is
     * called on the transaction's thread, on these ports and on ports taken from the storage inside the transaction.
     * Then each call is rejected with {@link IllegalStateException} and changes nothing, and the transaction commits.
     */
    @Clause(
            value = "transactions.direct-calls-rejected",
            promise = "Every call on the storage itself from inside one of its transactions is rejected, because it "
                    + "would not take part in it.")
    void rejectsDirectStorageCalls() {
        StoredSample sample = client().inTransaction(StoredSample::storeIn);
        List<PortCall> calls = PortCall.ofStorage(CallArguments.about(sample, client()));
        TakenPorts taken = TakenPorts.of(calls, client());
        StorageSnapshot before = StorageSnapshot.of(client(), sample);

        client().inTransaction(unit -> {
            User user = unit.users().findById(sample.user().id()).orElseThrow();
            assertAllRejected("ports taken from the storage before", calls, taken, IllegalStateException.class);
            assertAllRejected("the storage itself", calls, client(), IllegalStateException.class);
            return user;
        });

        StorageSnapshot.of(client(), sample).assertSameAs(before, "after rejected direct calls");
        assertUsable(taken, calls);
    }

    /** Asserts that reads on ports of the storage, taken before a transaction, are accepted after it. */
    private static void assertUsable(TakenPorts taken, List<PortCall> calls) {
        for (int i = 0; i < calls.size(); i++) {
            if (!calls.get(i).isChange()) {
                calls.get(i).on(taken.ports().get(i));
            }
        }
    }

    /**
     * Given an open transaction. When another thread calls every method of its unit of work, on ports that either
     * thread took from it. Then each call is rejected with {@link IllegalStateException} and changes nothing, also if
     * the other thread has a transaction of its own, and the transaction commits.
     */
    @Clause(
            value = "transactions.foreign-thread-rejected",
            promise = "Every call on a unit of work, or on a repository taken from it, is rejected on any thread but "
                    + "its own.",
            needs = "concurrent-write-transactions")
    void rejectsUnitOfWorkOnOtherThread() throws Exception {
        StoredSample sample = client().inTransaction(StoredSample::storeIn);
        List<PortCall> calls = PortCall.ofUnit(CallArguments.about(sample));
        StorageSnapshot before = StorageSnapshot.of(client(), sample);

        StoredSample written = client().inTransaction(unit -> {
            TakenPorts taken = TakenPorts.of(calls, unit);
            Rendezvous.runOnOtherThread(() -> rejectsAll(calls, taken, unit)).get();
            if (concurrentWriteTransactions().isSupported()) {
                ConcurrentWriters.run(Rendezvous.runOnOtherThread(
                        () -> client().inTransaction(own -> rejectsAll(calls, taken, unit)))::get);
            }
            StorageSnapshot.of(unit, sample).assertSameAs(before, "after rejected calls on another thread");
            return StoredSample.storeIn(unit);
        });

        StorageSnapshot.assertStored(written, client());
        assertThat(client().users().findAll(PageRequest.first()).total()).isEqualTo(2);
    }

    private static boolean rejectsAll(List<PortCall> calls, TakenPorts taken, UnitOfWork unit) {
        assertAllRejected("a unit of work of another thread", calls, unit, IllegalStateException.class);
        assertAllRejected(
                "ports taken from a unit of work by another thread", calls, taken, IllegalStateException.class);
        return true;
    }

    /**
     * Given a closed storage. When every method of every port is called, on ports taken before and after the closing.
     * Then each call fails with {@link StorageUnavailableException} and changes nothing; closing it again has no
     * effect.
     */
    @Clause(
            value = "transactions.closed-is-unavailable",
            promise = "Every call on a closed storage fails as unavailable, and closing it again has no effect.")
    void closedStorageIsUnavailable() throws Exception {
        StoredSample sample = client().inTransaction(StoredSample::storeIn);
        List<PortCall> calls = PortCall.ofStorage(CallArguments.about(sample, client())).stream()
                .filter(call -> !call.method().getName().equals("close"))
                .toList();
        StorageSnapshot before = StorageSnapshot.of(client(), sample);
        Storage closed = secondClient();
        TakenPorts taken = TakenPorts.of(calls, closed);

        closed.close();
        closed.close();

        assertAllRejected("ports of a storage, taken before it was closed", calls, taken, UNAVAILABLE);
        assertAllRejected("a closed storage", calls, closed, UNAVAILABLE);
        if (closed != client()) {
            StorageSnapshot.of(client(), sample).assertSameAs(before, "after calls on a closed client");
        }
    }
}
