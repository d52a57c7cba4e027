package dev.roster.testkit.contract.storage;

import static dev.roster.testkit.contract.storage.transaction.Rejections.assertAllRejected;
import static dev.roster.testkit.data.NewCommentBuilder.aCommentOn;
import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.outbox.OutboxQueue.Claim;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.port.storage.TransactionConflictException;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.CommentsEach;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostWithComments;
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
import dev.roster.testkit.conformance.Required;
import dev.roster.testkit.contract.storage.transaction.CallArguments;
import dev.roster.testkit.contract.storage.transaction.ConcurrentWriters;
import dev.roster.testkit.contract.storage.transaction.OpenTransaction;
import dev.roster.testkit.contract.storage.transaction.PortCall;
import dev.roster.testkit.contract.storage.transaction.Sneaky;
import dev.roster.testkit.contract.storage.transaction.StorageSnapshot;
import dev.roster.testkit.contract.storage.transaction.StoredSample;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;

/**
 * Contract of the transactions of a {@link Storage}, over all its repositories. Longer than other classes because its
 * clauses about rollback, visibility and concurrency share their helpers.
 */
public abstract class TransactionsContract extends Contract<Storage> {

    /** For subclasses. */
    protected TransactionsContract() {}

    @Override
    protected List<String> dataIn(Storage client) {
        return StoredData.in(client);
    }

    /**
     * Returns whether two write transactions may be open at the same time. If not, the storage must reject the second
     * with {@link TransactionConflictException} within a bounded time.
     */
    protected abstract Capability concurrentWriteTransactions();

    /**
     * Returns whether a read proceeds while a write transaction of another client is open. If not, the read must wait
     * for the end of the transaction, or be rejected with {@link StorageUnavailableException} within a bounded time.
     */
    protected Capability readsDuringWrites() {
        return Capability.supported();
    }

    /**
     * Returns whether reads are monotonic: what a read of a client has shown of a commit, its later reads show, too. If
     * not, a client that reads several times <em>during</em> a commit may see a part of it, and each page is of one
     * moment nevertheless.
     */
    protected Capability monotonicReads() {
        return Capability.supported();
    }

    /**
     * Returns whether an id of a row that was rolled back is never given to another row. If not, the new row must have
     * nothing of the old one.
     */
    protected Capability rolledBackIdsStayUnused() {
        return Capability.supported();
    }

    /**
     * Given a stored sample. When transactions throw a runtime exception, a checked exception, an error or another
     * throwable, after they have stored another sample, or after any change of any repository. Then nothing of them is
     * stored, and the first sample is unchanged.
     */
    @Clause(
            value = "transactions.any-throwable-rolls-back",
            promise = "Work that throws, whatever it throws, leaves nothing of its transaction behind, in any "
                    + "repository.")
    void rollsBackOnAnyThrowable() throws Exception {
        StoredSample kept = client().inTransaction(StoredSample::storeIn);
        Storage other = secondClient();
        StorageSnapshot before = StorageSnapshot.of(other, kept);

        for (Throwable thrown : throwables()) {
            List<StoredSample> lost = new ArrayList<>();
            assertThat(catchThrowable(() -> client().inTransaction(unit -> {
                        lost.add(StoredSample.storeIn(unit));
                        throw Sneaky.thrown(thrown);
                    })))
                    .isSameAs(thrown);
            assertThat(lost).isNotEmpty();
            for (StoredSample each : lost) {
                StorageSnapshot.assertAbsent(each, client(), "after a transaction threw " + thrown);
                StorageSnapshot.assertAbsent(each, other, "after a transaction threw " + thrown);
            }
        }
        for (PortCall change : changesOf(kept)) {
            Throwable thrown = new IOException("planned");
            assertThat(catchThrowable(() -> client().inTransaction(unit -> {
                        change.in(unit);
                        throw Sneaky.thrown(thrown);
                    })))
                    .isSameAs(thrown);
            StorageSnapshot.of(other, kept).assertSameAs(before, "after a rollback of " + change);
        }
        StorageSnapshot.of(client(), kept).assertSameAs(before, "after the rollbacks");
    }

