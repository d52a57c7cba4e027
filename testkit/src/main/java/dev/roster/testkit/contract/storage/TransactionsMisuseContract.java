package dev.roster.testkit.contract.storage;

import static dev.roster.testkit.data.NewCommentBuilder.aCommentOn;
import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.PageRequest;
import dev.roster.domain.StaleVersionException;
import dev.roster.domain.post.CommentId;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.PostNotFoundException;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.ContractPart;
import dev.roster.testkit.conformance.Rendezvous;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Clauses of {@link Storage} about rejected calls, such as those that would silently run outside of the open
 * transaction: the transaction remains usable.
 */
abstract class TransactionsMisuseContract extends ContractPart<Storage> {

    /** Given rejected calls of every kind in a transaction. When it commits. Then all its other writes are stored. */
    @Clause(
            value = "transactions.rejection-keeps-transaction-usable",
            promise = "After a call that was rejected, such as a duplicate email address, a transaction can go on "
                    + "and commit its other changes.")
    void rejectionKeepsTransactionUsable() {
        User one = client().users().create(aUser().build());
        User two = client().users().create(aUser().build());
        UserId nobody = new UserId(UserId.MAX);

        StoredSample written = client().inTransaction(unit -> {
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
            unit.users().update(two.withName("Goes on"));
            return first;
        });

        assertThat(written.isCompleteIn(client())).isTrue();
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

        assertThat(written.isCompleteIn(client())).isTrue();
        assertThat(client().users().findAll(PageRequest.first()).total()).isEqualTo(1);
    }

    /**
     * Given an open transaction. When its thread calls the storage itself instead of the unit of work. Then {@link
     * IllegalStateException} is thrown, and the transaction can commit.
     */
    @Clause(
            value = "transactions.direct-calls-rejected",
            promise = "Every call on the storage itself from inside one of its transactions is rejected, because it "
                    + "would not take part in it.")
    void rejectsDirectStorageCalls() {
        List<Consumer<Storage>> calls = List.of(
                storage -> storage.outboxQueue().claim(Lane.DEFAULT, 1, StoredSample.NOW, Duration.ofMinutes(1)),
                Storage::ping,
                Storage::close);

        StoredSample written = client().inTransaction(unit -> {
            assertRejected(client());
            for (Consumer<Storage> call : calls) {
                assertThatIllegalStateException().isThrownBy(() -> call.accept(client()));
            }
            return StoredSample.storeIn(unit);
        });

        assertThat(written.isCompleteIn(client())).isTrue();
        assertThat(client().users().findAll(PageRequest.first()).items()).containsExactly(written.user());
    }

    /**
     * Given units of work of a committed and of a failed transaction. When they are used afterwards. Then {@link
     * IllegalStateException} is thrown.
     */
    @Clause(
            value = "transactions.ended-unit-rejected",
            promise = "Every call on a unit of work, or on a repository taken from it, is rejected once its "
                    + "transaction has ended, however it ended.")
    void rejectsEndedUnitOfWork() {
        List<UnitOfWork> ended = new ArrayList<>();
        client().inTransaction(ended::add);
        assertThatIOException()
                .isThrownBy(() -> client().inTransaction(unit -> {
                    ended.add(unit);
                    throw new IOException("planned");
                }));

        assertThat(ended).hasSize(2).allSatisfy(TransactionsMisuseContract::assertRejected);
        assertThat(client().users().findAll(PageRequest.first()).total()).isZero();
    }

    /**
     * Given an open transaction. When another thread uses its unit of work. Then {@link IllegalStateException} is
     * thrown, and the transaction can commit.
     */
    @Clause(
            value = "transactions.foreign-thread-rejected",
            promise = "Every call on a unit of work, or on a repository taken from it, is rejected on any thread but "
                    + "its own.")
    void rejectsUnitOfWorkOnOtherThread() throws Exception {
        StoredSample written = client().inTransaction(unit -> {
            Rendezvous.runOnOtherThread(() -> {
                        assertRejected(unit);
                        return true;
                    })
                    .get();
            return StoredSample.storeIn(unit);
        });

        assertThat(written.isCompleteIn(client())).isTrue();
        assertThat(client().users().findAll(PageRequest.first()).total()).isEqualTo(1);
    }

    private static void assertRejected(UnitOfWork unit) {
        List<Runnable> calls = List.of(
                () -> unit.users().create(aUser().build()),
                () -> unit.users().findAll(PageRequest.first()),
                () -> unit.credentials().findByUserId(new UserId(1)),
                () -> unit.oneTimeTokens().consume(new TokenHash("0"), Purpose.PASSWORD_RESET, StoredSample.NOW),
                () -> unit.posts().create(aPostBy(new UserId(1)).build()),
                () -> unit.posts().findPublished(PageRequest.first()),
                () -> unit.comments().delete(new CommentId(1)),
                () -> unit.outbox()
                        .append(new WelcomeNotification(MessageId.random(), StoredSample.NOW, new UserId(1), "Ann")));
        for (Runnable call : calls) {
            assertThatIllegalStateException().isThrownBy(call::run);
        }
    }

    /**
     * Given a closed storage. When it is used. Then {@link StorageUnavailableException} is thrown; closing it again has
     * no effect.
     */
    @Clause(
            value = "transactions.closed-is-unavailable",
            promise = "Every call on a closed storage fails as unavailable, and closing it again has no effect.")
    void closedStorageIsUnavailable() throws Exception {
        Storage closed = secondClient();
        closed.close();
        closed.close();

        assertThatExceptionOfType(StorageUnavailableException.class)
                .isThrownBy(() -> closed.users().findById(new UserId(1)));
        assertThatExceptionOfType(StorageUnavailableException.class)
                .isThrownBy(() -> closed.inTransaction(unit -> unit.users().findById(new UserId(1))));
        assertThatThrownBy(closed::ping).isInstanceOf(StorageUnavailableException.class);
    }
}
