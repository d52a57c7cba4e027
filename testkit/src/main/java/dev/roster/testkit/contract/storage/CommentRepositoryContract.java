package dev.roster.testkit.contract.storage;

import static dev.roster.testkit.data.NewCommentBuilder.aCommentOn;
import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roster.application.port.storage.CommentRepository;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.CommentId;
import dev.roster.domain.post.CommentsEach;
import dev.roster.domain.post.NewComment;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.PostNotFoundException;
import dev.roster.domain.post.PostWithComments;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Contract;
import dev.roster.testkit.contract.storage.transaction.WriteRace;
import dev.roster.testkit.contract.storage.transaction.WriteRace.Ended;
import dev.roster.testkit.data.NewCommentBuilder;
import dev.roster.testkit.data.TrickyInstants;
import dev.roster.testkit.data.TrickyStrings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * Contract of {@link CommentRepository}; uses the repositories of users and posts as well. Longer than other classes
 * because all its clauses share their helpers.
 */
public abstract class CommentRepositoryContract extends Contract<UnitOfWork> {

    /** For subclasses. */
    protected CommentRepositoryContract() {}

    @Override
    protected List<String> dataIn(UnitOfWork client) {
        return StoredData.in(client);
    }

    /** Given a new comment. When it is stored and read again. Then all fields are as given. */
    @Clause(
            value = "comments.fields-round-trip",
            promise = "A created comment is stored with all fields as given and a new id.")
    void fieldsRoundTrip() {
        Post post = createPost();
        UserId author = createUser();
        NewComment given = aCommentOn(post.id(), author).withContent("Nice.").build();

        Comment created = comments().create(given);

        assertThat(created).isEqualTo(given.toComment(created.id()));
        EveryRead.assertReturns(client(), created);
        assertThat(commentsOn(post).items()).containsExactly(created);
    }

    /**
     * Given a post and a user who comments on it. When comments are created and deleted. Then the post, its author and
     * the user are unchanged.
     */
    @Clause(
            value = "comments.post-unchanged",
            promise = "Creations and deletions of comments change neither the post nor any user.")
    void doesNotChangePost() {
        User author = client().users().create(aUser().build());
        User reader = client().users().create(aUser().build());
        Post post = client().posts().create(aPostBy(author.id()).published().build());

        Comment first = createComment(post, reader.id());
        Comment second = createComment(post, author.id());
        EveryRead.assertReturns(client().posts(), post);
        List.of(first, second).forEach(comment -> comments().delete(comment.id()));

        EveryRead.assertReturns(client().posts(), post);
        List.of(author, reader).forEach(user -> EveryRead.assertReturns(client().users(), user));
        assertThat(client().posts().update(post.withTitle("Still version 1")).version())
                .isEqualTo(2);
    }

    /** Given a comment. When an unknown comment or the comments of an unknown post are read. Then none is found. */
    @Clause(
            value = "comments.unknown-is-empty",
            promise = "Looking up an unknown comment, or the comments of an unknown post, returns an empty result.")
    void returnsEmptyForUnknownComment() {
        Comment comment = createComment(createPost());

        for (CommentId unknown : ListReader.otherIds(comment.id().value(), CommentId::new)) {
            assertThat(comments().findById(unknown)).as("comment %s", unknown).isEmpty();
        }
        for (PostId unknown : ListReader.otherIds(comment.postId().value(), PostId::new)) {
            assertThat(comments().findByPost(unknown, PageRequest.first()))
                    .as("comments on post %s", unknown)
                    .isEqualTo(Page.empty(PageRequest.first()));
        }
    }

    /**
     * Given the id of a deleted post and an id that never existed. When a comment on either is stored. Then {@link
     * PostNotFoundException} is thrown, even if the author is unknown too.
     */
    @Clause(
            value = "comments.unknown-post-rejected",
            promise = "A creation of a comment on a post that does not exist is rejected for the post, even if its "
                    + "author is unknown too.")
    void rejectsUnknownPost() {
        UserId author = createUser();
        Post gone = createPost();
        client().posts().delete(gone.id());

        for (PostId nothing : List.of(gone.id(), new PostId(PostId.MAX))) {
            for (UserId writer : List.of(author, new UserId(UserId.MAX))) {
                assertThatExceptionOfType(PostNotFoundException.class)
                        .isThrownBy(() ->
                                comments().create(aCommentOn(nothing, writer).build()))
                        .satisfies(refusal -> assertThat(refusal.id()).isEqualTo(nothing));
            }
            assertThat(comments().findByPost(nothing, PageRequest.first()).total())
                    .isZero();
        }
    }

