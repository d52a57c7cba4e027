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
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingPostRepository;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Planted faults of post repositories that change values, or compare them inexactly. */
public enum PostValueFaults implements PlantedFault {
    @Fault("Trims titles when they are updated.")
    TITLE_TRIMMED_ON_UPDATE("posts.text-kept-exactly"),
    @Fault("Trims contents in pages.")
    CONTENT_TRIMMED_IN_PAGES("posts.text-kept-exactly"),
    @Fault("Trims contents in slices.")
    CONTENT_TRIMMED_IN_SLICES("posts.text-kept-exactly"),
    @Fault("Trims contents in lists with comments.")
    CONTENT_TRIMMED_WITH_COMMENTS("posts.text-kept-exactly"),
    @Fault("Keeps 65,535 bytes of a content.")
    CONTENT_OF_65535_BYTES("posts.text-kept-exactly"),
    @Fault("Stores a blank for an empty content.")
    EMPTY_CONTENT_FILLED("posts.text-kept-exactly"),
    @Fault("Stores the current time as the time of the last change.")
    UPDATE_TIME_OF_DATABASE("posts.update-time-kept"),
    @Fault("Stores the later of the given and the stored time of the last change.")
    LATER_UPDATE_TIME_STORED("posts.update-time-kept"),
    @Fault("Keeps times in 32 bits of seconds.")
    TIMES_IN_32_BITS("posts.microseconds-kept"),
    @Fault("Reads times as local ones of the default time zone, which they were not stored as.")
    LOCAL_TIMES_READ("posts.time-zone-independent"),
    @Fault("Orders pages by milliseconds.")
    PAGES_ORDERED_BY_MILLISECONDS("posts.list-newest-first"),
    @Fault("Orders pages with comments by milliseconds.")
    PAGES_WITH_COMMENTS_ORDERED_BY_MILLISECONDS("posts.list-newest-first"),
    @Fault("Continues slices at a cursor that is truncated to milliseconds.")
    CURSOR_IN_MILLISECONDS("posts.slices-complete"),
    @Fault("Looks up the lower 32 bits of an id.")
    LOOKUP_IN_32_BITS("posts.unknown-is-empty"),
    @Fault("Deletes by the lower 32 bits of an id.")
    DELETION_IN_32_BITS("posts.delete-missing-is-false"),
    @Fault("Compares the lower 32 bits of versions in updates.")
    UPDATE_VERSIONS_IN_32_BITS("posts.stale-update-rejected"),
    @Fault("Compares the lower 32 bits of versions in deletions.")
    DELETE_VERSIONS_IN_32_BITS("posts.stale-delete-rejected"),
    @Fault("Does nothing in an update without a change.")
    UPDATE_WITHOUT_CHANGE_IGNORED("posts.update-raises-version");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    PostValueFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    /** Returns a storage that has the fault. */
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

        Faulty(PostRepository sound) {
            super(sound);
        }

        private boolean is(PostValueFaults fault) {
            return PostValueFaults.this == fault;
        }

        @Override
        public Post create(NewPost post) {
            Instant time = post.createdAt();
            return sound.create(new NewPost(
                    post.authorId(),
                    post.title(),
                    storedContent(post.content()),
                    post.published(),
                    is(TIMES_IN_32_BITS)
                            ? Instant.ofEpochSecond(time.getEpochSecond() << 32 >> 32, time.getNano())
                            : time));
        }

        private String storedContent(String content) {
            return switch (PostValueFaults.this) {
                case CONTENT_OF_65535_BYTES ->
                    content.getBytes(StandardCharsets.UTF_8).length > 65_535 ? content.substring(0, 32_766) : content;
                case EMPTY_CONTENT_FILLED -> content.isEmpty() ? " " : content;
                default -> content;
            };
        }

        private Post read(Post post) {
            if (!is(LOCAL_TIMES_READ)) {
                return post;
            }
            LocalDateTime local = LocalDateTime.ofInstant(post.updatedAt(), ZoneId.of("UTC"));
            return post.withUpdatedAt(local.atZone(ZoneId.systemDefault()).toInstant());
        }

