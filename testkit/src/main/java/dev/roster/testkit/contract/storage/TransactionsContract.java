package dev.roster.testkit.contract.storage;

import static dev.roster.testkit.data.NewCommentBuilder.aCommentOn;
import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.outbox.OutboxQueue.Claim;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionConflictException;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.CommentsEach;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostWithComments;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.conformance.Barrier;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Contract;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;

/**
 * Contract of the transactions of a {@link Storage}, over all its repositories. Longer than other classes because its
 * clauses about rollback, visibility and concurrency share their helpers.
 */
public abstract class TransactionsContract extends Contract<Storage> {

    /** For subclasses. */
    protected TransactionsContract() {}

    /**
     * Returns whether two write transactions may be open at the same time. If not, the storage must reject the second
     * with {@link TransactionConflictException} within a bounded time.
     */
    protected abstract Capability concurrentWriteTransactions();

    /**
     * Given work that writes to all repositories. When it throws a runtime exception, a checked exception, an error or
     * another throwable. Then nothing it wrote is stored, and earlier data is unchanged.
     */
    @Clause(
            value = "transactions.any-throwable-rolls-back",
            promise = "Work that throws, whatever it throws, leaves nothing of its transaction behind, in any "
                    + "repository.")
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
                unit.oneTimeTokens().consume(before.token(), Purpose.EMAIL_VERIFICATION, StoredSample.NOW);
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
     * Given a user and two clients. When 16 threads each lock the user in a transaction and change it. Then no change
     * is rejected as stale, and each is stored. A storage may reject concurrent write transactions.
     */
    @Clause(
            value = "users.locked-changes-not-stale",
            promise = "A user that a transaction has locked stays as it was read until the transaction ends, so its "
                    + "change is never stale.")
    void changesOfLockedUserAreNotStale() throws Exception {
        User user = client().users().create(aUser().withName("Ann").build());
        Storage other = secondClient();

        List<Outcome<User>> outcomes = Rendezvous.run(
                16,
                i -> () -> (i % 2 == 0 ? client() : other).inTransaction(unit -> {
                    User locked = unit.users().lock(user.id()).orElseThrow();
                    return unit.users().update(locked.withName(locked.name() + "."));
                }));

        assertThat(outcomes.stream().flatMap(each -> each.failure().stream()))
                .allSatisfy(failure -> assertThat(failure).isInstanceOf(TransactionConflictException.class));
        long stored = outcomes.stream().filter(Outcome::succeeded).count();
        assertThat(stored).isBetween(concurrentWriteTransactions().isSupported() ? 16L : 1L, 16L);
        assertThat(client().users().findById(user.id()).orElseThrow().name()).hasSize(3 + (int) stored);
        assertThat(client().users().lock(new UserId(UserId.MAX))).isEmpty();
    }

    /**
     * Given work that throws. When its transaction has failed. Then the caller gets the same throwable, checked or
     * unchecked, without an added cause or suppressed exception.
     */
    @Clause(
            value = "transactions.throwable-propagated-unchanged",
            promise = "The caller of a failed transaction gets the throwable of the work itself, neither wrapped nor "
                    + "extended.")
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

    /** Given 500 failed transactions, half of them by rejections. When another is run. Then it succeeds. */
    @Clause(
            value = "transactions.failures-leak-no-resources",
            promise = "However transactions and rejected calls end and however many there are, the next transaction "
                    + "finds a connection and no lock.")
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
    @Clause(
            value = "transactions.message-appended-only-on-commit",
            promise = "A message appended in a transaction can be claimed if and only if the transaction has "
                    + "committed.")
    void appendsMessagesOnlyOnCommit() {
        List<OutboxMessage> committed = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            OutboxMessage message =
                    new WelcomeNotification(MessageId.random(), StoredSample.NOW, new UserId(1), "Number " + i);
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

        List<Claim> claims = client().outboxQueue().claim(Lane.DEFAULT, 100, StoredSample.NOW, Duration.ofMinutes(1));
        assertThat(claims.stream().map(Claim::message)).containsExactlyInAnyOrderElementsOf(committed);
    }

