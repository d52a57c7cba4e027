package dev.roster.testkit.faulty.storage;

import dev.roster.application.port.storage.CommentRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.CommentId;
import dev.roster.domain.post.NewComment;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.PostNotFoundException;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.text.Normalizer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Planted faults of comment repositories, each with the clause that must detect it. */
public enum CommentFaults implements PlantedFault {
    @Fault("Stores comments under the author of the post.")
    AUTHOR_OF_POST_STORED("comments.fields-round-trip"),
    @Fault("Finds a comment for an unknown id.")
    UNKNOWN_COMMENT_FOUND("comments.unknown-is-empty"),
    @Fault("Accepts comments on unknown posts.")
    UNKNOWN_POST_ACCEPTED("comments.unknown-post-rejected"),
    @Fault("Reports an unknown author before an unknown post.")
    AUTHOR_LOOKED_UP_FIRST("comments.unknown-post-rejected"),
    @Fault("Accepts comments of unknown authors.")
    UNKNOWN_AUTHOR_ACCEPTED("comments.unknown-author-rejected"),
    @Fault("Gives a new comment the id of a deleted one.")
    IDS_REUSED("comments.ids-never-reused"),
    @Fault("Gives new comments lower ids than earlier ones.")
    IDS_DECREASE("comments.ids-increase"),
    @Fault("Lists the comments of all posts for one post.")
    COMMENTS_ON_ALL_POSTS_LISTED("comments.list-only-of-post"),
    @Fault("Lists the newest comments first.")
    NEWEST_FIRST("comments.list-oldest-first"),
    @Fault("Lists comments of one instant in reverse order.")
    NEWEST_FIRST_AMONG_TIES("comments.list-oldest-first"),
    @Fault("Starts each page with the last comment of the page before.")
    PAGES_OVERLAP("comments.list-pages-complete"),
    @Fault("Counts only the comments of the page in its total.")
    TOTAL_COUNTS_PAGE_ONLY("comments.list-past-the-end-empty"),
    @Fault("Keeps the comments of a deleted post.")
    COMMENTS_KEPT_AFTER_POST("comments.deleted-with-post"),
    @Fault("Keeps the comments of a deleted author.")
    COMMENTS_KEPT_AFTER_AUTHOR("comments.deleted-with-author"),
    @Fault("Deletes later comments together with one.")
    LATER_COMMENTS_DELETED_TOO("comments.delete-affects-one"),
    @Fault("Returns true for the deletion of an unknown comment.")
    DELETE_ALWAYS_TRUE("comments.delete-missing-is-false"),
    @Fault("Leaves comments that are created while their post is deleted.")
    ORPHANS_LEFT("comments.no-orphan-on-concurrent-delete"),
    @Fault("Trims texts.")
    TEXT_TRIMMED("comments.text-kept-exactly"),
    @Fault("Normalizes texts.")
    TEXT_NORMALIZED("comments.text-kept-exactly"),
    @Fault("Limits texts by UTF-16 units in place of code points.")
    LENGTH_IN_UTF16("comments.text-kept-exactly"),
    @Fault("Truncates times to milliseconds.")
    TIME_TRUNCATED_TO_MILLISECONDS("comments.microseconds-kept"),
    @Fault("Accepts null arguments.")
    NULL_ACCEPTED("comments.invalid-rejected");

    private static final PageRequest MANY = new PageRequest(1, 100);

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    CommentFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    public Storage plantedIn(InMemoryStorage sound) {
        CommentRepository faulty = new Faulty(sound);
        return new ForwardingStorage(sound) {
            @Override
            public CommentRepository comments() {
                return faulty;
            }
        };
    }

    private final class Faulty implements CommentRepository {

        private final InMemoryStorage unit;
        private final CommentRepository sound;
        private final Map<CommentId, Comment> remembered = new ConcurrentHashMap<>();
        private final AtomicLong lastMadeUp = new AtomicLong(1_000_000_000);

        Faulty(InMemoryStorage unit) {
            this.unit = unit;
            this.sound = unit.comments();
        }

        private boolean is(CommentFaults... faults) {
            return List.of(faults).contains(CommentFaults.this);
        }

