package dev.roster.testkit.contract.storage;

import static dev.roster.testkit.data.NewCommentBuilder.aCommentOn;
import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.Lane;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.outbox.OutboxQueue.Claim;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.Storage;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.StaleVersionException;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.PostNotFoundException;
import dev.roster.domain.post.PostWithComments;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Rendezvous;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Contract of the transactions of a {@link Storage}. This class checks commits and rollbacks. It also runs the clauses
 * of {@link TransactionsConcurrencyContract} and {@link TransactionsMisuseContract}.
 */
public abstract class TransactionsContract extends TransactionsConcurrencyContract {

    /** For subclasses. */
    protected TransactionsContract() {}

    /** Given a transaction over all repositories. When it has returned. Then a second client sees all its writes. */
    @Clause("transactions.commit-visible-to-second-client")
    void commitIsVisibleToSecondClient() throws Exception {
        Storage other = secondClient();
        StoredSample written = client().inTransaction(StoredSample::storeIn);

        assertThat(written.isCompleteIn(other)).isTrue();
    }

    /** Given an open transaction that has written. When a second client reads. Then it sees none of the writes. */
    @Clause("transactions.invisible-before-commit")
    void writesAreInvisibleBeforeCommit() throws Exception {
        Storage other = secondClient();
        User before = client().users().create(aUser().withName("Before").build());

        StoredSample written = client().inTransaction(unit -> {
            unit.users().update(before.withName("After"));
            StoredSample done = StoredSample.storeIn(unit);
            Rendezvous.runOnOtherThread(() -> {
                        assertThat(other.users().findById(before.id())).contains(before);
                        assertThat(other.users().findById(done.user().id())).isEmpty();
                        assertThat(other.users().findByEmail(done.user().email()))
                                .isEmpty();
                        assertThat(other.users().findAll(PageRequest.first()).total())
                                .isEqualTo(1);
                        assertThat(other.credentials().findByUserId(done.user().id()))
                                .isEmpty();
                        assertThat(other.posts().findById(done.post().id())).isEmpty();
                        assertThat(other.posts().findPublished(PageRequest.first()))
                                .isEqualTo(Page.empty(PageRequest.first()));
                        assertThat(other.comments().findById(done.comment().id()))
                                .isEmpty();
                        return true;
                    })
                    .get();
            return done;
        });

        assertThat(written.isCompleteIn(other)).isTrue();
        assertThat(other.users().findById(before.id()).orElseThrow().name()).isEqualTo("After");
    }

    /** Given a transaction. When it reads what it has written to the repositories. Then it sees its own writes. */
    @Clause("transactions.reads-own-writes")
    void readsOwnWrites() {
        client().inTransaction(unit -> {
            User user = unit.users().create(aUser().build());
            User updated = unit.users().update(user.withName("Own"));
            assertThat(unit.users().findById(user.id())).contains(updated);
            assertThat(unit.users().findByEmail(user.email())).contains(updated);
            assertThat(unit.users().findAll(PageRequest.first()).items()).containsExactly(updated);
            unit.credentials().setPassword(user.id(), new PasswordHash("h"));
            assertThat(unit.credentials().findByUserId(user.id())).isPresent();
            Post post = unit.posts().create(aPostBy(user.id()).build());
            Post published = unit.posts().update(post.withPublished(true));
            assertThat(unit.posts().findById(post.id())).contains(published);
            Comment comment =
                    unit.comments().create(aCommentOn(post.id(), user.id()).build());
            PageRequest first = PageRequest.first();
            assertThat(unit.posts().findPublished(first)).isEqualTo(new Page<>(List.of(published), 1, first));
            assertThat(unit.posts().findWithComments(first, PostFilter.all().byAuthor(user.id()), 5))
                    .isEqualTo(new Page<>(List.of(new PostWithComments(published, List.of(comment), 1)), 1, first));
            assertThat(unit.comments().findById(comment.id())).contains(comment);
            assertThat(unit.users().delete(user.id())).isTrue();
            assertThat(unit.users().findById(user.id())).isEmpty();
            assertThat(unit.posts().findPaginated(first, PostFilter.all())).isEqualTo(Page.empty(first));
            assertThat(unit.comments().findById(comment.id())).isEmpty();
            return assertThat(unit.credentials().findByUserId(user.id())).isEmpty();
        });
    }

