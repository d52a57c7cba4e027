package dev.roster.testkit.contract.storage;

import static dev.roster.testkit.data.NewCommentBuilder.aCommentOn;
import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roster.application.port.storage.CommentRepository;
import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.StaleVersionException;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.CommentsEach;
import dev.roster.domain.post.NewPost;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.PostNotFoundException;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Contract;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import dev.roster.testkit.data.TrickyInstants;
import dev.roster.testkit.data.TrickyStrings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * Contract of {@link PostRepository}; uses the repositories of users and comments as well. Longer than other classes
 * because all its clauses about single posts share their helpers.
 */
public abstract class PostRepositoryContract extends Contract<UnitOfWork> {

    /** For subclasses. */
    protected PostRepositoryContract() {}

    @Override
    protected List<String> dataIn(UnitOfWork client) {
        return StoredData.in(client);
    }

    private PostRepository posts() {
        return client().posts();
    }

    private CommentRepository comments() {
        return client().comments();
    }

    private UserId createAuthor() {
        return client().users().create(aUser().build()).id();
    }

    private Post createPost(UserId author) {
        return posts().create(aPostBy(author).build());
    }

    private Page<Post> allPosts() {
        return posts().findPaginated(PageRequest.first(), PostFilter.all());
    }

    /** Given a draft and a published post. When they are stored and read again. Then all fields are as given. */
    @Clause(
            value = "posts.fields-round-trip",
            promise = "A created post is stored with all fields as given, a new id and version 1.")
    void fieldsRoundTrip() {
        UserId author = createAuthor();
        for (boolean published : new boolean[] {false, true}) {
            NewPost given = aPostBy(author)
                    .withTitle("Title")
                    .withContent("Content")
                    .published(published)
                    .build();

            Post created = posts().create(given);

            assertThat(created).isEqualTo(given.toPost(created.id()));
            assertThat(created.version()).isEqualTo(1);
            EveryRead.assertReturns(posts(), created);
        }
    }

    /** Given a post. When unknown ids are looked up, also ones equal in the lower half. Then the result is empty. */
    @Clause(value = "posts.unknown-is-empty", promise = "Looking up an id that no post has returns an empty result.")
    void returnsEmptyForUnknownPost() {
        Post post = createPost(createAuthor());

        for (PostId unknown : ListReader.otherIds(post.id().value(), PostId::new)) {
            assertThat(posts().findById(unknown)).as("post %s", unknown).isEmpty();
        }
    }

    /**
     * Given the id of a deleted user and an id that never existed. When either is stored as the author of a post. Then
     * {@link UserNotFoundException} is thrown.
     */
    @Clause(
            value = "posts.unknown-author-rejected",
            promise = "A creation of a post whose author does not exist is rejected and stores nothing.")
    void rejectsUnknownAuthor() {
        UserId gone = createAuthor();
        client().users().delete(gone);

        for (UserId nobody : List.of(gone, new UserId(UserId.MAX))) {
            assertThatExceptionOfType(UserNotFoundException.class)
                    .isThrownBy(() -> posts().create(aPostBy(nobody).build()))
                    .satisfies(refusal -> assertThat(refusal.id()).isEqualTo(nobody));
        }

        assertThat(allPosts().total()).isZero();
    }