    /** Returns a call of each method of a unit of work that changes data. */
    private static List<PortCall> changesOf(StoredSample sample) {
        return PortCall.ofUnit(CallArguments.about(sample)).stream()
                .filter(PortCall::isChange)
                .toList();
    }

    /**
     * Given a failed transaction that has created a user, a post and a comment. When others are created. Then they have
     * no credentials, posts, comments and audit events. Their ids are new ones, unless the storage declares that it
     * {@linkplain #rolledBackIdsStayUnused() gives the old ids again}.
     */
    @Clause(
            value = "transactions.rolled-back-ids",
            promise = "A row created after a rollback has nothing of a rolled-back row, even if a storage gives it the "
                    + "same id.",
            needs = "rolled-back-ids-stay-unused")
    void rowsHaveNothingOfRolledBackRows() {
        List<StoredSample> lost = new ArrayList<>();
        assertThatIOException()
                .isThrownBy(() -> client().inTransaction(unit -> {
                    lost.add(StoredSample.storeIn(unit));
                    throw new IOException("planned");
                }));

        User user = client().users().create(aUser().build());
        assertThat(client().credentials().findByUserId(user.id())).isEmpty();
        assertThat(client().posts().findByAuthor(user.id(), PageRequest.first()).total())
                .isZero();
        assertThat(client().auditLog().findLatestByUserId(user.id(), 10)).isEmpty();
        Post post = client().posts().create(aPostBy(user.id()).build());
        assertThat(client().comments()
                        .findByPost(post.id(), PageRequest.first())
                        .total())
                .isZero();
        Comment comment =
                client().comments().create(aCommentOn(post.id(), user.id()).build());

        assertThat(client().users().findById(user.id())).contains(user);
        assertThat(client().posts().findById(post.id())).contains(post);
        assertThat(client().comments().findById(comment.id())).contains(comment);
        if (rolledBackIdsStayUnused().isSupported()) {
            assertThat(lost).allSatisfy(each -> {
                assertThat(user.id()).isNotEqualTo(each.user().id());
                assertThat(post.id()).isNotEqualTo(each.post().id());
                assertThat(comment.id()).isNotEqualTo(each.comment().id());
            });
        }
    }

    /**
     * Given a user and two clients. When two threads, and then 16, each lock the user in a transaction and change it.
     * Then no change is rejected as stale, and each is stored. A storage may reject concurrent write transactions.
     */
    @Clause(
            value = "users.locked-changes-not-stale",
            promise = "A user that a transaction has locked stays as it was read until the transaction ends, so its "
                    + "change is never stale.",
            needs = "concurrent-write-transactions")
    void changesOfLockedUserAreNotStale() throws Exception {
        User user = client().users().create(aUser().withName("Ann").build());
        Storage other = secondClient();
        assertThat(client().users().lock(new UserId(UserId.MAX))).isEmpty();

        long stored = 0;
        for (int threads : new int[] {2, 2, 2, 16}) {
            CountDownLatch holders = new CountDownLatch(2);
            List<Outcome<User>> outcomes =
                    Rendezvous.run(threads, i -> () -> appendToName(i % 2 == 0 ? client() : other, user.id(), holders));

            assertThat(outcomes.stream().flatMap(each -> each.failure().stream()))
                    .allSatisfy(failure -> assertThat(failure).isInstanceOf(TransactionConflictException.class));
            long succeeded = outcomes.stream().filter(Outcome::succeeded).count();
            assertThat(succeeded)
                    .as(() -> "changes of the locked user that were stored; " + outcomes + hintOnWriters())
                    .isBetween(concurrentWriteTransactions().isSupported() ? threads : 1L, (long) threads);
            stored += succeeded;
        }
        assertThat(client().users().findById(user.id()).orElseThrow().name()).hasSize(3 + (int) stored);
    }

    private String hintOnWriters() {
        return concurrentWriteTransactions().isSupported() ? "\n" + ConcurrentWriters.IF_NOT_SUPPORTED : "";
    }

