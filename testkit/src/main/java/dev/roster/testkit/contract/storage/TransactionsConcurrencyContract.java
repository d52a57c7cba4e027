package dev.roster.testkit.contract.storage;

import static dev.roster.testkit.data.NewCommentBuilder.aCommentOn;
import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionConflictException;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.conformance.Barrier;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Clauses of {@link Storage} about concurrent transactions, and about transactions over several repositories. */
public abstract class TransactionsConcurrencyContract extends TransactionsMisuseContract {

    TransactionsConcurrencyContract() {}

    /**
     * Returns whether two write transactions may be open at the same time. If not, the storage must reject the second
     * with {@link TransactionConflictException} within a bounded time.
     */
    protected abstract Capability concurrentWriteTransactions();

    /**
     * Given two write transactions, open at the same time on two threads. When each reads. Then each sees only its own
     * writes, and after both commits the writes of both are visible. Without {@link #concurrentWriteTransactions()},
     * the second transaction is rejected within a bounded time and writes nothing, and the first commits.
     */
    @Clause("transactions.threads-isolated")
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
    @Clause("transactions.deadlock-resolved")
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
    @Clause("transactions.commit-seen-atomically")
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

    private static Post commentedPost(UnitOfWork unit, UserId author) {
        Post post = unit.posts().create(aPostBy(author).published().build());
        unit.comments().create(aCommentOn(post.id(), author).build());
        return post;
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

    /**
     * Given a transaction that stores a user, a post and a comment. When it fails, once by a rejected call and once by
     * an exception of its own. Then nothing of it is stored, no total counts it, and the email address remains free.
     */
    @Clause("transactions.nested-creation-atomic")
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
            for (PostFilter filter : PostListReader.allFilters()) {
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
    @Clause("transactions.user-deletion-cascades")
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
        assertThat(client().oneTimeTokens().consume(goes.token(), Purpose.EMAIL_VERIFICATION, NOW))
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
}