    /**
     * Given posts that are deleted before the next is created: directly, at their version, and with their author. When
     * the same client, or one opened after the deletion, creates a post. Then no id occurs twice.
     */
    @Clause(value = "posts.ids-never-reused", promise = "The id of a deleted post is never given to another post.")
    void neverReusesIds() throws Exception {
        PostRepository creating = posts();
        List<PostId> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            UserId author = createAuthor();
            PostId id = creating.create(aPostBy(author).build()).id();
            assertThat(ids).doesNotContain(id);
            assertThat(
                            switch (i % 3) {
                                case 0 -> posts().delete(id);
                                case 1 -> posts().delete(id, 1);
                                default -> client().users().delete(author);
                            })
                    .isTrue();
            ids.add(id);
            creating = i % 2 == 0 ? posts() : secondClient().posts();
        }
    }

    /**
     * Given a user. When posts of the user are created, changed and deleted. Then the user is unchanged.
     */
    @Clause(
            value = "posts.author-unchanged",
            promise = "Creations, changes and deletions of posts do not change their author.")
    void doesNotChangeAuthor() {
        User author = client().users().create(aUser().build());

        Post post = posts().create(aPostBy(author.id()).published().build());
        Post updated = posts().update(
                        post.withTitle("Changed").withUpdatedAt(post.createdAt().plusSeconds(60)));
        Post other = createPost(author.id());
        EveryRead.assertReturns(client().users(), author);
        posts().delete(updated.id(), updated.version());
        posts().delete(other.id());

        EveryRead.assertReturns(client().users(), author);
    }

    /**
     * Given an author. When one client creates several posts one after another. Then each id is larger than the ones
     * before, so that ids order posts of one instant.
     */
    @Clause(
            value = "posts.ids-increase",
            promise = "Posts that one client creates one after another get increasing ids.")
    void assignsIncreasingIds() {
        UserId author = createAuthor();

        List<Post> created = Stream.generate(() -> createPost(author)).limit(5).toList();

        assertThat(created).extracting(post -> post.id().value()).isSorted().doesNotHaveDuplicates();
    }

    /** Given two clients. When one creates, updates and deletes a post. Then the other sees each change immediately. */
    @Clause(
            value = "posts.visible-to-second-client",
            promise = "A completed creation, change or deletion of a post is visible to all other clients of the "
                    + "same backend at once.")
    void changesAreVisibleToSecondClient() throws Exception {
        PostRepository other = secondClient().posts();

        Post created = posts().create(aPostBy(createAuthor()).published().build());
        assertThat(other.findById(created.id())).contains(created);
        assertThat(other.findPublished(PageRequest.first()).items()).containsExactly(created);
        Post updated = posts().update(created.withPublished(false));
        assertThat(other.findById(created.id())).contains(updated);
        assertThat(other.findPublished(PageRequest.first()).total()).isZero();
        posts().delete(created.id());
        assertThat(other.findById(created.id())).isEmpty();
    }

    /**
     * Given a post. When all its changeable fields are updated, then one, and then none. Then they are stored, and the
     * version grows by one each time.
     */
    @Clause(
            value = "posts.update-raises-version",
            promise = "An update stores all changeable fields of a post and increments the version by one.")
    void updateRaisesVersion() {
        Post post = createPost(createAuthor());
        Post changed = post.withTitle("Other title")
                .withContent("Other content")
                .withPublished(true)
                .withUpdatedAt(post.createdAt().plusSeconds(60));

        Post updated = posts().update(changed);

        assertThat(updated).isEqualTo(changed.withVersion(2));
        assertThat(posts().findById(post.id())).contains(updated);
        Post third = posts().update(updated.withPublished(false));
        assertThat(third).isEqualTo(updated.withPublished(false).withVersion(3));
        assertThat(posts().update(third)).as("an update without a change").isEqualTo(third.withVersion(4));
        EveryRead.assertReturns(posts(), third.withVersion(4));
    }

    /**
     * Given a post. When updates pass times of the last change before, at and after the stored ones. Then each is
     * stored as given.
     */
    @Clause(
            value = "posts.update-time-kept",
            promise = "An update stores the time of the last change as given, even if it is before the stored time.")
    void keepsTimeOfLastChange() {
        Post post = createPost(createAuthor());
        for (Instant time : TrickyInstants.around(post.createdAt())) {
            Post updated = posts().update(post.withUpdatedAt(time));

            assertThat(updated).isEqualTo(post.withUpdatedAt(time).withVersion(post.version() + 1));
            EveryRead.assertReturns(posts(), updated);
            post = updated;
        }
    }

    /** Given a post. When an update passes another author and creation time. Then the stored ones stay. */
    @Clause(
            value = "posts.identity-immutable",
            promise = "An update never changes the id, the author or the creation time of a post, whatever is passed.")
    void updateKeepsAuthorAndCreationTime() {
        Post post = createPost(createAuthor());
        UserId other = createAuthor();
        Post forged = aPostBy(other)
                .withTitle("New title")
                .createdAt(post.createdAt().minusSeconds(3_600))
                .build()
                .toPost(post.id())
                .withUpdatedAt(post.updatedAt());

        Post updated = posts().update(forged);

        assertThat(updated).isEqualTo(post.withTitle("New title").withVersion(2));
        assertThat(posts().findById(post.id())).contains(updated);
        assertThat(posts().findByAuthor(other, PageRequest.first()).total()).isZero();
    }

    /**
     * Given an updated post. When an update passes an older or a future version, also one that differs in the upper
     * half only. Then {@link StaleVersionException} is thrown and nothing changes.
     */
    @Clause(
            value = "posts.stale-update-rejected",
            promise = "An update of a post with another version than the stored one is rejected as stale and changes "
                    + "nothing.")
    void rejectsStaleUpdate() {
        Post old = createPost(createAuthor());
        Post current = posts().update(old.withTitle("Current"));

        for (long version : ListReader.otherVersions(current.version())) {
            if (version > 0) {
                Post stale = old.withTitle("Stale").withPublished(true).withVersion(version);
                assertThatThrownBy(() -> posts().update(stale))
                        .as("version %d", version)
                        .isInstanceOf(StaleVersionException.class);
            }
        }

        assertThat(posts().findById(old.id())).contains(current);
    }

    /**
     * Given a post and two clients. When 6 threads read it at the same version and append to its content, five times
     * each, retrying stale updates. Then all 30 changes are stored.
     */
    @Clause(
            value = "posts.concurrent-updates-not-lost",
            promise = "Of concurrent updates of one version of a post, one succeeds and the others are rejected, so "
                    + "that no change is lost.")
    void concurrentUpdatesAreNotLost() throws Exception {
        PostRepository other = secondClient().posts();
        Post post = posts().create(aPostBy(createAuthor()).withContent("").build());

        List<Outcome<Integer>> outcomes = Rendezvous.runWithBarrier(
                6,
                allHaveRead -> i -> () -> {
                    PostRepository mine = i % 2 == 0 ? posts() : other;
                    for (int round = 0; round < 5; round++) {
                        Post read = mine.findById(post.id()).orElseThrow();
                        allHaveRead.await();
                        append(mine, read, (char) ('a' + i));
                        allHaveRead.await();
                    }
                    return i;
                });

        outcomes.forEach(Outcome::get);
        Post last = posts().findById(post.id()).orElseThrow();
        assertThat(last.version()).isEqualTo(31);
        assertThat(last.content()).hasSize(30);
        for (char mark = 'a'; mark < 'g'; mark++) {
            assertThat(last.content()).containsPattern("(?:" + mark + "[^" + mark + "]*){5}");
        }
    }

    /** Appends a mark, retrying stale updates. Another thread succeeds at each rejection, so 100 tries suffice. */
    private static void append(PostRepository posts, Post read, char mark) {
        Post current = read;
        for (int tries = 1; tries <= 100; tries++) {
            try {
                posts.update(current.withContent(current.content() + mark));
                return;
            } catch (StaleVersionException raced) {
                current = posts.findById(read.id()).orElseThrow();
            }
        }
        throw new AssertionError("rejected as stale 100 times in a row, each time with the version just read");
    }

    /**
     * Given a deleted post. When it is updated. Then {@link PostNotFoundException} is thrown and the post is not
     * created.
     */
    @Clause(
            value = "posts.update-missing-rejected",
            promise = "An update of a post that does not exist is rejected and creates no post.")
    void rejectsUpdateOfMissingPost() {
        Post gone = createPost(createAuthor());
        posts().delete(gone.id());

        assertThatExceptionOfType(PostNotFoundException.class)
                .isThrownBy(() -> posts().update(gone.withTitle("Ghost")))
                .satisfies(refusal -> assertThat(refusal.id()).isEqualTo(gone.id()));

        assertThat(posts().findById(gone.id())).isEmpty();
        assertThat(allPosts().total()).isZero();
    }

    /** Given two posts. When one is deleted twice. Then only the first call returns true, and the other remains. */
    @Clause(
            value = "posts.delete-missing-is-false",
            promise = "A deletion of a post returns true if it deleted the post, and false if there was none.")
    void deleteOfMissingReturnsFalse() {
        UserId author = createAuthor();
        Post post = createPost(author);
        Post other = createPost(author);

        assertThat(posts().delete(post.id())).isTrue();
        assertThat(posts().delete(post.id())).isFalse();
        assertThat(posts().delete(post.id(), 1)).isFalse();
        for (PostId unknown : ListReader.otherIds(other.id().value(), PostId::new)) {
            assertThat(posts().delete(unknown)).as("deletion of %s", unknown).isFalse();
            assertThat(posts().delete(unknown, 1)).as("deletion of %s", unknown).isFalse();
        }

        assertThat(allPosts().items()).containsExactly(other);
    }

    /**
     * Given an updated post. When it is deleted at its old version and at others that it does not have. Then {@link
     * StaleVersionException} is thrown; a deletion at the current version succeeds.
     */
    @Clause(
            value = "posts.stale-delete-rejected",
            promise = "A deletion of a post at another version than the stored one is rejected as stale and deletes "
                    + "nothing.")
    void rejectsStaleDelete() {
        Post old = createPost(createAuthor());
        Post current = posts().update(old.withTitle("Current"));

        for (long version : ListReader.otherVersions(current.version())) {
            assertThatThrownBy(() -> posts().delete(old.id(), version))
                    .as("version %d", version)
                    .isInstanceOf(StaleVersionException.class);
        }
        assertThat(posts().findById(old.id())).contains(current);

        assertThat(posts().delete(old.id(), current.version())).isTrue();
        assertThat(posts().findById(old.id())).isEmpty();
    }

    /**
     * Given posts with comments of their author and of another user. When one post is deleted, with and without a
     * version. Then its comments are deleted; other posts, their comments and all users remain unchanged.
     */
    @Clause(
            value = "posts.delete-cascades-to-comments",
            promise = "A deletion of a post deletes the comments on it, and no other comment, post or user.")
    void deletesOnlyOwnCommentsWithPost() {
        User author = client().users().create(aUser().build());
        User reader = client().users().create(aUser().build());
        Post other = posts().create(aPostBy(author.id()).build());
        Post ofReader = posts().create(aPostBy(reader.id()).build());
        List<Comment> kept = List.of(
                comments().create(aCommentOn(other.id(), author.id()).build()),
                comments().create(aCommentOn(other.id(), reader.id()).build()),
                comments().create(aCommentOn(ofReader.id(), author.id()).build()));
        for (boolean atItsVersion : new boolean[] {false, true}) {
            Post post = posts().create(aPostBy(author.id()).build());
            List<Comment> on = List.of(
                    comments().create(aCommentOn(post.id(), author.id()).build()),
                    comments().create(aCommentOn(post.id(), reader.id()).build()));

            assertThat(atItsVersion ? posts().delete(post.id(), post.version()) : posts().delete(post.id()))
                    .isTrue();

            assertThat(on)
                    .allSatisfy(comment ->
                            assertThat(comments().findById(comment.id())).isEmpty());
            assertThat(comments().findByPost(post.id(), PageRequest.first()).total())
                    .isZero();
            kept.forEach(comment -> EveryRead.assertReturns(client(), comment));
            List.of(other, ofReader).forEach(stays -> EveryRead.assertReturns(posts(), stays));
            List.of(author, reader).forEach(user -> EveryRead.assertReturns(client().users(), user));
        }
    }

    /**
     * Given posts of three users, one of them by a user that the deleted one created. When two of the users are
     * deleted, with and without a version. Then all posts of these users are deleted, and only those.
     */
    @Clause(
            value = "posts.deleted-with-author",
            promise = "A deletion of a user deletes all posts of that user, and no other posts.")
    void deletesPostsWithAuthor() {
        UserId first = createAuthor();
        User second = client().users().create(aUser().build());
        UserId other = client().users().create(aUser().createdBy(first).build()).id();
        List<Post> gone = Stream.of(first, second.id())
                .flatMap(author -> Stream.of(
                        createPost(author),
                        posts().create(aPostBy(author).published().build())))
                .toList();
        Post stays = posts().create(aPostBy(other).published().build());

        assertThat(client().users().delete(first)).isTrue();
        assertThat(client().users().delete(second.id(), second.version())).isTrue();

        assertThat(gone)
                .allSatisfy(post -> assertThat(posts().findById(post.id())).isEmpty());
        EveryRead.assertReturns(posts(), stays);
        assertThat(ListReader.readSlices(posts(), PostFilter.all(), 10)).containsExactly(stays);
        for (PostFilter filter : ListReader.allFilters(first, second.id(), other)) {
            assertThat(posts().findPaginated(PageRequest.first(), filter).total())
                    .as("%s", filter)
                    .isEqualTo(filter.matches(stays) ? 1 : 0);
        }
    }

    /**
     * Given texts that some storages alter, the empty content and the longest texts. When posts with them are created,
     * and updated to them. Then every read returns them unchanged.
     */
    @Clause(
            value = "posts.text-kept-exactly",
            promise = "Titles and contents of posts are kept exactly, up to the maximum length of the domain.")
    void preservesText() {
        List<String> titles = new ArrayList<>(TrickyStrings.ALL);
        titles.add(TrickyStrings.EMOJI.repeat(200));
        titles.add("t".repeat(200));
        Post changing = createPost(createAuthor());
        for (String title : titles) {
            assertTextKept(title, title);
            changing = posts().update(changing.withTitle(title).withContent(title));
            assertThat(changing.title()).isEqualTo(title);
            assertThat(changing.content()).isEqualTo(title);
            EveryRead.assertReturns(posts(), changing);
        }
        for (String content : List.of("", " ", "\u00A0\n", "c".repeat(20_000), TrickyStrings.EMOJI.repeat(20_000))) {
            assertTextKept("Title", content);
            changing = posts().update(changing.withContent(content));
            assertThat(changing.content()).isEqualTo(content);
            EveryRead.assertReturns(posts(), changing);
        }
    }

    private void assertTextKept(String title, String content) {
        Post created = posts().create(aPostBy(createAuthor())
                .withTitle(title)
                .withContent(content)
                .build());
        assertThat(created.title()).isEqualTo(title);
        assertThat(created.content()).isEqualTo(content);
        EveryRead.assertReturns(posts(), created);
    }

    /**
     * Given times finer than a microsecond. When posts with them are stored, read and updated. Then all results have
     * the same times, truncated to microseconds.
     */
    @Clause(
            value = "posts.microseconds-kept",
            promise = "The times of a post are kept to the microsecond and returned in the same way by creations, "
                    + "updates and reads.")
    void preservesMicroseconds() {
        UserId author = createAuthor();
        for (Instant time : TrickyInstants.ALL) {
            Instant micros = time.truncatedTo(ChronoUnit.MICROS);
            Post created = posts().create(aPostBy(author).createdAt(time).build());

            assertThat(created.createdAt()).isEqualTo(micros);
            assertThat(created.updatedAt()).isEqualTo(micros);
            EveryRead.assertReturns(posts(), created);
            Instant later = time.plusNanos(5_999);
            Post updated = posts().update(created.withUpdatedAt(later));
            assertThat(updated.createdAt()).isEqualTo(micros);
            assertThat(updated.updatedAt()).isEqualTo(later.truncatedTo(ChronoUnit.MICROS));
            EveryRead.assertReturns(posts(), updated);
        }
    }

    /**
     * Given JVM time zones and locales, and times that a zone skips or repeats. When posts are stored in one zone and
     * read in another. Then the times are the same instants.
     */
    @Clause(
            value = "posts.time-zone-independent",
            promise = "The times of a post do not depend on the time zone or the locale of the JVM, or on daylight "
                    + "saving time.")
    @ResourceLock(Resources.TIME_ZONE)
    @ResourceLock(Resources.LOCALE)
    void timesAreIndependentOfTimeZone() throws Exception {
        TimeZones.storeAndRead(
                () -> {
                    UserId author = createAuthor();
                    List<Post> stored = new ArrayList<>();
                    for (Instant time : TimeZones.times()) {
                        Post created =
                                posts().create(aPostBy(author).createdAt(time).build());
                        assertThat(created.createdAt()).isEqualTo(time);
                        stored.add(posts().update(created.withUpdatedAt(time.plusSeconds(1))));
                    }
                    return stored;
                },
                post -> EveryRead.assertReturns(posts(), post));
    }

    /** Given invalid values, invalid pages, and null. When they are passed. Then each call throws, storing nothing. */
    @Clause(
            value = "posts.invalid-rejected",
            promise = "A call with null is rejected, no value that the domain rejects reaches the repository, and "
                    + "neither stores a post.")
    void rejectsInvalidValues() {
        Post post = createPost(createAuthor());
        UserId author = post.authorId();
        List<Supplier<Object>> invalid = List.of(
                () -> posts().create(aPostBy(author).withTitle("").build()),
                () -> posts().create(aPostBy(author).withTitle("t".repeat(201)).build()),
                () -> posts().create(aPostBy(author).withTitle("a\0b").build()),
                () -> posts().create(aPostBy(author).withContent("\uD800").build()),
                () -> posts().create(
                                aPostBy(author).withContent("c".repeat(20_001)).build()),
                () -> posts().update(post.withTitle(" ")),
                () -> posts().findPublished(new PageRequest(0, 10)),
                () -> posts().findPublished(new PageRequest(1, 0)),
                () -> posts().findPublished(new PageRequest(-1, 101)));

        for (Supplier<Object> call : invalid) {
            assertThatThrownBy(call::get).isInstanceOf(InvalidValueException.class);
        }
        assertNullRefused(post);
        assertThat(allPosts().items()).containsExactly(post);
    }

    @SuppressWarnings("NullAway") // passes null on purpose
    private void assertNullRefused(Post post) {
        assertThatNullPointerException().isThrownBy(() -> posts().create(null));
        assertThatNullPointerException().isThrownBy(() -> posts().update(null));
        assertThatNullPointerException().isThrownBy(() -> posts().delete(null));
        assertThatNullPointerException().isThrownBy(() -> posts().delete(null, post.version()));
        assertThatNullPointerException().isThrownBy(() -> posts().findById(null));
        assertThatNullPointerException().isThrownBy(() -> posts().findPublished(null));
        assertThatNullPointerException().isThrownBy(() -> posts().findByAuthor(null, PageRequest.first()));
        assertThatNullPointerException().isThrownBy(() -> posts().findPaginated(PageRequest.first(), null));
        assertThatNullPointerException().isThrownBy(() -> posts().findAfter(null, PostFilter.all()));
        assertThatNullPointerException()
                .isThrownBy(() -> posts().findWithComments(null, PostFilter.all(), CommentsEach.atMost(1)));
    }

    @Nested
    class Races extends PostRepositoryRacesContract {
        @Override
        protected Contract<UnitOfWork> contract() {
            return PostRepositoryContract.this;
        }
    }

    @Nested
    class Lists extends PostRepositoryListsContract {
        @Override
        protected Contract<UnitOfWork> contract() {
            return PostRepositoryContract.this;
        }
    }
}
