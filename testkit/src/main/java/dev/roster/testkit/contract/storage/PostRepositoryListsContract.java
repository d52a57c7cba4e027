package dev.roster.testkit.contract.storage;

import static dev.roster.testkit.data.NewCommentBuilder.aCommentOn;
import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.StaleVersionException;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.CommentsEach;
import dev.roster.domain.post.NewPost;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostCursor;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostSlice;
import dev.roster.domain.post.PostWithComments;
import dev.roster.domain.post.SliceRequest;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.ContractPart;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import dev.roster.testkit.data.TrickyInstants;
import dev.roster.testkit.data.TrickyStrings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Clauses of {@link PostRepository} about order, completeness and totals of its pages and slices. Longer than other
 * classes because both kinds of lists are compared with the same posts.
 */
abstract class PostRepositoryListsContract extends ContractPart<UnitOfWork> {

    private PostRepository posts() {
        return client().posts();
    }

    private UserId createAuthor() {
        return client().users().create(aUser().build()).id();
    }

    private Page<Post> page(int number, int size, PostFilter filter) {
        return posts().findPaginated(new PageRequest(number, size), filter);
    }

    /**
     * Given posts of two users, some of the same instant and some a microsecond apart. When they are listed in pages,
     * in slices and with comments, with every filter. Then the newest come first, posts of one instant by id, highest
     * first; an update does not move a post.
     */
    @Clause(
            value = "posts.list-newest-first",
            promise = "Lists of posts are ordered by creation time, newest first, then by id in descending order; "
                    + "updates do not change it.")
    void listsNewestFirst() {
        UserId author = createAuthor();
        UserId other = createAuthor();
        Instant base = Instant.parse("2023-06-01T12:00:00Z");
        List<Post> created = new ArrayList<>();
        for (int micros : new int[] {5, 1, 3, 3, 3, 9_000_000, 1, 7}) {
            created.add(posts().create(aPostBy(micros == 3 ? other : author)
                    .published(created.size() % 2 == 0)
                    .createdAt(base.plus(micros, ChronoUnit.MICROS))
                    .build()));
        }
        List<Post> all = created.stream().sorted(PostCursor.NEWEST_FIRST).toList();

        for (PostFilter filter : ListReader.allFilters(author, other)) {
            List<Post> expected = all.stream().filter(filter::matches).toList();
            assertListed(expected, filter, 3);
            assertThat(
                            ListReader.readAll(request ->
                                            posts().findWithComments(request, filter, CommentsEach.atMost(1)))
                                    .stream()
                                    .map(PostWithComments::post))
                    .as("with comments, %s", filter)
                    .containsExactlyElementsOf(expected);
        }
        posts().update(created.get(1).withTitle("Moved?").withUpdatedAt(base.plusSeconds(100)));
        assertThat(page(1, 100, PostFilter.all()).items())
                .extracting(Post::id)
                .containsExactlyElementsOf(all.stream().map(Post::id).toList());
    }

    /** Given 23 posts a microsecond apart. When they are read in pages. Then each post occurs once, in order. */
    @Clause(
            value = "posts.list-pages-complete",
            promise = "All pages of a list of posts together contain each post once, in order.")
    void pagesContainEachPostOnce() {
        UserId author = createAuthor();
        List<Post> whole = createNewestFirst(23, i -> postAt(author, i));

        ListReader.assertPagesContain(whole, request -> posts().findPaginated(request, PostFilter.all()));
    }

    /**
     * Given 200 posts of one instant, half of them drafts. When they are read in pages and in slices, with several
     * filters. Then both contain each matching post once, ordered by id.
     */
    @Clause(
            value = "posts.equal-timestamps-pages-complete",
            promise = "Pages and slices contain each post once, ordered by id, even if all posts have the same "
                    + "creation time.")
    void pagesAreCompleteForEqualTimestamps() {
        UserId author = createAuthor();
        List<Post> whole = createNewestFirst(
                200, i -> aPostBy(author).published(i % 2 == 0).build());

        for (PostFilter filter : List.of(
                PostFilter.all(),
                PostFilter.all().byAuthor(author),
                PostFilter.all().published(true))) {
            List<Post> expected = whole.stream().filter(filter::matches).toList();
            assertListed(expected, filter, 7);
        }
    }

