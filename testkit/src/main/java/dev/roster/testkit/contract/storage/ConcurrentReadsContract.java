package dev.roster.testkit.contract.storage;

import static dev.roster.testkit.data.NewCommentBuilder.aCommentOn;
import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.outbox.OutboxQueue.QueueStats;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.CommentsEach;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostWithComments;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.ContractPart;
import dev.roster.testkit.contract.storage.transaction.OpenTransaction;
import dev.roster.testkit.contract.storage.transaction.ReadRace;
import dev.roster.testkit.contract.storage.transaction.StoredSample;
import java.time.Duration;
import java.util.List;

/** Clauses of {@link Storage} about what a client reads while another one commits. */
abstract class ConcurrentReadsContract extends ContractPart<Storage> {

    private static final PageRequest WHOLE = new PageRequest(1, PageRequest.MAX_SIZE);

    private static final int FORCED_ROUNDS = 3;
    private static final int ALL = 10_000;

    /** See {@link TransactionsContract#readsDuringWrites()}. */
    protected abstract Capability readsDuringWrites();

    /** See {@link TransactionsContract#monotonicReads()}. */
    protected abstract Capability monotonicReads();

    /**
     * Given transactions that each store a user, two posts, a comment on each post, a message and an audit event. When
     * a second client reads, during the first three transactions and concurrently with the others. Then it sees either
     * nothing or everything of each transaction. Without {@link #monotonicReads()}, this holds for a single page during
     * a commit, and for everything before and after it.
     */
    @Clause(
            value = "transactions.commit-seen-atomically",
            promise = "Other clients see either all or none of the changes of a transaction.",
            needs = {"monotonic-reads", "reads-during-writes"})
    void readersSeeCommitAtomically() throws Exception {
        Storage other = secondClient();
        for (int i = 0; i < FORCED_ROUNDS; i++) {
            new OpenTransaction(client(), ConcurrentReadsContract::storeTwoPosts, readsDuringWrites())
                    .callBeforeCommit(() -> readTwice(other));
        }

        new ReadRace(readsDuringWrites())
                .run(
                        i -> client().inTransaction(unit -> {
                            storeTwoPosts(unit);
                            return i;
                        }),
                        i -> monotonicReads().isSupported()
                                ? readTwice(other)
                                : recentPosts(other).total());

        assertThat(readTwice(other)).isGreaterThan(FORCED_ROUNDS);
    }

    private static void storeTwoPosts(UnitOfWork unit) {
        StoredSample sample = StoredSample.storeIn(unit);
        commentedPost(unit, sample.user().id());
    }

    /** Reads rows of transactions that delete nothing, so that what is read later contains what was read before. */
    private static long readTwice(Storage other) {
        long messages = other.outboxQueue().stats().waiting();
        int events = other.auditLog().findLatest(ALL).size();
        long users = readRecentPosts(other) / 2;
        requireAtLeast(messages, users, "users after messages");
        requireAtLeast(events, users, "users after audit events");
        requireAtLeast(users, other.auditLog().findLatest(ALL).size(), "audit events after users");
        requireAtLeast(users, other.outboxQueue().stats().waiting(), "messages after users");
        return users;
    }

    private static void requireAtLeast(long before, long after, String description) {
        if (after < before) {
            throw new AssertionError(
                    "of transactions that each store one of each: " + description + ", " + after + " after " + before);
        }
    }

    private static Page<Post> recentPosts(Storage other) {
        Page<Post> page = other.posts().findPublished(new PageRequest(1, 4));
        if (page.total() % 2 != 0) {
            throw new AssertionError(
                    "the total of posts is odd, although each transaction stores two: " + page.total());
        }
        return page;
    }

    private static long readRecentPosts(Storage other) {
        Page<Post> page = recentPosts(other);
        for (Post post : page.items()) {
            UserId author = post.authorId();
            assertThat(other.users().findById(author)).isPresent();
            assertThat(other.credentials().findByUserId(author)).isPresent();
            assertThat(other.posts().findByAuthor(author, PageRequest.first()).total())
                    .isEqualTo(2);
            assertThat(other.comments()
                            .findByPost(post.id(), PageRequest.first())
                            .total())
                    .isEqualTo(1);
        }
        return page.total();
    }

    private static Post commentedPost(UnitOfWork unit, UserId author) {
        Post post = unit.posts().create(aPostBy(author).published().build());
        unit.comments().create(aCommentOn(post.id(), author).build());
        return post;
    }

    /**
     * Given a client that stores a user, posts and comments in transactions, and deletes them. When a second client
     * meanwhile reads all users, all comments on a post, and all posts of several filters, inside transactions and
     * outside. Then every page contains as many items as its total says.
     */
    @Clause(
            value = "transactions.page-of-one-moment",
            promise = "The items of a page and its total are of one moment, inside transactions and outside.",
            needs = "reads-during-writes")
    void pageAndTotalAreOfOneMoment() throws Exception {
        User author = client().users().create(aUser().build());
        Post post = client().posts().create(aPostBy(author.id()).published().build());
        Storage other = secondClient();

        raceForPages(author, post, other, (unit, i) -> unit.users().findAll(WHOLE));
        raceForPages(author, post, other, (unit, i) -> unit.comments().findByPost(post.id(), WHOLE));
        List<PostFilter> filters = filters(author.id());
        raceForPages(
                author, post, other, (unit, i) -> unit.posts().findPaginated(WHOLE, filters.get(i % filters.size())));
    }

