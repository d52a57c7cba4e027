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
    DRAFTS_LISTED_AS_PUBLISHED("posts.list-published-only"),
    DRAFTS_OF_AUTHOR_HIDDEN("posts.list-only-of-author"),
    READER_SEES_ALL_DRAFTS("posts.filters-exact"),
    OLDEST_FIRST("posts.list-newest-first"),
    OLDEST_FIRST_AMONG_TIES("posts.list-newest-first"),
    PAGES_OVERLAP("posts.list-pages-complete"),
    TIES_IN_ANOTHER_ORDER_ON_EVEN_PAGES("posts.equal-timestamps-pages-complete"),
    TOTAL_COUNTS_PAGE_ONLY("posts.list-past-the-end-empty"),
    TOTAL_IGNORES_DELETIONS("posts.totals-exact"),
    TOTAL_IGNORES_CASCADES("posts.totals-exact"),
    TOTAL_LOSES_COUNT_WITH_THREADS("posts.totals-exact-after-concurrent-writes"),
    SLICES_SKIP_ONE("posts.slices-complete"),
    SLICES_SKIP_TIES("posts.slices-complete"),
    LAST_SLICE_HAS_NEXT("posts.slices-complete"),
    SLICES_BY_OFFSET("posts.slices-stable-under-writes"),
    CURSOR_INVALID_AFTER_POST_DELETED("posts.slices-stable-under-writes"),
    STATE_IGNORED_WITH_COMMENTS("posts.list-with-comments"),
    ALL_COMMENTS("posts.list-with-comments"),
    COMMENT_COUNT_LIMITED("posts.list-with-comments"),
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
            List<Post> whole = FaultyPages.whole(sound, filter);
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
            List<Post> read = FaultyPages.whole(sound, filter).stream()
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