    /** Given no posts, and then three. When a page past the end is read. Then it is empty and has the correct total. */
    @Clause(
            value = "posts.list-past-the-end-empty",
            promise = "A page past the end of a list of posts is empty and has the correct total.")
    void returnsEmptyPagePastTheEnd() {
        UserId author = createAuthor();
        assertThat(page(1, 20, PostFilter.all())).isEqualTo(Page.empty(PageRequest.first()));
        for (int i = 0; i < 3; i++) {
            posts().create(aPostBy(author).published().build());
        }

        for (PostFilter filter : List.of(
                PostFilter.all(),
                PostFilter.all().byAuthor(author),
                PostFilter.all().readableBy(author))) {
            ListReader.assertEmptyPastTheEnd(request -> posts().findPaginated(request, filter));
        }
        ListReader.assertEmptyPastTheEnd(posts()::findPublished);
        ListReader.assertEmptyPastTheEnd(request -> posts().findByAuthor(author, request));
        ListReader.assertEmptyPastTheEnd(
                request -> posts().findWithComments(request, PostFilter.all(), CommentsEach.atMost(1)));
    }

    /**
     * Given a draft and a published post. When the published posts are listed, before and after both change their
     * state. Then the list contains exactly the posts that are published now.
     */
    @Clause(
            value = "posts.list-published-only",
            promise = "The list of published posts contains exactly the posts that are published at the time of "
                    + "reading.")
    void listsOnlyPublishedPosts() {
        UserId author = createAuthor();
        Post draft = posts().create(aPostBy(author).build());
        Post published = posts().create(aPostBy(author).published().build());

        assertThat(posts().findPublished(PageRequest.first()))
                .isEqualTo(new Page<>(List.of(published), 1, PageRequest.first()));
        posts().update(published.withPublished(false));
        Post now = posts().update(draft.withPublished(true));
        assertThat(posts().findPublished(PageRequest.first()))
                .isEqualTo(new Page<>(List.of(now), 1, PageRequest.first()));
    }

    /**
     * Given posts of two users, and a user without posts. When the posts of each are listed. Then each list contains
     * exactly the posts of that user, including drafts.
     */
    @Clause(
            value = "posts.list-only-of-author",
            promise = "The list of posts of an author contains exactly the posts of that user, drafts included.")
    void listsOnlyPostsOfAuthor() {
        UserId ann = createAuthor();
        UserId bob = createAuthor();
        UserId silent = createAuthor();
        Post draft = posts().create(aPostBy(ann).build());
        Post published = posts().create(aPostBy(ann).published().build());
        Post other = posts().create(aPostBy(bob).published().build());

        PageRequest request = PageRequest.first();
        assertThat(posts().findByAuthor(ann, request)).isEqualTo(new Page<>(List.of(published, draft), 2, request));
        assertThat(posts().findByAuthor(bob, request)).isEqualTo(new Page<>(List.of(other), 1, request));
        for (UserId nobody : List.of(silent, new UserId(UserId.MAX))) {
            assertThat(posts().findByAuthor(nobody, request)).isEqualTo(Page.empty(request));
        }
    }

    /**
     * Given drafts and published posts of three users. When they are listed with every combination of filters. Then
     * each list contains exactly the matching posts, and its total is correct.
     */
    @Clause(
            value = "posts.filters-exact",
            promise = "Every combination of filters returns exactly the matching posts and their number.")
    void filtersReturnExactlyMatchingPosts() {
        List<UserId> users = new ArrayList<>();
        List<Post> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            UserId author = createAuthor();
            users.add(author);
            for (int n = 0; n < 2 + 2 * i; n++) {
                Instant at = Instant.EPOCH.plus((n * 7L + i * 3L) % 5, ChronoUnit.MICROS);
                all.add(posts().create(aPostBy(author)
                        .published(n % 2 == 0)
                        .createdAt(at)
                        .build()));
            }
        }
        UserId nobody = new UserId(UserId.MAX);

