package dev.roster.testkit.faulty.storage;

import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.CommentsEach;
import dev.roster.domain.post.NewPost;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostCursor;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.PostSlice;
import dev.roster.domain.post.PostWithComments;
import dev.roster.domain.post.SliceRequest;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingPostRepository;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Planted faults of post repositories in lists and totals, each with the clause that must detect it. */
public enum PostListFaults implements PlantedFault {
    @Fault("Lists drafts among the published posts.")
    DRAFTS_LISTED_AS_PUBLISHED("posts.list-published-only"),
    @Fault("Leaves drafts out of the list of their author.")
    DRAFTS_OF_AUTHOR_HIDDEN("posts.list-only-of-author"),
    @Fault("Lists the drafts of all authors to a reader.")
    READER_SEES_ALL_DRAFTS("posts.filters-exact"),
    @Fault("Lists the oldest posts first.")
    OLDEST_FIRST("posts.list-newest-first"),
    @Fault("Lists posts of one instant in reverse order.")
    OLDEST_FIRST_AMONG_TIES("posts.list-newest-first"),
    @Fault("Starts each page with the last post of the page before.")
    PAGES_OVERLAP("posts.list-pages-complete"),
    @Fault("Orders posts of one instant differently on every second page.")
    TIES_IN_ANOTHER_ORDER_ON_EVEN_PAGES("posts.equal-timestamps-pages-complete"),
    @Fault("Counts only the posts of the page in its total.")
    TOTAL_COUNTS_PAGE_ONLY("posts.list-past-the-end-empty"),
    @Fault("Counts deleted posts in totals.")
    TOTAL_IGNORES_DELETIONS("posts.totals-exact"),
    @Fault("Counts posts of deleted authors in totals.")
    TOTAL_IGNORES_CASCADES("posts.totals-exact"),
    @Fault("Miscounts posts that several threads create.")
    TOTAL_LOSES_COUNT_WITH_THREADS("posts.totals-exact-after-concurrent-writes"),
    @Fault("Skips the first post of each further slice.")
    SLICES_SKIP_ONE("posts.slices-complete"),
    @Fault("Skips posts of the same instant between slices.")
    SLICES_SKIP_TIES("posts.slices-complete"),
    @Fault("Announces another slice after the last one.")
    LAST_SLICE_HAS_NEXT("posts.slices-complete"),
    @Fault("Counts posts to find the next slice, so that new posts shift it.")
    SLICES_BY_OFFSET("posts.slices-stable-under-writes"),
    @Fault("Returns nothing after a place whose post is deleted.")
    CURSOR_INVALID_AFTER_POST_DELETED("posts.slices-stable-under-writes"),
    @Fault("Ignores the wanted state in lists with comments.")
    STATE_IGNORED_WITH_COMMENTS("posts.list-with-comments"),
    @Fault("Lists all comments of each post.")
    ALL_COMMENTS("posts.list-with-comments"),
    @Fault("Counts only the comments that are listed.")
    COMMENT_COUNT_LIMITED("posts.list-with-comments"),
    @Fault("Ignores the limit of bytes of listed comments.")
    COMMENT_BYTES_UNLIMITED("posts.list-with-comments-bounded");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    PostListFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    public Storage plantedIn(Storage sound) {
        PostRepository faulty = new Faulty(sound.posts());
        return new ForwardingStorage(sound) {
            @Override
            public PostRepository posts() {
                return faulty;
            }
        };
    }

    private final class Faulty extends ForwardingPostRepository {

        private final Map<PostId, Post> counted = new ConcurrentHashMap<>();
        private final Set<Thread> writers = ConcurrentHashMap.newKeySet();
        private final Map<PostCursor, Integer> offsets = new HashMap<>();

        Faulty(PostRepository sound) {
            super(sound);
        }

        private boolean is(PostListFaults fault) {
            return PostListFaults.this == fault;
        }

        @Override
        public Page<Post> findPublished(PageRequest request) {
            return is(DRAFTS_LISTED_AS_PUBLISHED)
                    ? sound.findPaginated(request, PostFilter.all())
                    : super.findPublished(request);
        }

        @Override
        public Page<Post> findByAuthor(UserId author, PageRequest request) {
            return is(DRAFTS_OF_AUTHOR_HIDDEN)
                    ? sound.findPaginated(
                            request, PostFilter.all().byAuthor(author).published(true))
                    : super.findByAuthor(author, request);
        }

