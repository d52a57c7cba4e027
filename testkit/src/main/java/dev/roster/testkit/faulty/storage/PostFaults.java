package dev.roster.testkit.faulty.storage;

import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.domain.PageRequest;
import dev.roster.domain.StaleVersionException;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.NewPost;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingPostRepository;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.text.Normalizer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Planted faults of post repositories in operations on single posts, each with the clause that must detect it. */
public enum PostFaults implements PlantedFault {
    @Fault("Stores posts without their content.")
    CONTENT_LOST("posts.fields-round-trip"),
    @Fault("Stores published posts as drafts.")
    ALWAYS_A_DRAFT("posts.fields-round-trip"),
    @Fault("Finds a post for an unknown id.")
    UNKNOWN_POST_FOUND("posts.unknown-is-empty"),
    @Fault("Accepts posts of unknown authors.")
    UNKNOWN_AUTHOR_ACCEPTED("posts.unknown-author-rejected"),
    @Fault("Gives a new post the id of a deleted one.")
    IDS_REUSED("posts.ids-never-reused"),
    @Fault("Gives new posts lower ids than earlier ones.")
    IDS_DECREASE("posts.ids-increase"),
    @Fault("Stores updates under the version that they replace.")
    VERSION_NOT_RAISED("posts.update-raises-version"),
    @Fault("Keeps the earlier state in updates.")
    STATE_NOT_UPDATED("posts.update-raises-version"),
    @Fault("Stores the author that an update contains.")
    AUTHOR_OVERWRITTEN("posts.identity-immutable"),
    @Fault("Accepts updates of an old version.")
    STALE_VERSION_ACCEPTED("posts.stale-update-rejected"),
    @Fault("Ignores updates of an old version without an error.")
    STALE_UPDATE_IGNORED("posts.concurrent-updates-not-lost"),
    @Fault("Creates a post in an update of an unknown one.")
    MISSING_UPDATE_CREATES("posts.update-missing-rejected"),
    @Fault("Returns true for the deletion of an unknown post.")
    DELETE_ALWAYS_TRUE("posts.delete-missing-is-false"),
    @Fault("Deletes a post whatever its version.")
    DELETE_IGNORES_VERSION("posts.stale-delete-rejected"),
    @Fault("Deletes all comments of the author together with a post.")
    ALL_COMMENTS_OF_AUTHOR_DELETED("posts.delete-cascades-to-comments"),
    @Fault("Deletes all comments of the author together with a version of a post.")
    ALL_COMMENTS_OF_AUTHOR_DELETED_BY_VERSION("posts.delete-cascades-to-comments"),
    @Fault("Keeps the posts of a deleted author.")
    POSTS_KEPT_AFTER_AUTHOR("posts.deleted-with-author"),
    @Fault("Leaves posts that are created while their author is deleted.")
    ORPHANS_LEFT("posts.no-orphan-on-concurrent-delete"),
    @Fault("Trims texts.")
    TEXT_TRIMMED("posts.text-kept-exactly"),
    @Fault("Normalizes texts.")
    TEXT_NORMALIZED("posts.text-kept-exactly"),
    @Fault("Limits texts by UTF-16 units in place of code points.")
    LENGTH_IN_UTF16("posts.text-kept-exactly"),
    @Fault("Truncates times to milliseconds.")
    TIME_TRUNCATED_TO_MILLISECONDS("posts.microseconds-kept"),
    @Fault("Accepts null arguments.")
    NULL_ACCEPTED("posts.invalid-rejected");

    private static final PageRequest MANY = new PageRequest(1, 100);

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    PostFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    public Storage plantedIn(InMemoryStorage sound) {
        PostRepository faulty = new Faulty(sound);
        return new ForwardingStorage(sound) {
            @Override
            public PostRepository posts() {
                return faulty;
            }
        };
    }

    private final class Faulty extends ForwardingPostRepository {

        private final InMemoryStorage unit;
        private final Map<PostId, Post> remembered = new ConcurrentHashMap<>();
        private final AtomicLong lastMadeUp = new AtomicLong(1_000_000_000);

        Faulty(InMemoryStorage unit) {
            super(unit.posts());
            this.unit = unit;
        }

        private boolean is(PostFaults... faults) {
            return List.of(faults).contains(PostFaults.this);
        }