        for (PostFilter filter : ListReader.allFilters(users.get(0), users.get(1), nobody)) {
            List<Post> expected = all.stream()
                    .filter(filter::matches)
                    .sorted(PostCursor.NEWEST_FIRST)
                    .toList();
            assertListed(expected, filter, 4);
            assertThat(page(1, 1, filter).total()).as("total of %s", filter).isEqualTo(expected.size());
        }
    }

    /**
     * Given posts with no, one and many comments, with texts that are hard to store. When they are listed with
     * comments. Then each post has its oldest comments, at most the requested number, and its total number of comments.
     * With every filter, the posts are those of the page without comments.
     */
    @Clause(
            value = "posts.list-with-comments",
            promise = "A list with comments has the same posts as one without; each post has its oldest comments and "
                    + "the number of all.")
    void listsPostsWithOldestComments() {
        UserId author = createAuthor();
        List<PostWithComments> expected = new ArrayList<>();
        for (int count : new int[] {0, 1, 3, TrickyStrings.ALL.size()}) {
            Post post = posts().create(aPostBy(author)
                    .withTitle(TrickyStrings.ALL.get(count % 5))
                    .withContent(TrickyStrings.ALL.get(10))
                    .published()
                    .build());
            List<Comment> comments = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                comments.add(client().comments()
                        .create(aCommentOn(post.id(), author)
                                .withContent(TrickyStrings.ALL.get(i))
                                .createdAt(TrickyInstants.ALL.get(i % 2).plus(i / 4, ChronoUnit.MICROS))
                                .build()));
            }
            // The sort is stable, so that comments of one instant stay in the order of their ids.
            comments.sort(Comparator.comparing(Comment::createdAt));
            expected.add(0, new PostWithComments(post, comments.subList(0, Math.min(3, count)), count));
        }
        posts().create(aPostBy(createAuthor()).build());
        PostFilter ofAuthor = PostFilter.all().byAuthor(author);

        PageRequest first = new PageRequest(1, 3);
        assertThat(posts().findWithComments(first, ofAuthor, CommentsEach.atMost(3)))
                .isEqualTo(new Page<>(expected.subList(0, 3), 4, first));
        PageRequest second = new PageRequest(2, 3);
        assertThat(posts().findWithComments(second, ofAuthor, CommentsEach.atMost(3)))
                .isEqualTo(new Page<>(expected.subList(3, 4), 4, second));
        for (PostFilter filter : ListReader.allFilters(author)) {
            assertThat(posts().findWithComments(first, filter, CommentsEach.atMost(1))
                            .map(PostWithComments::post))
                    .as("posts of %s", filter)
                    .isEqualTo(posts().findPaginated(first, filter));
        }
    }

    /**
     * Given two posts, each with comments of 1, 2, 3 and 4 bytes. When they are listed with a limit of bytes. Then each
     * post has its oldest comments up to the first that would exceed the limit, and its total number of comments.
     */
    @Clause(
            value = "posts.list-with-comments-bounded",
            promise = "A list with comments includes the oldest comments of a post up to the first that would exceed "
                    + "the limit of bytes.")
    void listsPostsWithCommentsUpToLimitOfBytes() {
        UserId author = createAuthor();
        List<PostWithComments> all = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Post post = posts().create(aPostBy(author).published().build());
            List<Comment> comments = new ArrayList<>();
            for (String content : List.of("a", "\u00e9", "\u20ac", "\ud83d\ude00")) {
                comments.add(client().comments()
                        .create(aCommentOn(post.id(), author)
                                .withContent(content)
                                .build()));
            }
            all.add(0, new PostWithComments(post, comments, 4));
        }
        int[] fitting = {0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4};
        PageRequest first = new PageRequest(1, 5);

        for (int bytes = 1; bytes < fitting.length; bytes++) {
            int count = fitting[bytes];
            assertThat(posts().findWithComments(first, PostFilter.all().byAuthor(author), new CommentsEach(9, bytes)))
                    .as("up to %s bytes", bytes)
                    .isEqualTo(new Page<>(all, 2, first)
                            .map(each -> new PostWithComments(
                                    each.post(), each.firstComments().subList(0, count), 4)));
        }
        assertThat(posts().findWithComments(first, PostFilter.all().byAuthor(author), new CommentsEach(2, 6))
                        .items())
                .allSatisfy(each -> assertThat(each.firstComments()).hasSize(2));
    }

    /** Given two users. When posts are created, changed and deleted. Then every total is correct after each step. */
    @Clause(
            value = "posts.totals-exact",
            promise = "The total of every list of posts is exact after each creation, change and deletion, also of "
                    + "authors.")
    void totalsAreExact() {
        UserId ann = createAuthor();
        UserId bob = createAuthor();
        List<Post> all = new ArrayList<>();
        assertTotals(all, ann, bob);
        for (int i = 0; i < 4; i++) {
            all.add(posts().create(
                            aPostBy(i % 2 == 0 ? ann : bob).published(i < 2).build()));
            assertTotals(all, ann, bob);
        }
        all.set(0, posts().update(all.get(0).withPublished(false)));
        assertTotals(all, ann, bob);
        all.set(0, posts().update(all.get(0).withTitle("Same state")));
        assertTotals(all, ann, bob);
        all.set(3, posts().update(all.get(3).withPublished(true)));
        assertTotals(all, ann, bob);
        posts().delete(all.remove(1).id());
        assertTotals(all, ann, bob);
        Post last = all.remove(0);
        assertThat(posts().delete(last.id(), last.version())).isTrue();
        assertTotals(all, ann, bob);
        client().users().delete(bob);
        all.removeIf(post -> post.authorId().equals(bob));
        assertTotals(all, ann, bob);
    }

    /**
     * Given two users and two clients. When six threads create, publish, unpublish and delete posts at once. Then every
     * total equals the number of matching posts.
     */
    @Clause(
            value = "posts.totals-exact-after-concurrent-writes",
            promise = "The total of every list of posts is exact after concurrent creations, changes and deletions.")
    void totalsAreExactAfterConcurrentWrites() throws Exception {
        List<UserId> authors = List.of(createAuthor(), createAuthor());
        PostRepository other = secondClient().posts();
        Post contested = posts().create(aPostBy(authors.get(0)).build());

        List<Outcome<Integer>> outcomes = Rendezvous.run(6, i -> () -> {
            PostRepository mine = i % 2 == 0 ? posts() : other;
            for (int round = 0; round < 5; round++) {
                Post post = mine.create(
                        aPostBy(authors.get(round % 2)).published(i % 3 == 0).build());
                Post changed = mine.update(post.withPublished(round % 3 != 0));
                if (round % 4 == i % 4) {
                    mine.delete(changed.id());
                }
                trySetPublished(mine, contested, i % 2 == 0);
            }
            return i;
        });

        outcomes.forEach(Outcome::get);
        List<Post> all = ListReader.readSlices(posts(), PostFilter.all(), 100);
        assertThat(all).hasSizeGreaterThan(15);
        assertTotals(all, authors.get(0), authors.get(1));
    }

    private void assertListed(List<Post> expected, PostFilter filter, int size) {
        assertThat(ListReader.readPages(posts(), filter, size))
                .as("pages of %s", filter)
                .isEqualTo(expected);
        assertThat(ListReader.readSlices(posts(), filter, size))
                .as("slices of %s", filter)
                .isEqualTo(expected);
    }

    private static void trySetPublished(PostRepository posts, Post contested, boolean published) {
        try {
            posts.update(posts.findById(contested.id()).orElseThrow().withPublished(published));
        } catch (StaleVersionException raced) {
            // Another thread changed the post; that tests the totals as well.
            assertThat(raced).isNotNull();
        }
    }

    private void assertTotals(List<Post> all, UserId... users) {
        for (PostFilter filter : ListReader.allFilters(users)) {
            assertThat(page(1, 1, filter).total())
                    .as("total of %s", filter)
                    .isEqualTo(all.stream().filter(filter::matches).count());
        }
    }

    /**
     * Given 12 posts. When they are read in slices of several sizes. Then the slices together contain each post once,
     * in order, and the last slice has no next one.
     */
    @Clause(
            value = "posts.slices-complete",
            promise = "All slices of a list of posts together contain each post once, in order, and the last slice "
                    + "has no next one.")
    void slicesContainEachPostOnce() {
        UserId author = createAuthor();
        List<Post> whole = createNewestFirst(12, i -> postAt(author, i / 3));

        for (int size : new int[] {1, 4, 5, 11, 12, 13}) {
            assertThat(ListReader.readSlices(posts(), PostFilter.all(), size))
                    .as("slices of %d", size)
                    .containsExactlyElementsOf(whole);
        }
        assertThat(posts().findAfter(SliceRequest.first(12), PostFilter.all()))
                .as("the last slice has no next one")
                .isEqualTo(new PostSlice(whole, Optional.empty()));
        assertThat(posts().findAfter(SliceRequest.first(5), PostFilter.all().byAuthor(new UserId(UserId.MAX))))
                .isEqualTo(new PostSlice(List.of(), Optional.empty()));
    }

    /**
     * Given a list that is read slice by slice. When posts are created before, at and after the cursor between slices,
     * and the post at the cursor is deleted. Then each post that existed from the start is returned exactly once.
     */
    @Clause(
            value = "posts.slices-stable-under-writes",
            promise = "Posts that exist while a list is read in slices are returned exactly once, even if others are "
                    + "created or deleted.")
    void slicesAreStableUnderWrites() {
        UserId author = createAuthor();
        List<Post> whole = createNewestFirst(30, i -> postAt(author, i / 4));

        List<Post> read = new ArrayList<>();
        List<Post> deleted = new ArrayList<>();
        List<Post> inserted = new ArrayList<>();
        PostSlice slice = posts().findAfter(SliceRequest.first(4), PostFilter.all());
        read.addAll(slice.items());
        while (slice.next().isPresent()) {
            Post last = slice.items().get(slice.items().size() - 1);
            assertThat(posts().delete(last.id())).isTrue();
            deleted.add(last);
            inserted.add(
                    posts().create(aPostBy(author).createdAt(last.createdAt()).build()));
            inserted.add(posts().create(postAt(author, 1_000)));
            inserted.add(posts().create(postAt(author, -1)));
            slice = posts().findAfter(new SliceRequest(slice.next(), 4), PostFilter.all());
            read.addAll(slice.items());
        }

        assertThat(read).doesNotHaveDuplicates();
        assertThat(deleted).hasSizeGreaterThan(5);
        List<Post> old = read.stream().filter(post -> !inserted.contains(post)).toList();
        assertThat(old).containsExactlyElementsOf(whole);
    }

    /** Creates posts, none older than the one before, and returns them in the order of lists. */
    private List<Post> createNewestFirst(int count, IntFunction<NewPost> newPost) {
        List<Post> created = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            created.add(0, posts().create(newPost.apply(i)));
        }
        return created;
    }

    private static NewPost postAt(UserId author, int micros) {
        return aPostBy(author)
                .createdAt(Instant.EPOCH.plus(micros, ChronoUnit.MICROS))
                .published(micros % 2 == 0)
                .build();
    }
}
