package dev.roster.testkit.contract.storage;

import static dev.roster.testkit.contract.storage.transaction.Rejections.assertAllRejected;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.user.User;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.ContractPart;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.contract.storage.transaction.CallArguments;
import dev.roster.testkit.contract.storage.transaction.PortCall;
import dev.roster.testkit.contract.storage.transaction.Rejections.TakenPorts;
import dev.roster.testkit.contract.storage.transaction.StorageSnapshot;
import dev.roster.testkit.contract.storage.transaction.StoredSample;
import dev.roster.testkit.contract.storage.transaction.TransactionExit;
import java.util.ArrayList;
import java.util.List;

/** Clauses of {@link Storage} about what is left after a transaction, for every way in which it can end. */
abstract class TransactionExitsContract extends ContractPart<Storage> {

    /** More than the connections that a client may have. */
    private static final int REPETITIONS = 110;

    /**
     * Given a transaction that has ended, in each of the ways of {@link TransactionExit}. When every method of its unit
     * of work is called, on ports taken from it before and after its end, on its thread, inside a later transaction
     * and on another thread. Then each call is rejected with {@link IllegalStateException} and changes nothing.
     */
    @Clause(
            value = "transactions.ended-unit-rejected",
            promise =
                    "Every call on a unit of work, or on a repository taken from it, is rejected once its transaction "
                            + "has ended, however it ended.")
    void rejectsEndedUnitOfWork() throws Exception {
        StoredSample sample = client().inTransaction(StoredSample::storeIn);
        List<PortCall> calls = PortCall.ofUnit(CallArguments.about(sample));
        StorageSnapshot before = StorageSnapshot.of(client(), sample);

        for (TransactionExit exit : TransactionExit.values()) {
            List<Ended> ended = new ArrayList<>();
            exit.run(client(), sample.user(), unit -> ended.add(new Ended(unit, TakenPorts.of(calls, unit))));
            for (Ended each : ended) {
                String which = "a unit of work that ended by " + exit;
                each.assertRejected(calls, which);
                client().inTransaction(later -> {
                    later.users().findById(sample.user().id());
                    each.assertRejected(calls, which + ", inside a later transaction");
                    return later;
                });
            }
            Rendezvous.runOnOtherThread(() -> {
                        ended.forEach(each -> each.assertRejected(calls, "a unit of work of another thread"));
                        return ended;
                    })
                    .get();
        }

        StorageSnapshot.of(client(), sample).assertSameAs(before, "after calls on ended units of work");
    }

    /** Unit of work of a transaction that has ended, and ports taken from it before. */
    private record Ended(UnitOfWork unit, TakenPorts taken) {

        void assertRejected(List<PortCall> calls, String which) {
            assertAllRejected("ports taken from " + which, calls, taken, IllegalStateException.class);
            assertAllRejected(which, calls, unit, IllegalStateException.class);
        }
    }

    /**
     * Given 110 transactions that lock a user and end, in each of the ways of {@link TransactionExit}, and 110 rejected
     * direct calls of every method in one transaction. When transactions and direct calls of both clients follow. Then
     * they succeed.
     */
    @Clause(
            value = "transactions.failures-leak-no-resources",
            promise = "However transactions and rejected calls end and however many there are, the next transaction "
                    + "finds a connection and no lock.")
    void failuresLeakNoResources() throws Exception {
        User user = client().users().create(aUser().build());
        Storage other = secondClient();
        for (TransactionExit exit : TransactionExit.values()) {
            for (int i = 0; i < REPETITIONS; i++) {
                exit.run(client(), user, unit -> unit.users().lock(user.id()));
            }
            assertUsable(client(), user, exit.toString());
            assertUsable(other, user, exit.toString());
        }

        StoredSample sample = client().inTransaction(StoredSample::storeIn);
        List<PortCall> calls = PortCall.ofStorage(CallArguments.about(sample, client()));
        client().inTransaction(unit -> {
            for (PortCall call : calls) {
                for (int i = 0; i < REPETITIONS; i++) {
                    assertThatIllegalStateException().as("%s", call).isThrownBy(() -> call.in(client()));
                }
            }
            return StoredSample.storeIn(unit);
        });
        assertUsable(client(), user, "rejected direct calls");
        StorageSnapshot.assertStored(sample, other);
    }

    private static void assertUsable(Storage storage, User user, String ending) {
        assertThat(storage.users().findById(user.id())).as("after %s", ending).isPresent();
        User changed = storage.inTransaction(unit ->
                unit.users().update(unit.users().lock(user.id()).orElseThrow().withName("After " + ending)));
        assertThat(storage.users().findById(user.id())).contains(changed);
    }
}
