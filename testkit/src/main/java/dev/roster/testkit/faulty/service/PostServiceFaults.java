package dev.roster.testkit.faulty.service;

import dev.roster.application.port.storage.CommentRepository;
import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.CommentId;
import dev.roster.domain.post.CommentsEach;
import dev.roster.domain.post.NewComment;
import dev.roster.domain.post.NewPost;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.PostSlice;
import dev.roster.domain.post.PostWithComments;
import dev.roster.domain.post.SliceRequest;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingCommentRepository;
import dev.roster.testkit.fake.forwarding.ForwardingPostRepository;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.fake.forwarding.ForwardingUnit;
import dev.roster.testkit.fake.forwarding.ForwardingUserRepository;
import java.util.List;
import java.util.Optional;

/** Planted faults of storages under the services of posts and comments, each with the clauses that must detect it. */
public enum PostServiceFaults implements PlantedFault {
    @Fault("Stores posts under the newest user.")
    POST_OF_NEWEST_USER("post-service.created-by-caller"),
    @Fault("Stores posts one second later than they were created.")
    POST_CREATED_LATER("post-service.created-by-caller"),
    @Fault("Accepts posts of deleted users.")
    DELETED_AUTHOR_ACCEPTED("post-service.created-by-caller"),
    @Fault("Stores drafts as published posts.")
    DRAFTS_PUBLISHED("post-service.drafts-visible-to-author-only"),
    @Fault("Lists drafts of other authors on numbered pages.")
    DRAFTS_ON_PAGES("post-service.drafts-visible-to-author-only"),
    @Fault("Lists drafts of other authors in slices.")
    DRAFTS_IN_SLICES("post-service.drafts-visible-to-author-only"),
    @Fault("Lists drafts of other authors with their comments.")
    DRAFTS_WITH_COMMENTS("post-service.drafts-visible-to-author-only"),
    @Fault("Lists no drafts, not even to their author.")
    OWN_DRAFTS_NOT_LISTED("post-service.lists-contain-readable-only"),
    @Fault("Lists the posts of all authors when one author is wanted.")
    AUTHOR_IGNORED("post-service.lists-contain-readable-only"),
    @Fault("Leaves drafts out of slices.")
    SLICES_WITHOUT_DRAFTS("post-service.lists-contain-readable-only"),
    @Fault("Counts in the total of a page only published posts.")
    TOTAL_WITHOUT_DRAFTS("post-service.lists-contain-readable-only"),
    @Fault("Lists all comments of a post.")
    ALL_COMMENTS_LISTED("post-service.listed-with-comments"),
    @Fault("Lists comments without a limit of their bytes.")
    COMMENT_BYTES_UNLIMITED("post-service.listed-with-comments"),
    @Fault("Counts only the comments that are listed.")
    COMMENT_COUNT_LIMITED("post-service.listed-with-comments"),
    @Fault("Finds every user as an admin.")
    EVERYONE_IS_ADMIN(
            "post-service.changeable-by-author-and-admin-only", "comment-service.deletable-by-authors-and-admin-only"),
    @Fault("Finds admins as ordinary users.")
    NO_ADMINS(
            "post-service.changeable-by-author-and-admin-only", "comment-service.deletable-by-authors-and-admin-only"),
    @Fault("Reports posts as deleted that it keeps.")
    POST_DELETION_LOST("post-service.changeable-by-author-and-admin-only"),
    @Fault("Publishes a draft whenever it is changed.")
    CHANGE_PUBLISHES("post-service.admin-change-shows-no-draft"),
    @Fault("Stores nothing of a changed title.")
    TITLE_NOT_UPDATED("post-service.admin-change-shows-no-draft", "post-service.changeable-by-author-and-admin-only"),
    @Fault("Stores changes of a post under its earlier revision.")
    REVISION_KEPT("post-service.failed-precondition-changes-nothing"),
    @Fault("Stores comments under the author of the post.")
    COMMENT_OF_POST_AUTHOR("comment-service.created-by-caller"),
    @Fault("Stores comments one second later than they were created.")
    COMMENT_CREATED_LATER("comment-service.created-by-caller"),
    @Fault("Accepts comments of deleted users.")
    DELETED_COMMENTER_ACCEPTED("comment-service.created-by-caller"),
    @Fault("Keeps a post published that its author hides.")
    HIDING_LOST("comment-service.readable-like-post"),
    @Fault("Lists no comments of drafts, not even to their author.")
    COMMENTS_OF_DRAFTS_NOT_LISTED("comment-service.readable-like-post"),
    @Fault("Reports comments as deleted that it keeps.")
    COMMENT_DELETION_LOST("comment-service.deletable-by-authors-and-admin-only"),
    @Fault("Finds each comment as one of the author of the post.")
    COMMENT_AUTHOR_REPLACED("comment-service.deletable-by-authors-and-admin-only");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    PostServiceFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    private boolean is(PostServiceFaults fault) {
        return this == fault;
    }