    /**
     * Given a transaction that stores a user, a post and a comment. When it fails, once by a rejected call and once by
     * an exception of its own. Then nothing of it is stored, no total counts it, and the email address remains free.
     */
    @Clause(
            value = "transactions.nested-creation-atomic",
            promise = "A transaction that fails after it has stored a user with posts and comments stores none of "
                    + "them, and no total counts them.")
    void createsUserWithPostsAtomically() {
        NewUser newUser = aUser().build();
        for (boolean refusal : new boolean[] {true, false}) {
            Throwable failure = catchThrowable(() -> client().inTransaction(unit -> {
                User user = unit.users().create(newUser);
                commentedPost(unit, user.id());
                if (refusal) {
                    return unit.posts().create(aPostBy(new UserId(UserId.MAX)).build());
                }
                throw new IOException("planned");
            }));

            assertThat(failure).isInstanceOf(refusal ? UserNotFoundException.class : IOException.class);
            assertThat(client().users().findByEmail(newUser.email())).isEmpty();
            for (PostFilter filter : ListReader.allFilters()) {
                assertThat(client().posts().findPaginated(PageRequest.first(), filter))
                        .isEqualTo(Page.empty(PageRequest.first()));
            }
        }

        User user = client().inTransaction(unit -> {
            User created = unit.users().create(newUser);
            commentedPost(unit, created.id());
            return created;
        });
        assertThat(client().posts().findByAuthor(user.id(), PageRequest.first()).total())
                .isEqualTo(1);
    }

    /**
     * Given two users with credentials, tokens, posts, and comments on each other's posts. When one user is deleted.
     * Then everything of that user is deleted, including all comments on the user's posts, and the rest remains.
     */
    @Clause(
            value = "transactions.user-deletion-cascades",
            promise = "The deletion of a user deletes everything that belongs to the user, and nothing else.")
    void userDeletionCascades() {
        StoredSample goes = client().inTransaction(StoredSample::storeIn);
        StoredSample stays = client().inTransaction(StoredSample::storeIn);
        UserId gone = goes.user().id();
        Comment byGone =
                client().comments().create(aCommentOn(stays.post().id(), gone).build());
        Comment onGone = client().comments()
                .create(aCommentOn(goes.post().id(), stays.user().id()).build());

        assertThat(client().users().delete(gone)).isTrue();

        assertThat(client().users().findById(gone)).isEmpty();
        assertThat(client().credentials().findByUserId(gone)).isEmpty();
        assertThat(client().oneTimeTokens().consume(goes.token(), Purpose.EMAIL_VERIFICATION, StoredSample.NOW))
                .isEmpty();
        assertThat(client().posts().findById(goes.post().id())).isEmpty();
        for (Comment comment : List.of(goes.comment(), byGone, onGone)) {
            assertThat(client().comments().findById(comment.id())).isEmpty();
        }
        assertThat(stays.isCompleteIn(client())).isTrue();
        assertThat(client().posts()
                        .findPaginated(PageRequest.first(), PostFilter.all())
                        .items())
                .containsExactly(stays.post());
        assertThat(client().comments()
                        .findByPost(stays.post().id(), PageRequest.first())
                        .items())
                .containsExactly(stays.comment());
    }

    /** Given a transaction over all repositories. When it has returned. Then a second client sees all its writes. */
    @Clause(
            value = "transactions.commit-visible-to-second-client",
            promise = "Once a transaction has returned, every client sees all its changes.")
    void commitIsVisibleToSecondClient() throws Exception {
        Storage other = secondClient();
        StoredSample written = client().inTransaction(StoredSample::storeIn);

        assertThat(written.isCompleteIn(other)).isTrue();
    }