    /**
     * Given work that writes to all repositories. When it throws a runtime exception, a checked exception, an error or
     * another throwable. Then nothing it wrote is stored, and earlier data is unchanged.
     */
    @Clause("transactions.any-throwable-rolls-back")
    void rollsBackOnAnyThrowable() throws Exception {
        StoredSample before = client().inTransaction(StoredSample::storeIn);
        Storage other = secondClient();

        for (Throwable thrown : throwables()) {
            List<StoredSample> lost = new ArrayList<>();
            Throwable arrived = catchThrowable(() -> client().inTransaction(unit -> {
                lost.add(StoredSample.storeIn(unit));
                unit.users().update(before.user().withName("Lost"));
                unit.credentials().endSessions(before.user().id());
                unit.posts().update(before.post().withTitle("Lost").withPublished(false));
                unit.comments().delete(before.comment().id());
                unit.oneTimeTokens().consume(before.token(), Purpose.EMAIL_VERIFICATION, NOW);
                throw sneaky(thrown);
            }));

            assertThat(arrived).isSameAs(thrown);
            assertThat(lost).hasSize(1);
            for (Storage client : List.of(client(), other)) {
                assertThat(lost.get(0).isAbsentFrom(client))
                        .as("after %s", thrown)
                        .isTrue();
                assertThat(client.users().findAll(PageRequest.first()).items()).containsExactly(before.user());
            }
        }
        assertThat(before.isCompleteIn(other)).isTrue();
    }

    /**
     * Given work that throws. When its transaction has failed. Then the caller gets the same throwable, checked or
     * unchecked, without an added cause or suppressed exception.
     */
    @Clause("transactions.throwable-propagated-unchanged")
    void propagatesThrowableUnchanged() {
        for (Throwable thrown : throwables()) {
            Throwable arrived = catchThrowable(() -> client().inTransaction(unit -> {
                unit.users().create(aUser().build());
                throw sneaky(thrown);
            }));

            assertThat(arrived).isSameAs(thrown);
            assertThat(arrived).hasNoCause().hasNoSuppressedExceptions();
        }
    }

    /** Given 500 failed transactions, half of them by rejections. When another is run. Then it succeeds. */
    @Clause("transactions.failures-leak-no-resources")
    void failuresLeakNoResources() {
        User user = client().users().create(aUser().build());
        NewUser duplicate = aUser().withEmail(user.email().value()).build();
        for (int i = 0; i < 500; i++) {
            boolean refusal = i % 2 == 0;
            Throwable failure = catchThrowable(() -> client().inTransaction(unit -> {
                unit.users().findById(user.id());
                if (refusal) {
                    return unit.users().create(duplicate);
                }
                throw new IOException("planned");
            }));
            assertThat(failure).isInstanceOf(refusal ? EmailAlreadyExistsException.class : IOException.class);
        }

        User created = client().inTransaction(unit -> unit.users().create(aUser().build()));
        assertThat(client().users().findById(created.id())).contains(created);
    }

    /**
     * Given transactions that append messages. When some fail and the others commit. Then exactly the messages of the
     * committed transactions can be claimed.
     */
    @Clause("transactions.message-appended-only-on-commit")
    void appendsMessagesOnlyOnCommit() {
        List<OutboxMessage> committed = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            OutboxMessage message = new WelcomeNotification(MessageId.random(), NOW, new UserId(1), "Number " + i);
            if (i % 3 == 0) {
                assertThatIOException()
                        .isThrownBy(() -> client().inTransaction(unit -> {
                            unit.outbox().append(message);
                            throw new IOException("planned");
                        }));
            } else {
                client().inTransaction(unit -> {
                    unit.outbox().append(message);
                    return message;
                });
                committed.add(message);
            }
        }

        List<Claim> claims = client().outboxQueue().claim(Lane.DEFAULT, 100, NOW, Duration.ofMinutes(1));
        assertThat(claims.stream().map(Claim::message)).containsExactlyInAnyOrderElementsOf(committed);
    }

    /** Given rejected calls of every kind in a transaction. When it commits. Then all its other writes are stored. */
    @Clause("transactions.rejection-keeps-transaction-usable")
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
            assertThatExceptionOfType(StaleVersionException.class)
                    .isThrownBy(() -> unit.users().update(two.withVersion(9)));
            assertThatExceptionOfType(UserNotFoundException.class)
                    .isThrownBy(() -> unit.credentials().setPassword(nobody, new PasswordHash("h")));
            assertThatExceptionOfType(UserNotFoundException.class)
                    .isThrownBy(() -> unit.oneTimeTokens()
                            .store(new OneTimeToken(
                                    TokenHash.of(new OneTimeSecret("nobody's")), nobody, Purpose.PASSWORD_RESET, NOW)));
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

    private static List<Throwable> throwables() {
        return List.of(
                new IllegalArgumentException("unchecked"),
                new IOException("checked"),
                new AssertionError("error"),
                new Throwable("neither"));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // throws a checked exception without declaring it
    private static <X extends Throwable> RuntimeException sneaky(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