        @Override
        public Page<Post> findPaginated(PageRequest request, PostFilter filter) {
            Page<Post> page = sound.findPaginated(request, filter);
            return switch (PostListFaults.this) {
                case READER_SEES_ALL_DRAFTS ->
                    sound.findPaginated(request, new PostFilter(filter.author(), filter.published(), Optional.empty()));
                case OLDEST_FIRST -> FaultyPages.reversed(page);
                case OLDEST_FIRST_AMONG_TIES -> tiesReversed(request, filter);
                case TIES_IN_ANOTHER_ORDER_ON_EVEN_PAGES ->
                    request.page() % 2 == 0 ? tiesReversed(request, filter) : page;
                case PAGES_OVERLAP -> FaultyPages.overlapping(request, each -> sound.findPaginated(each, filter));
                case TOTAL_COUNTS_PAGE_ONLY -> FaultyPages.countingItems(page);
                case TOTAL_IGNORES_DELETIONS, TOTAL_IGNORES_CASCADES ->
                    new Page<>(
                            page.items(),
                            counted.values().stream().filter(filter::matches).count(),
                            request);
                case TOTAL_LOSES_COUNT_WITH_THREADS ->
                    new Page<>(page.items(), page.total() + (writers.size() > 1 ? 1 : 0), request);
                default -> page;
            };
        }

        private Page<Post> tiesReversed(PageRequest request, PostFilter filter) {
            List<Post> whole = FaultyPages.whole(each -> sound.findPaginated(each, filter));
            List<Post> items = whole.stream()
                    .sorted(Comparator.comparing(Post::createdAt)
                            .reversed()
                            .thenComparing(post -> post.id().value()))
                    .skip(request.offset())
                    .limit(request.size())
                    .toList();
            return new Page<>(items, whole.size(), request);
        }

        @Override
        public PostSlice findAfter(SliceRequest request, PostFilter filter) {
            PostSlice slice = sound.findAfter(request, filter);
            if (is(LAST_SLICE_HAS_NEXT)
                    && slice.next().isEmpty()
                    && !slice.items().isEmpty()) {
                Post last = slice.items().get(slice.items().size() - 1);
                return new PostSlice(slice.items(), Optional.of(PostCursor.after(last)));
            }
            if (is(SLICES_BY_OFFSET)) {
                return byOffset(request, filter);
            }
            return request.after()
                    .map(place -> from(place, slice, request, filter))
                    .orElse(slice);
        }

        private PostSlice from(PostCursor place, PostSlice slice, SliceRequest request, PostFilter filter) {
            return switch (PostListFaults.this) {
                case SLICES_SKIP_ONE ->
                    slice.items().stream()
                            .findFirst()
                            .map(skipped -> SliceRequest.after(PostCursor.after(skipped), request.size()))
                            .map(further -> sound.findAfter(further, filter))
                            .orElse(slice);
                case SLICES_SKIP_TIES ->
                    sound.findAfter(
                            SliceRequest.after(new PostCursor(place.createdAt(), new PostId(1)), request.size()),
                            filter);
                case CURSOR_INVALID_AFTER_POST_DELETED ->
                    sound.findById(place.id()).isPresent() ? slice : new PostSlice(List.of(), Optional.empty());
                default -> slice;
            };
        }

        private PostSlice byOffset(SliceRequest request, PostFilter filter) {
            int offset = request.after().map(offsets::get).orElse(0);
            List<Post> read = FaultyPages.whole(each -> sound.findPaginated(each, filter)).stream()
                    .skip(offset)
                    .limit(request.size() + 1L)
                    .toList();
            PostSlice slice = PostSlice.of(read, request.size());
            slice.next().ifPresent(place -> offsets.put(place, offset + request.size()));
            return slice;
        }

        @Override
        public Page<PostWithComments> findWithComments(
                PageRequest request, PostFilter filter, CommentsEach commentsEach) {
            PostFilter passed = is(STATE_IGNORED_WITH_COMMENTS)
                    ? new PostFilter(filter.author(), Optional.empty(), filter.reader())
                    : filter;
            CommentsEach limit = new CommentsEach(
                    is(ALL_COMMENTS) ? 1_000 : commentsEach.maxNumber(),
                    is(COMMENT_BYTES_UNLIMITED) ? Integer.MAX_VALUE : commentsEach.maxBytes());
            Page<PostWithComments> page = sound.findWithComments(request, passed, limit);
            return is(COMMENT_COUNT_LIMITED)
                    ? page.map(each -> new PostWithComments(
                            each.post(),
                            each.firstComments(),
                            each.firstComments().size()))
                    : page;
        }

        @Override
        public Post create(NewPost post) {
            writers.add(Thread.currentThread());
            Post created = sound.create(post);
            counted.put(created.id(), created);
            return created;
        }

        @Override
        public Post update(Post post) {
            Post updated = sound.update(post);
            counted.put(updated.id(), is(TOTAL_IGNORES_DELETIONS) ? counted.get(post.id()) : updated);
            return updated;
        }

        @Override
        public boolean delete(PostId id) {
            boolean deleted = sound.delete(id);
            forget(id);
            return deleted;
        }

        @Override
        public boolean delete(PostId id, long version) {
            boolean deleted = sound.delete(id, version);
            forget(id);
            return deleted;
        }

        private void forget(PostId id) {
            if (!is(TOTAL_IGNORES_DELETIONS)) {
                counted.remove(id);
            }
        }
    }
}