    private void raceForPages(User author, Post post, Storage other, PageReader reader) throws Exception {
        race(
                i -> {
                    Transient rows = client().inTransaction(unit -> Transient.storeIn(unit, author, post));
                    return client().inTransaction(rows::deleteFrom);
                },
                other,
                (unit, i) -> complete(reader.read(unit, i)));
    }

    /**
     * Runs a race outside of transactions and one inside. Assertions are simple, so that the reader spends its time on
     * reading: only then a change is likely to meet a read.
     */
    private void race(ReadRace.Step<?> write, Storage other, PageReader reader) throws InterruptedException {
        new ReadRace(readsDuringWrites()).run(write, i -> reader.read(other, i).total());
        new ReadRace(readsDuringWrites())
                .run(
                        write,
                        i -> other.inTransaction(unit -> reader.read(unit, i)).total());
    }

    /** Returns filters that match the published posts of an author, which are all posts of a race. */
    private static List<PostFilter> filters(UserId author) {
        PostFilter all = PostFilter.all();
        return List.of(all, all.byAuthor(author), all.byAuthor(author).published(true));
    }

    /** Reads a page of all rows of a list. */
    private interface PageReader {
        Page<?> read(UnitOfWork unit, int number);
    }

    private static <T> Page<T> complete(Page<T> page) {
        if (page.items().size() != page.total()) {
            throw new AssertionError("the whole list has " + page.items().size()
                    + " items, but the total of its page is " + page.total());
        }
        return page;
    }

    /** Rows that exist for a moment. */
    private record Transient(User user, Post post) {

        static Transient storeIn(UnitOfWork unit, User author, Post commented) {
            User user = unit.users().create(aUser().build());
            unit.comments().create(aCommentOn(commented.id(), user.id()).build());
            return new Transient(
                    user, unit.posts().create(aPostBy(author.id()).published().build()));
        }

        boolean deleteFrom(UnitOfWork unit) {
            return unit.posts().delete(post.id()) && unit.users().delete(user.id());
        }
    }

    /**
     * Given a client that stores posts, each with a comment in one transaction, and deletes them. When a second client
     * meanwhile reads posts with their comments, inside transactions and outside. Then each post has one comment, and
     * the page contains as many posts as its total says.
     */
    @Clause(
            value = "transactions.post-and-comments-of-one-moment",
            promise = "Posts that are read with their comments and totals are of one moment, inside transactions and "
                    + "outside.",
            needs = "reads-during-writes")
    void postAndCommentsAreOfOneMoment() throws Exception {
        UserId author = client().users().create(aUser().build()).id();
        Storage other = secondClient();
        List<PostFilter> filters = filters(author);

        race(
                i -> {
                    Post post = client().inTransaction(unit -> commentedPost(unit, author));
                    return client().posts().delete(post.id());
                },
                other,
                (unit, i) -> {
                    Page<PostWithComments> page = complete(unit.posts()
                            .findWithComments(WHOLE, filters.get(i % filters.size()), CommentsEach.atMost(5)));
                    page.items().forEach(ConcurrentReadsContract::requireOneComment);
                    return page;
                });
    }

    private static void requireOneComment(PostWithComments post) {
        if (post.firstComments().size() != 1 || post.commentCount() != 1) {
            throw new AssertionError("a post that always has one comment has " + post.firstComments()
                    + " and the total " + post.commentCount());
        }
    }

    /**
     * Given a message that a client dead-letters and retries. When a second client meanwhile reads the statistics of
     * the queue. Then they count one message, and contain its age if it waits.
     */
    @Clause(
            value = "transactions.stats-of-one-moment",
            promise = "The statistics of the queue are of one moment.",
            needs = "reads-during-writes")
    void statsAreOfOneMoment() throws Exception {
        OutboxQueue queue = client().outboxQueue();
        OutboxQueue other = secondClient().outboxQueue();
        StoredSample sample = client().inTransaction(StoredSample::storeIn);

        new ReadRace(readsDuringWrites())
                .run(
                        i -> {
                            // A lease of zero length leaves the message claimable, even if the next call is rejected.
                            queue.claim(Lane.DEFAULT, 1, StoredSample.NOW, Duration.ZERO)
                                    .forEach(claim -> queue.deadLetter(claim, "planned"));
                            return queue.retryNow(sample.message().id(), StoredSample.NOW);
                        },
                        i -> ofOneMessage(other.stats()));
    }

    private static QueueStats ofOneMessage(QueueStats stats) {
        if (stats.waiting() + stats.deadLetters() + stats.expired() != 1
                || stats.oldestCreatedAt().isPresent() != (stats.waiting() == 1)) {
            throw new AssertionError("the queue has one message, but its statistics are " + stats);
        }
        return stats;
    }
}