    /** Returns a storage with the fault. */
    public Storage plantedIn(Storage sound) {
        return ForwardingStorage.decorated(sound, unit -> new ForwardingUnit(unit) {
            @Override
            public UserRepository users() {
                return new Users(unit.users());
            }

            @Override
            public PostRepository posts() {
                return new Posts(unit);
            }

            @Override
            public CommentRepository comments() {
                return new Comments(unit);
            }
        });
    }

    private final class Users extends ForwardingUserRepository {

        Users(UserRepository sound) {
            super(sound);
        }

        @Override
        public Optional<User> findById(UserId id) {
            Optional<User> found = sound.findById(id);
            return switch (PostServiceFaults.this) {
                case EVERYONE_IS_ADMIN -> found.map(user -> user.withRole(Role.ADMIN));
                case NO_ADMINS -> found.map(user -> user.withRole(Role.USER));
                default -> found;
            };
        }
    }

    private final class Posts extends ForwardingPostRepository {

        private final UnitOfWork unit;

        Posts(UnitOfWork unit) {
            super(unit.posts());
            this.unit = unit;
        }

        @Override
        public Post create(NewPost post) {
            UserId newest =
                    unit.users().findAll(PageRequest.first()).items().get(0).id();
            NewPost stored = new NewPost(
                    is(POST_OF_NEWEST_USER) ? newest : post.authorId(),
                    post.title(),
                    post.content(),
                    post.published() || is(DRAFTS_PUBLISHED),
                    is(POST_CREATED_LATER) ? post.createdAt().plusSeconds(1) : post.createdAt());
            try {
                return sound.create(stored);
            } catch (UserNotFoundException deleted) {
                if (is(DELETED_AUTHOR_ACCEPTED)) {
                    return stored.toPost(new PostId(1));
                }
                throw deleted;
            }
        }

        @Override
        public Page<Post> findPaginated(PageRequest request, PostFilter filter) {
            Page<Post> page = sound.findPaginated(request, faulty(filter, DRAFTS_ON_PAGES));
            long published = page.items().stream().filter(Post::published).count();
            return is(TOTAL_WITHOUT_DRAFTS) ? new Page<>(page.items(), published, request) : page;
        }

        @Override
        public PostSlice findAfter(SliceRequest request, PostFilter filter) {
            PostSlice slice = sound.findAfter(request, faulty(filter, DRAFTS_IN_SLICES));
            return is(SLICES_WITHOUT_DRAFTS)
                    ? new PostSlice(
                            slice.items().stream().filter(Post::published).toList(), slice.next())
                    : slice;
        }