        @Override
        public Optional<Post> findById(PostId id) {
            boolean cut = is(LOOKUP_IN_32_BITS) && id != null && (int) id.value() > 0;
            return sound.findById(cut ? new PostId(id.value() << 32 >> 32) : id).map(this::read);
        }

        @Override
        public Page<Post> findPaginated(PageRequest request, PostFilter filter) {
            Page<Post> page = sound.findPaginated(request, filter).map(this::read);
            return switch (PostValueFaults.this) {
                case CONTENT_TRIMMED_IN_PAGES -> page.map(PostValueFaults::trimmed);
                case PAGES_ORDERED_BY_MILLISECONDS -> reordered(page, post -> post);
                default -> page;
            };
        }

        private static <T> Page<T> reordered(Page<T> page, Function<T, Post> post) {
            List<T> items = new ArrayList<>(page.items());
            items.sort(Comparator.comparing(
                            (T item) -> post.apply(item).createdAt().toEpochMilli())
                    .thenComparing(item -> post.apply(item).id().value())
                    .reversed());
            return new Page<>(items, page.total(), page.request());
        }

        @Override
        public PostSlice findAfter(SliceRequest request, PostFilter filter) {
            boolean cut = is(CURSOR_IN_MILLISECONDS) && request.after().isPresent();
            PostSlice slice = sound.findAfter(
                    cut ? SliceRequest.after(inMilliseconds(request.after().orElseThrow()), request.size()) : request,
                    filter);
            return is(CONTENT_TRIMMED_IN_SLICES)
                    ? new PostSlice(
                            slice.items().stream().map(PostValueFaults::trimmed).toList(), slice.next())
                    : slice;
        }

        private static PostCursor inMilliseconds(PostCursor cursor) {
            return new PostCursor(cursor.createdAt().truncatedTo(ChronoUnit.MILLIS), cursor.id());
        }

        @Override
        public Page<PostWithComments> findWithComments(
                PageRequest request, PostFilter filter, CommentsEach commentsEach) {
            Page<PostWithComments> page = sound.findWithComments(request, filter, commentsEach);
            return switch (PostValueFaults.this) {
                case CONTENT_TRIMMED_WITH_COMMENTS ->
                    page.map(each ->
                            new PostWithComments(trimmed(each.post()), each.firstComments(), each.commentCount()));
                case PAGES_WITH_COMMENTS_ORDERED_BY_MILLISECONDS -> reordered(page, PostWithComments::post);
                default -> page;
            };
        }

        @Override
        public Post update(Post post) {
            Optional<Post> stored = post == null ? Optional.empty() : sound.findById(post.id());
            if (is(UPDATE_WITHOUT_CHANGE_IGNORED) && stored.filter(post::equals).isPresent()) {
                return post;
            }
            return sound.update(stored.map(old -> stored(post, old)).orElse(post));
        }

        private Post stored(Post post, Post old) {
            return switch (PostValueFaults.this) {
                case TITLE_TRIMMED_ON_UPDATE -> post.withTitle(post.title().strip());
                case UPDATE_TIME_OF_DATABASE -> post.withUpdatedAt(Instant.now());
                case LATER_UPDATE_TIME_STORED ->
                    post.updatedAt().isBefore(old.updatedAt()) ? post.withUpdatedAt(old.updatedAt()) : post;
                case UPDATE_VERSIONS_IN_32_BITS ->
                    (int) post.version() == (int) old.version() ? post.withVersion(old.version()) : post;
                default -> post;
            };
        }

        @Override
        public boolean delete(PostId id) {
            boolean cut = is(DELETION_IN_32_BITS) && id != null && (int) id.value() > 0;
            return sound.delete(cut ? new PostId(id.value() << 32 >> 32) : id);
        }

        @Override
        public boolean delete(PostId id, long version) {
            boolean cut = is(DELETE_VERSIONS_IN_32_BITS)
                    && id != null
                    && sound.findById(id)
                            .filter(post -> (int) post.version() == (int) version)
                            .isPresent();
            return cut ? sound.delete(id) : sound.delete(id, version);
        }
    }

    private static Post trimmed(Post post) {
        return post.withContent(post.content().strip());
    }
}