    /**
     * Given the id of a deleted user and an id that never existed. When either is stored as the author of a comment.
     * Then {@link UserNotFoundException} is thrown.
     */
    @Clause(
            value = "comments.unknown-author-rejected",
            promise = "A creation of a comment whose author does not exist is rejected and stores nothing.")
    void rejectsUnknownAuthor() {
        Post post = createPost();
        UserId gone = createUser();
        client().users().delete(gone);

        for (UserId nobody : List.of(gone, new UserId(UserId.MAX))) {
            assertThatExceptionOfType(UserNotFoundException.class)
                    .isThrownBy(() -> createComment(post, nobody))
                    .satisfies(refusal -> assertThat(refusal.id()).isEqualTo(nobody));
        }
        assertThat(commentsOn(post).total()).isZero();
    }

    /**
     * Given comments that are deleted before the next is created: directly, with their post, and with their author.
     * When the same client, or one opened after the deletion, creates a comment. Then no id occurs twice.
     */
    @Clause(
            value = "comments.ids-never-reused",
            promise = "The id of a deleted comment is never given to another comment.")
    void neverReusesIds() throws Exception {
        CommentRepository creating = comments();
        List<CommentId> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Post post = createPost();
            UserId author = createUser();
            CommentId id =
                    creating.create(aCommentOn(post.id(), author).build()).id();
            assertThat(ids).doesNotContain(id);
            assertThat(
                            switch (i % 3) {
                                case 0 -> comments().delete(id);
                                case 1 -> client().posts().delete(post.id());
                                default -> client().users().delete(author);
                            })
                    .isTrue();
            ids.add(id);
            creating = i % 2 == 0 ? comments() : secondClient().comments();
        }
    }

    /** Given a post. When one client creates several comments. Then each id is larger than the ones before. */
    @Clause(
            value = "comments.ids-increase",
            promise = "Comments that one client creates one after another get increasing ids.")
    void assignsIncreasingIds() {
        Post post = createPost();

        List<Comment> created =
                Stream.generate(() -> createComment(post)).limit(5).toList();

        assertThat(created)
                .extracting(comment -> comment.id().value())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    /** Given comments on two posts. When each post's comments are listed. Then each list has exactly its comments. */
    @Clause(
            value = "comments.list-only-of-post",
            promise = "The list of comments on a post contains exactly the comments on that post.")
    void listsOnlyCommentsOfPost() {
        Post one = createPost();
        Post other = createPost();
        Comment onOne = createComment(one);
        Comment onOther = createComment(other);

        assertThat(commentsOn(one)).isEqualTo(new Page<>(List.of(onOne), 1, PageRequest.first()));
        assertThat(commentsOn(other)).isEqualTo(new Page<>(List.of(onOther), 1, PageRequest.first()));
    }

    /**
     * Given comments, some of the same instant and some a microsecond apart. When they are listed in pages, and with
     * their post. Then the oldest come first, and comments of one instant are ordered by id, lowest first.
     */
    @Clause(
            value = "comments.list-oldest-first",
            promise = "Comments on a post are ordered by creation time, oldest first, then by id in ascending order.")
    void listsOldestFirst() {
        Post post = createPost();
        Instant base = Instant.parse("2023-06-01T12:00:00Z");
        List<Comment> created = IntStream.of(5, 1, 3, 3, 3, 9_000_000, 1, 7)
                .mapToObj(micros -> aComment(post).createdAt(base.plus(micros, ChronoUnit.MICROS)))
                .map(comment -> comments().create(comment.build()))
                .toList();

        List<Comment> expected =
                IntStream.of(1, 6, 2, 3, 4, 0, 7, 5).mapToObj(created::get).toList();
        ListReader.assertPagesContain(expected, request -> comments().findByPost(post.id(), request));
        for (int count = 1; count <= expected.size(); count++) {
            assertThat(client().posts()
                            .findWithComments(PageRequest.first(), PostFilter.all(), CommentsEach.atMost(count))
                            .items())
                    .containsExactly(new PostWithComments(post, expected.subList(0, count), expected.size()));
        }
    }

    /** Given 23 comments of one instant. When they are read in pages. Then each comment occurs once, in order. */
    @Clause(
            value = "comments.list-pages-complete",
            promise = "All pages of the comments on a post together contain each comment once, in order, even if all "
                    + "have the same time.")
    void pagesContainEachCommentOnce() {
        Post post = createPost();
        List<Comment> whole =
                Stream.generate(() -> createComment(post)).limit(23).toList();

        ListReader.assertPagesContain(whole, request -> comments().findByPost(post.id(), request));
    }

    /** Given three comments. When a page past the end is read. Then it is empty and has the correct total. */
    @Clause(
            value = "comments.list-past-the-end-empty",
            promise = "A page past the end of the comments on a post is empty and has the correct total.")
    void returnsEmptyPagePastTheEnd() {
        Post post = createPost();
        for (int i = 0; i < 3; i++) {
            createComment(post);
        }

        ListReader.assertEmptyPastTheEnd(request -> comments().findByPost(post.id(), request));
    }

    /**
     * Given comments of one user on three posts. When two posts are deleted, with and without a version. Then the
     * comments on them are deleted, and only those.
     */
    @Clause(
            value = "comments.deleted-with-post",
            promise = "A deletion of a post deletes the comments on it, and no others.")
    void deletesCommentsWithPost() {
        UserId author = createUser();
        Post first = createPost();
        Post second = createPost();
        Post other = createPost();
        List<Comment> go = List.of(createComment(first, author), createComment(first), createComment(second, author));
        Comment stays = createComment(other, author);

        assertThat(client().posts().delete(first.id())).isTrue();
        assertThat(client().posts().delete(second.id(), second.version())).isTrue();

        assertThat(go).allSatisfy(comment -> {
            assertThat(comments().findById(comment.id())).isEmpty();
            assertThat(comments().findByPost(comment.postId(), PageRequest.first()))
                    .isEqualTo(Page.empty(PageRequest.first()));
        });
        EveryRead.assertReturns(client(), stays);
    }

    /**
     * Given comments of three users on the post of a fourth, and comments on posts of two of them. When these two are
     * deleted, with and without a version. Then their comments and the comments on their posts are deleted, and nothing
     * else.
     */
    @Clause(
            value = "comments.deleted-with-author",
            promise = "A deletion of a user deletes that user's comments on the posts of others, and nothing else on "
                    + "those posts.")
    void deletesCommentsWithAuthor() {
        Post post = createPost();
        UserId first = createUser();
        User second = client().users().create(aUser().build());
        UserId other = client().users().create(aUser().createdBy(first).build()).id();
        List<Comment> go = new ArrayList<>();
        for (UserId author : List.of(first, second.id())) {
            go.add(createComment(post, author));
            Post own = client().posts().create(aPostBy(author).build());
            go.add(createComment(own, other));
            go.add(createComment(own, author));
        }
        Comment stays = createComment(post, other);
        Comment last = createComment(post);

        assertThat(client().users().delete(first)).isTrue();
        assertThat(client().users().delete(second.id(), second.version())).isTrue();

        assertThat(go)
                .allSatisfy(
                        comment -> assertThat(comments().findById(comment.id())).isEmpty());
        assertThat(commentsOn(post)).isEqualTo(new Page<>(List.of(stays, last), 2, PageRequest.first()));
        List.of(stays, last).forEach(comment -> EveryRead.assertReturns(client(), comment));
        EveryRead.assertReturns(client().posts(), post);
        assertThat(client().posts()
                        .findWithComments(PageRequest.first(), PostFilter.all(), CommentsEach.atMost(9))
                        .items())
                .containsExactly(new PostWithComments(post, List.of(stays, last), 2));
    }

    /** Given two comments on a post. When one is deleted. Then the other comment and the post remain. */
    @Clause(value = "comments.delete-affects-one", promise = "A deletion of a comment deletes only that comment.")
    void deletesOnlyGivenComment() {
        Post post = createPost();
        Comment goes = createComment(post);
        Comment stays = createComment(post);

        assertThat(comments().delete(goes.id())).isTrue();

        assertThat(comments().findById(goes.id())).isEmpty();
        assertThat(commentsOn(post).items()).containsExactly(stays);
        assertThat(client().posts().findById(post.id())).contains(post);
    }

    /** Given a comment. When it is deleted twice. Then the first call returns true and the second returns false. */
    @Clause(
            value = "comments.delete-missing-is-false",
            promise = "A deletion of a comment returns true if it deleted the comment, and false if there was none.")
    void deleteOfMissingReturnsFalse() {
        Comment comment = createComment(createPost());

        assertThat(comments().delete(comment.id())).isTrue();
        assertThat(comments().delete(comment.id())).isFalse();
        Comment other = createComment(createPost());
        for (CommentId unknown : ListReader.otherIds(other.id().value(), CommentId::new)) {
            assertThat(comments().delete(unknown)).as("deletion of %s", unknown).isFalse();
        }
        EveryRead.assertReturns(client(), other);
    }

    /**
     * Given posts. When each is deleted, or a user is, while a second client stores a comment of that user on it. Then
     * the comment is either rejected or deleted with the post or the user.
     */
    @Clause(
            value = "comments.no-orphan-on-concurrent-delete",
            promise =
                    "A comment created while its post or its author is deleted is either rejected or deleted with it.")
    void leavesNoOrphanOnConcurrentDeletion() throws Exception {
        record Target(Post post, UserId author) {}
        WriteRace<UnitOfWork> race = race();
        race.run(
                () -> new Target(createPost(), createUser()),
                (unit, target) -> unit.comments()
                        .create(aCommentOn(target.post().id(), target.author()).build()),
                (unit, target) -> unit.posts().delete(target.post().id()),
                (target, ended) -> requireNoOrphan(target.post(), ended, PostNotFoundException.class));
        race.run(
                () -> new Target(createPost(), createUser()),
                (unit, target) -> unit.comments()
                        .create(aCommentOn(target.post().id(), target.author()).build()),
                (unit, target) -> unit.users().delete(target.author()),
                (target, ended) -> requireNoOrphan(target.post(), ended, UserNotFoundException.class));
    }

    private void requireNoOrphan(Post post, Ended ended, Class<? extends Exception> rejection) {
        assertThat(ended.second().get()).isEqualTo(true);
        Ended.requireRejection(ended.first(), rejection)
                .ifPresent(comment -> assertThat(comments().findById(((Comment) comment).id()))
                        .as("comment whose post or author is deleted")
                        .isEmpty());
        assertThat(commentsOn(post).total()).isZero();
    }

    private WriteRace<UnitOfWork> race() throws Exception {
        return WriteRace.of(client(), secondClient());
    }

    /** Given comments. When two clients delete the same comment at once. Then exactly one call returns true. */
    @Clause(
            value = "comments.concurrent-deletions-one-wins",
            promise = "Of several concurrent deletions of one comment, exactly one returns true.")
    void oneOfConcurrentDeletionsWins() throws Exception {
        Post post = createPost();
        race().run(
                        () -> createComment(post).id(),
                        (unit, id) -> unit.comments().delete(id),
                        (unit, id) -> unit.comments().delete(id),
                        (id, ended) -> ended.requireOneTrue());
    }

    /** Given two clients. When one creates and deletes a comment. Then the other sees each change immediately. */
    @Clause(
            value = "comments.visible-to-second-client",
            promise = "A completed creation or deletion of a comment is visible to all other clients of the same "
                    + "backend at once.")
    void changesAreVisibleToSecondClient() throws Exception {
        CommentRepository other = secondClient().comments();

        Comment created = createComment(createPost());
        assertThat(other.findById(created.id())).contains(created);
        assertThat(other.findByPost(created.postId(), PageRequest.first()).items())
                .containsExactly(created);
        comments().delete(created.id());
        assertThat(other.findById(created.id())).isEmpty();
    }

    /** Given texts that some storages alter, and the longest. When each is stored. Then every read returns it as given. */
    @Clause(
            value = "comments.text-kept-exactly",
            promise = "Contents of comments are kept exactly, up to the maximum length of the domain.")
    void preservesText() {
        List<String> texts = new ArrayList<>(TrickyStrings.ALL);
        texts.add("c".repeat(20_000));
        texts.add(TrickyStrings.EMOJI.repeat(20_000));
        UserId author = createUser();
        for (String text : texts) {
            Post post = client().posts().create(aPostBy(author).build());
            Comment created = comments().create(aComment(post).withContent(text).build());

            assertThat(created.content()).isEqualTo(text);
            EveryRead.assertReturns(client(), created);
            client().posts().delete(post.id());
        }
    }

    /**
     * Given times finer than a microsecond. When comments with them are stored and read again. Then creation and reads
     * return the same time, truncated to microseconds.
     */
    @Clause(
            value = "comments.microseconds-kept",
            promise = "The creation time of a comment is kept to the microsecond and returned in the same way by "
                    + "creations and reads.")
    void preservesMicroseconds() {
        Post post = createPost();
        for (Instant time : TrickyInstants.ALL) {
            Comment created = comments().create(aComment(post).createdAt(time).build());

            assertThat(created.createdAt()).isEqualTo(time.truncatedTo(ChronoUnit.MICROS));
            EveryRead.assertReturns(client(), created);
        }
    }

    /**
     * Given JVM time zones and locales, and times that a zone skips or repeats. When comments are stored in one zone
     * and read in another. Then the times are the same instants.
     */
    @Clause(
            value = "comments.time-zone-independent",
            promise = "The time of a comment does not depend on the time zone or the locale of the JVM, or on daylight "
                    + "saving time.")
    @ResourceLock(Resources.TIME_ZONE)
    @ResourceLock(Resources.LOCALE)
    void timesAreIndependentOfTimeZone() throws Exception {
        TimeZones.storeAndRead(
                () -> {
                    Post post = createPost();
                    List<Comment> stored = new ArrayList<>();
                    for (Instant time : TimeZones.times()) {
                        Comment created =
                                comments().create(aComment(post).createdAt(time).build());
                        assertThat(created.createdAt()).isEqualTo(time);
                        stored.add(created);
                    }
                    return stored;
                },
                comment -> EveryRead.assertReturns(client(), comment));
    }

    /** Given invalid values, invalid pages, and null. When they are passed. Then each call throws, storing nothing. */
    @Clause(
            value = "comments.invalid-rejected",
            promise = "A call with null is rejected, no value that the domain rejects reaches the repository, and "
                    + "neither stores a comment.")
    void rejectsInvalidValues() {
        Comment comment = createComment(createPost());
        PostId postId = comment.postId();
        Function<String, Comment> create = text -> comments()
                .create(aCommentOn(postId, comment.authorId()).withContent(text).build());
        List<Supplier<Object>> invalid = List.of(
                () -> create.apply(""),
                () -> create.apply(" \n"),
                () -> create.apply("a\0b"),
                () -> create.apply("c".repeat(20_001)),
                () -> comments().findByPost(postId, new PageRequest(0, 10)),
                () -> comments().findByPost(postId, new PageRequest(1, 101)));

        for (Supplier<Object> call : invalid) {
            assertThatThrownBy(call::get).isInstanceOf(InvalidValueException.class);
        }
        assertNullRefused(postId);
        assertThat(comments().findByPost(postId, PageRequest.first()).items()).containsExactly(comment);
    }

    @SuppressWarnings("NullAway") // passes null on purpose
    private void assertNullRefused(PostId postId) {
        assertThatNullPointerException().isThrownBy(() -> comments().create(null));
        assertThatNullPointerException().isThrownBy(() -> comments().delete(null));
        assertThatNullPointerException().isThrownBy(() -> comments().findById(null));
        assertThatNullPointerException().isThrownBy(() -> comments().findByPost(null, PageRequest.first()));
        assertThatNullPointerException().isThrownBy(() -> comments().findByPost(postId, null));
    }

    private CommentRepository comments() {
        return client().comments();
    }

    private UserId createUser() {
        return client().users().create(aUser().build()).id();
    }

    private Post createPost() {
        return client().posts().create(aPostBy(createUser()).published().build());
    }

    private static NewCommentBuilder aComment(Post post) {
        return aCommentOn(post.id(), post.authorId());
    }

    private Comment createComment(Post post) {
        return comments().create(aComment(post).build());
    }

    private Comment createComment(Post post, UserId author) {
        return comments().create(aCommentOn(post.id(), author).build());
    }

    private Page<Comment> commentsOn(Post post) {
        return comments().findByPost(post.id(), PageRequest.first());
    }
}