        @Override
        public Page<PostWithComments> findWithComments(
                PageRequest request, PostFilter filter, CommentsEach commentsEach) {
            CommentsEach each = switch (PostServiceFaults.this) {
                case ALL_COMMENTS_LISTED -> CommentsEach.atMost(1_000);
                case COMMENT_BYTES_UNLIMITED -> CommentsEach.atMost(commentsEach.maxNumber());
                default -> commentsEach;
            };
            Page<PostWithComments> page = sound.findWithComments(request, faulty(filter, DRAFTS_WITH_COMMENTS), each);
            return is(COMMENT_COUNT_LIMITED)
                    ? page.map(post -> new PostWithComments(
                            post.post(),
                            post.firstComments(),
                            post.firstComments().size()))
                    : page;
        }

        private PostFilter faulty(PostFilter filter, PostServiceFaults readerIgnored) {
            if (is(readerIgnored)) {
                return new PostFilter(filter.author(), filter.published(), Optional.empty());
            }
            return switch (PostServiceFaults.this) {
                case OWN_DRAFTS_NOT_LISTED -> new PostFilter(filter.author(), Optional.of(true), filter.reader());
                case AUTHOR_IGNORED -> new PostFilter(Optional.empty(), filter.published(), filter.reader());
                default -> filter;
            };
        }

        @Override
        public Post update(Post post) {
            Post before = sound.findById(post.id()).orElse(post);
            return switch (PostServiceFaults.this) {
                case CHANGE_PUBLISHES -> sound.update(post.withPublished(true));
                case HIDING_LOST -> sound.update(post.withPublished(before.published() || post.published()));
                case TITLE_NOT_UPDATED -> sound.update(post.withTitle(before.title()));
                case REVISION_KEPT -> earlier(sound.update(post.withVersion(before.version())));
                default -> sound.update(post);
            };
        }

        @Override
        public Optional<Post> findById(PostId id) {
            Optional<Post> found = sound.findById(id);
            return is(REVISION_KEPT) ? found.map(Posts::earlier) : found;
        }

        private static Post earlier(Post post) {
            return post.withVersion(1).withUpdatedAt(post.createdAt());
        }

        @Override
        public boolean delete(PostId id, long version) {
            return is(POST_DELETION_LOST) || sound.delete(id, version);
        }
    }

    private final class Comments extends ForwardingCommentRepository {

        private final UnitOfWork unit;

        Comments(UnitOfWork unit) {
            super(unit.comments());
            this.unit = unit;
        }

        private UserId authorOf(PostId id) {
            return unit.posts().findById(id).orElseThrow().authorId();
        }

        @Override
        public Comment create(NewComment comment) {
            NewComment stored = new NewComment(
                    comment.postId(),
                    is(COMMENT_OF_POST_AUTHOR) ? authorOf(comment.postId()) : comment.authorId(),
                    comment.content(),
                    is(COMMENT_CREATED_LATER) ? comment.createdAt().plusSeconds(1) : comment.createdAt());
            try {
                return sound.create(stored);
            } catch (UserNotFoundException deleted) {
                if (is(DELETED_COMMENTER_ACCEPTED)) {
                    return stored.toComment(new CommentId(1));
                }
                throw deleted;
            }
        }

        @Override
        public Optional<Comment> findById(CommentId id) {
            Optional<Comment> found = sound.findById(id);
            return is(COMMENT_AUTHOR_REPLACED)
                    ? found.map(comment -> new Comment(
                            comment.id(),
                            comment.postId(),
                            authorOf(comment.postId()),
                            comment.content(),
                            comment.createdAt()))
                    : found;
        }

        @Override
        public Page<Comment> findByPost(PostId postId, PageRequest request) {
            boolean hidden = is(COMMENTS_OF_DRAFTS_NOT_LISTED)
                    && unit.posts().findById(postId).filter(Post::published).isEmpty();
            return hidden ? Page.empty(request) : sound.findByPost(postId, request);
        }

        @Override
        public boolean delete(CommentId id) {
            return is(COMMENT_DELETION_LOST) || sound.delete(id);
        }
    }
}