    /**
     * Locks and changes a user. The first thread that holds the lock gives a second one time to get it as well, which a
     * lock without effect permits.
     */
    private static User appendToName(Storage storage, UserId id, CountDownLatch holders) throws InterruptedException {
        return storage.inTransaction(unit -> {
            User locked = unit.users().lock(id).orElseThrow();
            holders.countDown();
            holders.await(30, TimeUnit.MILLISECONDS);
            return unit.users().update(locked.withName(locked.name() + "."));
        });
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
                throw Sneaky.thrown(thrown);
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

    /**
     * Given transactions that append messages. When some fail and the others commit. Then exactly the messages of the
     * committed transactions can be claimed, and none before its commit. Without {@link
     * #concurrentWriteTransactions()}, a claim during a transaction may be rejected.
     */
    @Clause(
            value = "transactions.message-appended-only-on-commit",
            promise = "A message appended in a transaction can be claimed if and only if the transaction has "
                    + "committed.",
            needs = "concurrent-write-transactions")
    void appendsMessagesOnlyOnCommit() throws Exception {
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

        assertThat(claimedMessages(client())).containsExactlyInAnyOrderElementsOf(committed);
        assertNothingClaimedBeforeCommit();
    }

    private void assertNothingClaimedBeforeCommit() throws Exception {
        Storage other = secondClient();
        OutboxMessage message =
                new WelcomeNotification(MessageId.random(), StoredSample.NOW, new UserId(1), "In the middle");
        Outcome<List<OutboxMessage>> claimed = client().inTransaction(unit -> {
            unit.outbox().append(message);
            return Rendezvous.runOnOtherThread(() -> claimedMessages(other));
        });

        if (concurrentWriteTransactions().isSupported() || claimed.succeeded()) {
            assertThat(ConcurrentWriters.run(claimed::get))
                    .as("messages claimed before the commit")
                    .isEmpty();
        } else {
            assertThat(claimed.failure()).get().isInstanceOf(TransactionConflictException.class);
        }
        assertThat(claimedMessages(other)).containsExactly(message);
    }

    private static List<OutboxMessage> claimedMessages(Storage storage) {
        return storage.outboxQueue().claim(Lane.DEFAULT, 100, StoredSample.NOW, Duration.ofMinutes(1)).stream()
                .map(Claim::message)
                .toList();
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
     * Then everything of that user is deleted, including all comments on the user's posts, and the rest remains. The
     * same holds for a deletion of the user's version.
     */
    @Clause(
            value = "transactions.user-deletion-cascades",
            promise = "The deletion of a user deletes everything that belongs to the user, and nothing else.")
    void userDeletionCascades() {
        for (boolean ofVersion : new boolean[] {false, true}) {
            userDeletionCascades(ofVersion);
        }
    }

    private void userDeletionCascades(boolean ofVersion) {
        StoredSample goes = client().inTransaction(StoredSample::storeIn);
        StoredSample stays = client().inTransaction(StoredSample::storeIn);
        UserId gone = goes.user().id();
        Comment byGone =
                client().comments().create(aCommentOn(stays.post().id(), gone).build());
        Comment onGone = client().comments()
                .create(aCommentOn(goes.post().id(), stays.user().id()).build());

        assertThat(
                        ofVersion
                                ? client().users().delete(gone, 1)
                                : client().users().delete(gone))
                .isTrue();

        assertThat(client().users().findById(gone)).isEmpty();
        assertThat(client().credentials().findByUserId(gone)).isEmpty();
        assertThat(client().oneTimeTokens().consume(goes.token(), Purpose.EMAIL_VERIFICATION, StoredSample.NOW))
                .isEmpty();
        assertThat(client().posts().findById(goes.post().id())).isEmpty();
        for (Comment comment : List.of(goes.comment(), byGone, onGone)) {
            assertThat(client().comments().findById(comment.id())).isEmpty();
        }
        StorageSnapshot.assertStored(stays, client());
        assertThat(client().posts()
                        .findByAuthor(stays.user().id(), PageRequest.first())
                        .items())
                .containsExactly(stays.post());
        assertThat(client().posts().findByAuthor(gone, PageRequest.first()).total())
                .isZero();
        assertThat(client().comments()
                        .findByPost(stays.post().id(), PageRequest.first())
                        .items())
                .containsExactly(stays.comment());
    }

    /**
     * Given transactions that store a sample or make any change of any repository. When each has returned. Then a
     * second client reads the sample, and what the transaction itself read after the change.
     */
    @Clause(
            value = "transactions.commit-visible-to-second-client",
            promise = "Once a transaction has returned, every client sees all its changes.")
    void commitIsVisibleToSecondClient() throws Exception {
        Storage other = secondClient();
        StorageSnapshot.assertStored(client().inTransaction(StoredSample::storeIn), other);

        int changes = changesOf(client().inTransaction(StoredSample::storeIn)).size();
        for (int i = 0; i < changes; i++) {
            StoredSample sample = client().inTransaction(StoredSample::storeIn);
            PortCall change = changesOf(sample).get(i);
            StorageSnapshot inside = client().inTransaction(unit -> {
                change.in(unit);
                return StorageSnapshot.of(unit, sample);
            });
            StorageSnapshot.of(other, sample).assertSameAs(inside, "after the commit of " + change);
        }
    }

    /**
     * Given an open transaction that has stored a sample or made any change of any repository. When a second client
     * reads. Then it sees none of the changes. Without {@link #readsDuringWrites()}, the read may wait for the end of
     * the transaction or be rejected.
     */
    @Clause(
            value = "transactions.invisible-before-commit",
            promise = "Until a transaction has committed, no other client sees any of its changes.",
            needs = "reads-during-writes")
    void writesAreInvisibleBeforeCommit() throws Exception {
        Storage other = secondClient();
        StoredSample sample = client().inTransaction(StoredSample::storeIn);
        StorageSnapshot before = StorageSnapshot.of(other, sample);

        for (PortCall change : changesOf(sample)) {
            new OpenTransaction(client(), change::in, readsDuringWrites())
                    .callBeforeRollback(() -> StorageSnapshot.of(other, sample))
                    .ifPresent(seen -> seen.assertSameAs(before, "before the commit of " + change));
        }
        List<StoredSample> written = new ArrayList<>();
        Optional<StorageSnapshot> seen = new OpenTransaction(
                        client(), unit -> written.add(StoredSample.storeIn(unit)), readsDuringWrites())
                .callBeforeCommit(() -> StorageSnapshot.of(other, sample));
        if (readsDuringWrites().isSupported()) {
            seen.orElseThrow().assertSameAs(before, "before a commit");
        }
        StorageSnapshot.assertStored(written.get(written.size() - 1), other);
    }

    /**
     * Given a transaction. When it reads after changes of several repositories, or after any change of any repository
     * but the outbox. Then it sees its own changes.
     */
    @Clause(value = "transactions.reads-own-writes", promise = "A transaction reads its own changes.")
    void readsOwnWrites() {
        client().inTransaction(unit -> {
            User user = unit.users().create(aUser().build());
            User updated = unit.users().update(user.withName("Own"));
            assertThat(unit.users().findById(user.id())).contains(updated);
            assertThat(unit.users().findByEmail(user.email())).contains(updated);
            assertThat(unit.users().findAll(PageRequest.first()).items()).containsExactly(updated);
            Required.call(
                    "setting the password of a user created before",
                    () -> unit.credentials().setPassword(user.id(), new PasswordHash("h")));
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
        StoredSample sample = client().inTransaction(StoredSample::storeIn);
        StorageSnapshot before = StorageSnapshot.of((UnitOfWork) client(), sample);
        for (PortCall change : changesOf(sample)) {
            List<String> seen = new ArrayList<>();
            assertThatIOException()
                    .isThrownBy(() -> client().inTransaction(unit -> {
                        change.in(unit);
                        seen.addAll(StorageSnapshot.of(unit, sample).differences(before));
                        throw new IOException("planned");
                    }));
            if (!change.port().equals(Outbox.class)) {
                assertThat(seen)
                        .as("changes that the transaction reads after %s", change)
                        .isNotEmpty();
            }
        }
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
        List<User> created = ConcurrentWriters.run(() -> Rendezvous.<User>runWithBarrier(
                        2,
                        bothWrote -> i -> () -> (i == 0 ? client() : other).inTransaction(unit -> {
                            User mine = unit.users().create(aUser().build());
                            bothWrote.await();
                            assertThat(unit.users().findAll(PageRequest.first()).items())
                                    .containsExactly(mine);
                            bothWrote.await();
                            return mine;
                        }))
                .stream()
                .map(Outcome::get)
                .toList());

        assertThat(client().users().findAll(PageRequest.first()).items()).containsExactlyInAnyOrderElementsOf(created);
    }

    private void secondWriterIsRejected() throws Exception {
        Storage other = secondClient();
        User first = client().inTransaction(unit -> {
            User created = unit.users().create(aUser().build());
            Outcome<User> second = Rendezvous.runOnOtherThread(
                    () -> other.inTransaction(late -> late.users().create(aUser().build())));
            assertThat(second.failure())
                    .as("the failure of the second write transaction\n" + ConcurrentWriters.IF_SUPPORTED)
                    .get()
                    .isInstanceOf(TransactionConflictException.class);
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
        List<UnitOfWork> units = new CopyOnWriteArrayList<>();
        List<Storage> clients = List.of(client(), secondClient());

        List<Outcome<Boolean>> outcomes = Rendezvous.runWithBarrier(
                2, point -> i -> () -> endSessionsOfBoth(clients.get(i), users.get(i), users.get(1 - i), point, units));

        long committed = outcomes.stream().filter(Outcome::succeeded).count();
        assertThat(committed).as("of %s", outcomes).isPositive();
        assertThat(outcomes.stream().flatMap(outcome -> outcome.failure().stream()))
                .allSatisfy(failure -> assertThat(failure).isInstanceOf(TransactionConflictException.class));
        for (UserId user : users) {
            assertThat(client().credentials().findByUserId(user).orElseThrow().sessionEpoch())
                    .isEqualTo(1 + committed);
        }
        // Those of attempts that were repeated after a conflict, too.
        StoredSample sample = client().inTransaction(StoredSample::storeIn);
        List<PortCall> calls = PortCall.ofUnit(CallArguments.about(sample));
        units.forEach(
                unit -> assertAllRejected("a unit of work after a conflict", calls, unit, IllegalStateException.class));
    }

    private UserId createUserWithSessions() {
        UserId user = client().users().create(aUser().build()).id();
        client().credentials().setPassword(user, new PasswordHash("h"));
        return user;
    }

    private boolean endSessionsOfBoth(
            Storage storage, UserId first, UserId second, Barrier bothHoldOne, List<UnitOfWork> units)
            throws InterruptedException {
        AtomicBoolean again = new AtomicBoolean(!concurrentWriteTransactions().isSupported());
        return storage.inTransaction(unit -> {
            units.add(unit);
            boolean ended = unit.credentials().endSessions(first);
            if (!again.getAndSet(true)) {
                bothHoldOne.await();
            }
            return ended && unit.credentials().endSessions(second);
        });
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

        @Override
        protected Capability concurrentWriteTransactions() {
            return TransactionsContract.this.concurrentWriteTransactions();
        }
    }

    @Nested
    class Exits extends TransactionExitsContract {
        @Override
        protected Contract<Storage> contract() {
            return TransactionsContract.this;
        }
    }

    @Nested
    class ConcurrentReads extends ConcurrentReadsContract {
        @Override
        protected Contract<Storage> contract() {
            return TransactionsContract.this;
        }

        @Override
        protected Capability readsDuringWrites() {
            return TransactionsContract.this.readsDuringWrites();
        }

        @Override
        protected Capability monotonicReads() {
            return TransactionsContract.this.monotonicReads();
        }
    }
}