        @Override
        public Post create(NewPost post) {
            if (is(IDS_DECREASE)) {
                unit.setNextPostId(new PostId(lastMadeUp.decrementAndGet()));
            }
            Post created;
            try {
                created = sound.create(stored(post));
            } catch (UserNotFoundException unknown) {
                if (!is(UNKNOWN_AUTHOR_ACCEPTED, ORPHANS_LEFT)) {
                    throw unknown;
                }
                created = post.toPost(new PostId(lastMadeUp.decrementAndGet()));
            }
            remembered.put(created.id(), created);
            return created;
        }

        private NewPost stored(NewPost post) {
            String title = switch (PostFaults.this) {
                case TEXT_TRIMMED -> post.title().strip();
                case TEXT_NORMALIZED -> Normalizer.normalize(post.title(), Normalizer.Form.NFC);
                case LENGTH_IN_UTF16 ->
                    post.title().substring(0, Math.min(200, post.title().length()));
                default -> post.title();
            };
            Instant time = post.createdAt();
            return new NewPost(
                    post.authorId(),
                    title,
                    is(CONTENT_LOST) ? "" : post.content(),
                    post.published() && !is(ALWAYS_A_DRAFT),
                    is(TIME_TRUNCATED_TO_MILLISECONDS) ? time.truncatedTo(ChronoUnit.MILLIS) : time);
        }

        @Override
        public Optional<Post> findById(PostId id) {
            if (is(NULL_ACCEPTED) && id == null) {
                return Optional.empty();
            }
            Optional<Post> found = sound.findById(id);
            return switch (PostFaults.this) {
                case UNKNOWN_POST_FOUND ->
                    found.or(() -> sound.findPaginated(MANY, PostFilter.all()).items().stream()
                            .findFirst());
                case POSTS_KEPT_AFTER_AUTHOR, ORPHANS_LEFT -> found.or(() -> Optional.ofNullable(remembered.get(id)));
                default -> found;
            };
        }

        @Override
        public Post update(Post post) {
            if (is(MISSING_UPDATE_CREATES) && sound.findById(post.id()).isEmpty()) {
                return sound.create(
                        new NewPost(post.authorId(), post.title(), post.content(), post.published(), post.createdAt()));
            }
            if (is(STATE_NOT_UPDATED)) {
                Optional<Post> stored = sound.findById(post.id());
                return sound.update(
                        stored.map(Post::published).map(post::withPublished).orElse(post));
            }
            try {
                Post updated = sound.update(post);
                return switch (PostFaults.this) {
                    case VERSION_NOT_RAISED -> updated.withVersion(post.version());
                    case AUTHOR_OVERWRITTEN ->
                        new NewPost(
                                        post.authorId(),
                                        updated.title(),
                                        updated.content(),
                                        updated.published(),
                                        updated.createdAt())
                                .toPost(updated.id())
                                .withVersion(updated.version());
                    default -> updated;
                };
            } catch (StaleVersionException stale) {
                Post current = sound.findById(post.id()).orElseThrow();
                if (is(STALE_VERSION_ACCEPTED)) {
                    return sound.update(post.withVersion(current.version()));
                }
                if (is(STALE_UPDATE_IGNORED)) {
                    return current;
                }
                throw stale;
            }
        }

        @Override
        public boolean delete(PostId id) {
            if (is(ALL_COMMENTS_OF_AUTHOR_DELETED)) {
                sound.findById(id).ifPresent(this::deleteCommentsBy);
            }
            boolean deleted = sound.delete(id);
            if (is(IDS_REUSED) && deleted) {
                unit.setNextPostId(id);
            }
            remembered.remove(id);
            return deleted || is(DELETE_ALWAYS_TRUE);
        }

        private void deleteCommentsBy(Post deleted) {
            for (Post post : sound.findPaginated(MANY, PostFilter.all()).items()) {
                for (Comment comment :
                        unit.comments().findByPost(post.id(), MANY).items()) {
                    if (comment.authorId().equals(deleted.authorId())) {
                        unit.comments().delete(comment.id());
                    }
                }
            }
        }

        @Override
        public boolean delete(PostId id, long version) {
            if (is(ALL_COMMENTS_OF_AUTHOR_DELETED_BY_VERSION)) {
                sound.findById(id).ifPresent(this::deleteCommentsBy);
            }
            return is(DELETE_IGNORES_VERSION) ? sound.delete(id) : sound.delete(id, version);
        }
    }
}
