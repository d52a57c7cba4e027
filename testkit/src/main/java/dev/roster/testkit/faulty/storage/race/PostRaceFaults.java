package dev.roster.testkit.faulty.storage.race;

import dev.roster.application.port.storage.CommentRepository;
import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.PageRequest;
import dev.roster.domain.StaleVersionException;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.CommentId;
import dev.roster.domain.post.NewComment;
import dev.roster.domain.post.NewPost;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.PostNotFoundException;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingCommentRepository;
import dev.roster.testkit.fake.forwarding.ForwardingPostRepository;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.fake.forwarding.ForwardingUserRepository;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Planted faults of posts and comments that show only if two calls meet, as those of {@link UserRaceFaults} do. */
public enum PostRaceFaults implements PlantedFault {
    @Fault(value = "Checks the version of a post before it updates the post.", raced = true)
    POST_VERSION_CHECKED_THEN_UPDATED("posts.concurrent-updates-one-wins"),
    @Fault(value = "Checks the version of a post before it deletes the post.", raced = true)
    POST_VERSION_CHECKED_THEN_DELETED("posts.concurrent-update-and-delete-one-wins"),
    @Fault(value = "Checks the version of a post before it stores the post, deleted or not.", raced = true)
    POST_CHECKED_THEN_STORED("posts.concurrent-update-and-delete-one-wins"),
    @Fault(value = "Checks that a post exists before it deletes the post.", raced = true)
    POST_CHECKED_THEN_DELETED("posts.concurrent-deletions-one-wins"),
    @Fault(value = "Checks that the author exists before it creates a post.", raced = true)
    AUTHOR_CHECKED_THEN_POSTED("posts.no-orphan-on-concurrent-delete"),
    @Fault(value = "Lists the posts of a user before it deletes the user and these posts.", raced = true)
    POSTS_LISTED_THEN_DELETED("posts.no-orphan-on-concurrent-delete"),
    @Fault(value = "Checks that post and author exist before it creates a comment.", raced = true)
    POST_CHECKED_THEN_COMMENTED("comments.no-orphan-on-concurrent-delete"),
    @Fault(value = "Checks that a comment exists before it deletes the comment.", raced = true)
    COMMENT_CHECKED_THEN_DELETED("comments.concurrent-deletions-one-wins");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    PostRaceFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    /** Returns a storage that has the fault. */
    public Storage plantedIn(Storage sound) {
        Posts posts = new Posts(sound);
        UserRepository users = new ForwardingUserRepository(sound.users()) {
            @Override
            public boolean delete(UserId id) {
                return is(POSTS_LISTED_THEN_DELETED) ? posts.deleteListed(id) : super.delete(id);
            }
        };
        CommentRepository comments = new Comments(sound);
        return new ForwardingStorage(sound) {
            @Override
            public UserRepository users() {
                return users;
            }

            @Override
            public PostRepository posts() {
                return posts;
            }

            @Override
            public CommentRepository comments() {
                return comments;
            }
        };
    }

    private boolean is(PostRaceFaults fault) {
        return this == fault;
    }

    private final class Posts extends ForwardingPostRepository {

        private final Storage storage;
        private final Map<PostId, Post> orphans = new ConcurrentHashMap<>();
        private final AtomicLong lastMadeUp = new AtomicLong(1_000_000_000);

        Posts(Storage storage) {
            super(storage.posts());
            this.storage = storage;
        }

        @Override
        public Post create(NewPost post) {
            if (!is(AUTHOR_CHECKED_THEN_POSTED)
                    || storage.users().findById(post.authorId()).isEmpty()) {
                return super.create(post);
            }
            try {
                return super.create(post);
            } catch (UserNotFoundException checkedTooEarly) {
                Post orphan = post.toPost(new PostId(lastMadeUp.incrementAndGet()));
                orphans.put(orphan.id(), orphan);
                return orphan;
            }
        }

        @Override
        public Optional<Post> findById(PostId id) {
            return super.findById(id).or(() -> Optional.ofNullable(orphans.get(id)));
        }

        @Override
        public Post update(Post post) {
            boolean checked = super.findById(post.id())
                    .filter(stored -> stored.version() == post.version())
                    .isPresent();
            if (checked && is(POST_CHECKED_THEN_STORED)) {
                return storeOrRestore(post);
            }
            return checked && is(POST_VERSION_CHECKED_THEN_UPDATED) ? overwrite(post) : super.update(post);
        }

        private Post storeOrRestore(Post post) {
            try {
                return super.update(post);
            } catch (PostNotFoundException checkedTooEarly) {
                orphans.put(post.id(), post.withVersion(post.version() + 1));
                return orphans.get(post.id());
            }
        }

        boolean deleteListed(UserId author) {
            List<Post> listed = findByAuthor(author, PageRequest.first()).items();
            return storage.inTransaction(unit -> {
                unit.posts().findByAuthor(author, PageRequest.first()).items().stream()
                        .filter(post -> !listed.contains(post))
                        .forEach(post -> orphans.put(post.id(), post));
                return unit.users().delete(author);
            });
        }

        private Post overwrite(Post post) {
            try {
                return sound.update(post);
            } catch (StaleVersionException checkedTooEarly) {
                return overwrite(
                        post.withVersion(sound.findById(post.id()).orElseThrow().version()));
            }
        }

        @Override
        public boolean delete(PostId id) {
            if (is(POST_CHECKED_THEN_DELETED)) {
                boolean exists = super.findById(id).isPresent();
                super.delete(id);
                return exists;
            }
            return super.delete(id);
        }

        @Override
        public boolean delete(PostId id, long version) {
            boolean checked = is(POST_VERSION_CHECKED_THEN_DELETED)
                    && super.findById(id)
                            .filter(stored -> stored.version() == version)
                            .isPresent();
            return checked ? super.delete(id) : super.delete(id, version);
        }
    }

    private final class Comments extends ForwardingCommentRepository {

        private final Storage storage;
        private final Map<CommentId, Comment> orphans = new ConcurrentHashMap<>();
        private final AtomicLong lastMadeUp = new AtomicLong(1_000_000_000);

        Comments(Storage storage) {
            super(storage.comments());
            this.storage = storage;
        }

        @Override
        public Comment create(NewComment comment) {
            boolean checked = is(POST_CHECKED_THEN_COMMENTED)
                    && storage.posts().findById(comment.postId()).isPresent()
                    && storage.users().findById(comment.authorId()).isPresent();
            if (!checked) {
                return super.create(comment);
            }
            try {
                return super.create(comment);
            } catch (PostNotFoundException | UserNotFoundException checkedTooEarly) {
                Comment orphan = comment.toComment(new CommentId(lastMadeUp.incrementAndGet()));
                orphans.put(orphan.id(), orphan);
                return orphan;
            }
        }

        @Override
        public Optional<Comment> findById(CommentId id) {
            return super.findById(id).or(() -> Optional.ofNullable(orphans.get(id)));
        }

        @Override
        public boolean delete(CommentId id) {
            if (is(COMMENT_CHECKED_THEN_DELETED)) {
                boolean exists = super.findById(id).isPresent();
                super.delete(id);
                return exists;
            }
            return super.delete(id);
        }
    }
}