        @Override
        public Comment create(NewComment comment) {
            if (is(IDS_DECREASE)) {
                unit.setNextCommentId(new CommentId(lastMadeUp.decrementAndGet()));
            }
            if (is(AUTHOR_LOOKED_UP_FIRST) && isGone(comment.authorId())) {
                throw new UserNotFoundException(comment.authorId());
            }
            Comment created;
            try {
                created = sound.create(stored(comment));
            } catch (PostNotFoundException | UserNotFoundException unknown) {
                boolean unknownPost = unknown instanceof PostNotFoundException;
                if (unknownPost ? !is(UNKNOWN_POST_ACCEPTED, ORPHANS_LEFT) : !is(UNKNOWN_AUTHOR_ACCEPTED)) {
                    throw unknown;
                }
                created = comment.toComment(new CommentId(lastMadeUp.decrementAndGet()));
            }
            remembered.put(created.id(), created);
            return created;
        }

        private NewComment stored(NewComment comment) {
            Optional<Post> post = unit.posts().findById(comment.postId()).filter(any -> is(AUTHOR_OF_POST_STORED));
            String text = comment.content();
            Instant time = comment.createdAt();
            return new NewComment(
                    comment.postId(),
                    post.map(Post::authorId).orElse(comment.authorId()),
                    switch (CommentFaults.this) {
                        case TEXT_TRIMMED -> text.strip();
                        case TEXT_NORMALIZED -> Normalizer.normalize(text, Normalizer.Form.NFC);
                        case LENGTH_IN_UTF16 -> text.substring(0, Math.min(20_000, text.length()));
                        default -> text;
                    },
                    is(TIME_TRUNCATED_TO_MILLISECONDS) ? time.truncatedTo(ChronoUnit.MILLIS) : time);
        }

        @Override
        public Optional<Comment> findById(CommentId id) {
            if (is(NULL_ACCEPTED) && id == null) {
                return Optional.empty();
            }
            Optional<Comment> found = sound.findById(id);
            if (is(UNKNOWN_COMMENT_FOUND)) {
                return found.or(() -> remembered.values().stream().findFirst());
            }
            return found.or(() -> Optional.ofNullable(remembered.get(id)).filter(this::outlives));
        }

        private boolean outlives(Comment comment) {
            return switch (CommentFaults.this) {
                case COMMENTS_KEPT_AFTER_POST ->
                    unit.posts().findById(comment.postId()).isEmpty();
                case COMMENTS_KEPT_AFTER_AUTHOR -> isGone(comment.authorId());
                case ORPHANS_LEFT -> true;
                default -> false;
            };
        }

        private boolean isGone(UserId author) {
            return unit.users().findById(author).isEmpty();
        }

        @Override
        public Page<Comment> findByPost(PostId postId, PageRequest request) {
            Page<Comment> page = sound.findByPost(postId, request);
            return switch (CommentFaults.this) {
                case COMMENTS_ON_ALL_POSTS_LISTED ->
                    new Page<>(List.copyOf(remembered.values()), remembered.size(), request);
                case NEWEST_FIRST -> FaultyPages.reversed(page);
                case NEWEST_FIRST_AMONG_TIES -> {
                    List<Comment> items = new ArrayList<>(page.items());
                    items.sort(Comparator.comparing(Comment::createdAt)
                            .thenComparing(comment -> -comment.id().value()));
                    yield new Page<>(items, page.total(), request);
                }
                case PAGES_OVERLAP -> FaultyPages.overlapping(request, each -> sound.findByPost(postId, each));
                case TOTAL_COUNTS_PAGE_ONLY -> FaultyPages.countingItems(page);
                default -> page;
            };
        }

        @Override
        public boolean delete(CommentId id) {
            if (is(LATER_COMMENTS_DELETED_TOO)) {
                sound.findById(id).ifPresent(this::deleteLater);
            }
            boolean deleted = sound.delete(id);
            if (is(IDS_REUSED) && deleted) {
                unit.setNextCommentId(id);
            }
            remembered.remove(id);
            return deleted || is(DELETE_ALWAYS_TRUE);
        }

        private void deleteLater(Comment deleted) {
            for (Comment comment : sound.findByPost(deleted.postId(), MANY).items()) {
                if (comment.id().value() > deleted.id().value()) {
                    sound.delete(comment.id());
                }
            }
        }
    }
}