    /** Given an open transaction that has written. When a second client reads. Then it sees none of the writes. */
    @Clause(
            value = "transactions.invisible-before-commit",
            promise = "Until a transaction has committed, no other client sees any of its changes.")
    void writesAreInvisibleBeforeCommit() throws Exception {
        Storage other = secondClient();
        User before = client().users().create(aUser().withName("Before").build());

        StoredSample written = client().inTransaction(unit -> {
            unit.users().update(before.withName("After"));
            StoredSample done = StoredSample.storeIn(unit);
            Rendezvous.runOnOtherThread(() -> {
                        assertThat(other.users().findById(before.id())).contains(before);
                        assertThat(done.isInvisibleIn(other)).isTrue();
                        assertThat(other.users().findAll(PageRequest.first()).total())
                                .isEqualTo(1);
                        assertThat(other.posts().findPublished(PageRequest.first()))
                                .isEqualTo(Page.empty(PageRequest.first()));
                        return true;
                    })
                    .get();
            return done;
        });

        assertThat(written.isCompleteIn(other)).isTrue();
        assertThat(other.users().findById(before.id()).orElseThrow().name()).isEqualTo("After");
    }

    /** Given a transaction. When it reads what it has written to the repositories. Then it sees its own writes. */
    @Clause(value = "transactions.reads-own-writes", promise = "A transaction reads its own changes.")
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
            assertThat(unit.posts()
                            .findWithComments(first, PostFilter.all().byAuthor(user.id()), CommentsEach.atMost(5)))
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
     * Given two write transactions, open at the same time on two threads. When each reads. Then each sees only its own
     * writes, and after both commits the writes of both are visible. Without {@link #concurrentWriteTransactions()},
     * the second transaction is rejected within a bounded time and writes nothing, and the first commits.
     */
    @Clause(
            value = "transactions.threads-isolated",
            promise = "Transactions of different threads are separate: neither sees the changes of the other before "
                    + "it has committed.")
    void threadsAreIsolated() throws Exception {
        if (!concurrentWriteTransactions().isSupported()) {
            secondWriterIsRejected();
            return;
        }
        Storage other = secondClient();
        List<Outcome<User>> outcomes = Rendezvous.runWithBarrier(
                2,
                bothWrote -> i -> () -> (i == 0 ? client() : other).inTransaction(unit -> {
                    User mine = unit.users().create(aUser().build());
                    bothWrote.await();
                    assertThat(unit.users().findAll(PageRequest.first()).items())
                            .containsExactly(mine);
                    bothWrote.await();
                    return mine;
                }));

        assertThat(client().users().findAll(PageRequest.first()).items())
                .containsExactlyInAnyOrderElementsOf(
                        outcomes.stream().map(Outcome::get).toList());
    }

    private void secondWriterIsRejected() throws Exception {
        Storage other = secondClient();
        User first = client().inTransaction(unit -> {
            User created = unit.users().create(aUser().build());
            Outcome<User> second = Rendezvous.runOnOtherThread(
                    () -> other.inTransaction(late -> late.users().create(aUser().build())));
            assertThat(second.failure()).get().isInstanceOf(TransactionConflictException.class);
            return created;
        });
        assertThat(other.users().findAll(PageRequest.first()).items()).containsExactly(first);
    }

    /**
     * Given two transactions that end the sessions of the same two users in opposite order. When each holds its first
     * user and requests its second. Then both end within a bounded time, at least one commits, and a failed one changes
     * nothing. Without {@link #concurrentWriteTransactions()}, the transactions do not wait for each other, and the
     * same must hold.
     */
    @Clause(
            value = "transactions.deadlock-resolved",
            promise = "Transactions that wait for each other all end in bounded time; at least one commits, and one "
                    + "that fails changes nothing.")
    void resolvesDeadlock() throws Exception {
        List<UserId> users = List.of(createUserWithSessions(), createUserWithSessions());
        List<Storage> clients = List.of(client(), secondClient());

        List<Outcome<Boolean>> outcomes = Rendezvous.runWithBarrier(
                2, point -> i -> () -> endSessionsOfBoth(clients.get(i), users.get(i), users.get(1 - i), point));

        long committed = outcomes.stream().filter(Outcome::succeeded).count();
        assertThat(committed).as("of %s", outcomes).isPositive();
        assertThat(outcomes.stream().flatMap(outcome -> outcome.failure().stream()))
                .allSatisfy(failure -> assertThat(failure).isInstanceOf(TransactionConflictException.class));
        for (UserId user : users) {
            assertThat(client().credentials().findByUserId(user).orElseThrow().sessionEpoch())
                    .isEqualTo(1 + committed);
        }
    }

    private UserId createUserWithSessions() {
        UserId user = client().users().create(aUser().build()).id();
        client().credentials().setPassword(user, new PasswordHash("h"));
        return user;
    }

    private boolean endSessionsOfBoth(Storage storage, UserId first, UserId second, Barrier bothHoldOne)
            throws InterruptedException {
        AtomicBoolean again = new AtomicBoolean(!concurrentWriteTransactions().isSupported());
        return storage.inTransaction(unit -> {
            boolean ended = unit.credentials().endSessions(first);
            if (!again.getAndSet(true)) {
                bothHoldOne.await();
            }
            return ended && unit.credentials().endSessions(second);
        });
    }

    /**
     * Given transactions that each store a user, two posts and a comment on each post. When a second client reads,
     * during the first three transactions and concurrently with all. Then it sees either nothing or everything of each
     * transaction.
     */
    @Clause(
            value = "transactions.commit-seen-atomically",
            promise = "Other clients see either all or none of the changes of a transaction.")
    void readersSeeCommitAtomically() throws Exception {
        Storage other = secondClient();
        AtomicBoolean done = new AtomicBoolean();

        List<Outcome<Integer>> outcomes =
                Rendezvous.run(2, i -> () -> i == 0 ? write(other, done) : readUntilDone(other, done));

        outcomes.forEach(Outcome::get);
        assertThat(readOnce(other)).isEqualTo(20);
    }

    private int write(Storage other, AtomicBoolean done) throws Exception {
        try {
            for (int round = 0; round < 10; round++) {
                boolean lookInTheMiddle = round < 3;
                client().inTransaction(unit -> {
                    UserId author = unit.users().create(aUser().build()).id();
                    commentedPost(unit, author);
                    if (lookInTheMiddle) {
                        Rendezvous.runOnOtherThread(() -> readOnce(other)).get();
                    }
                    return commentedPost(unit, author);
                });
            }
            return 10;
        } finally {
            done.set(true);
        }
    }

    private static int readUntilDone(Storage other, AtomicBoolean done) {
        int seen;
        do {
            seen = readOnce(other);
        } while (!done.get());
        return seen;
    }

    private static int readOnce(Storage other) {
        Page<Post> page = other.posts().findPublished(new PageRequest(1, 4));
        assertThat(page.total())
                .as("total of posts, of which each transaction stores two")
                .isEven();
        for (Post post : page.items()) {
            assertThat(other.users().findById(post.authorId())).isPresent();
            assertThat(other.posts()
                            .findByAuthor(post.authorId(), PageRequest.first())
                            .total())
                    .isEqualTo(2);
            assertThat(other.comments()
                            .findByPost(post.id(), PageRequest.first())
                            .total())
                    .isEqualTo(1);
        }
        return (int) page.total();
    }

    private static Post commentedPost(UnitOfWork unit, UserId author) {
        Post post = unit.posts().create(aPostBy(author).published().build());
        unit.comments().create(aCommentOn(post.id(), author).build());
        return post;
    }

    @Nested
    class Misuse extends TransactionsMisuseContract {
        @Override
        protected Contract<Storage> contract() {
            return TransactionsContract.this;
        }
    }
}
