package dev.roster.testkit.faulty.storage;

import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.storage.CommentRepository;
import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.CommentsEach;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.PostWithComments;
import dev.roster.domain.user.User;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingCommentRepository;
import dev.roster.testkit.fake.forwarding.ForwardingOutboxQueue;
import dev.roster.testkit.fake.forwarding.ForwardingPostRepository;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.fake.forwarding.ForwardingUserRepository;
import java.util.List;

/** Planted faults of storages that read in two steps, between which another client may commit. */
public enum TornReadFaults implements PlantedFault {
    @Fault(value = "Counts the users before it reads a page of them.", raced = true)
    USERS_COUNTED_BEFORE("transactions.page-of-one-moment"),
    @Fault(value = "Counts the posts after it has read a page of them.", raced = true)
    POSTS_COUNTED_AFTER("transactions.page-of-one-moment"),
    @Fault(value = "Counts the comments before it reads a page of them.", raced = true)
    COMMENTS_COUNTED_BEFORE("transactions.page-of-one-moment"),
    @Fault(value = "Reads a page of posts, and then the comments of each post.", raced = true)
    COMMENTS_READ_AFTER_POSTS("transactions.post-and-comments-of-one-moment"),
    @Fault(value = "Counts the waiting messages before the others.", raced = true)
    WAITING_COUNTED_BEFORE("transactions.stats-of-one-moment"),
    @Fault(value = "Reads posts with comments, and then counts the posts.", raced = true)
    COMMENTED_POSTS_COUNTED_AFTER("transactions.post-and-comments-of-one-moment");

    private final String clause;

    TornReadFaults(String clause) {
        this.clause = clause;
    }

    @Override
    public List<String> clauses() {
        return List.of(clause);
    }

    /** Returns a storage with this fault, outside of transactions. */
    public Storage plantedIn(Storage sound) {
        return new Faulty(sound);
    }

    private boolean is(TornReadFaults fault) {
        return this == fault;
    }

    private final class Faulty extends ForwardingStorage {

        Faulty(Storage sound) {
            super(sound);
        }

        @Override
        public UserRepository users() {
            return new ForwardingUserRepository(super.users()) {
                @Override
                public Page<User> findAll(PageRequest request) {
                    long total = super.findAll(request).total();
                    Page<User> page = super.findAll(request);
                    return is(USERS_COUNTED_BEFORE) ? new Page<>(page.items(), total, request) : page;
                }
            };
        }

        @Override
        public CommentRepository comments() {
            return new ForwardingCommentRepository(super.comments()) {
                @Override
                public Page<Comment> findByPost(PostId postId, PageRequest request) {
                    long total = super.findByPost(postId, request).total();
                    Page<Comment> page = super.findByPost(postId, request);
                    return is(COMMENTS_COUNTED_BEFORE) ? new Page<>(page.items(), total, request) : page;
                }
            };
        }

        @Override
        public PostRepository posts() {
            CommentRepository comments = super.comments();
            return new ForwardingPostRepository(super.posts()) {
                @Override
                public Page<Post> findPaginated(PageRequest request, PostFilter filter) {
                    Page<Post> page = super.findPaginated(request, filter);
                    return is(POSTS_COUNTED_AFTER)
                            ? new Page<>(
                                    page.items(),
                                    super.findPaginated(request, filter).total(),
                                    request)
                            : page;
                }

                @Override
                public Page<PostWithComments> findWithComments(
                        PageRequest request, PostFilter filter, CommentsEach each) {
                    if (is(COMMENTS_READ_AFTER_POSTS)) {
                        return super.findPaginated(request, filter).map(post -> withComments(post, comments));
                    }
                    Page<PostWithComments> page = super.findWithComments(request, filter, each);
                    return is(COMMENTED_POSTS_COUNTED_AFTER)
                            ? new Page<>(
                                    page.items(),
                                    super.findPaginated(request, filter).total(),
                                    request)
                            : page;
                }
            };
        }

        @Override
        public OutboxQueue outboxQueue() {
            return new ForwardingOutboxQueue(super.outboxQueue()) {
                @Override
                public QueueStats stats() {
                    QueueStats before = super.stats();
                    QueueStats after = super.stats();
                    return is(WAITING_COUNTED_BEFORE)
                            ? new QueueStats(
                                    before.waiting(), after.deadLetters(), after.expired(), before.oldestCreatedAt())
                            : after;
                }
            };
        }

        private static PostWithComments withComments(Post post, CommentRepository comments) {
            Page<Comment> page = comments.findByPost(post.id(), PageRequest.first());
            return new PostWithComments(post, page.items(), page.total());
        }
    }
}
