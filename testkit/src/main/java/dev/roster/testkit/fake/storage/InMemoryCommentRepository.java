package dev.roster.testkit.fake.storage;

import dev.roster.application.port.storage.CommentRepository;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.CommentId;
import dev.roster.domain.post.NewComment;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.PostNotFoundException;
import dev.roster.domain.user.UserNotFoundException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** The comments of an {@link InMemoryStorage}. */
final class InMemoryCommentRepository implements CommentRepository {

    private static final Comparator<Comment> OLDEST_FIRST = Comparator.comparing(Comment::createdAt)
            .thenComparing(comment -> comment.id().value());

    private final InMemoryAccess access;
    private final Supplier<CommentId> nextId;

    InMemoryCommentRepository(InMemoryAccess access, Supplier<CommentId> nextId) {
        this.access = access;
        this.nextId = nextId;
    }

    @Override
    public Comment create(NewComment comment) {
        Objects.requireNonNull(comment, "comment");
        return access.write(state -> {
            if (!state.posts.containsKey(comment.postId())) {
                throw new PostNotFoundException(comment.postId());
            }
            if (!state.users.containsKey(comment.authorId())) {
                throw new UserNotFoundException(comment.authorId());
            }
            Comment created = comment.toComment(nextId.get());
            state.comments.put(created.id(), created);
            return created;
        });
    }

    @Override
    public Optional<Comment> findById(CommentId id) {
        Objects.requireNonNull(id, "id");
        return access.read(state -> Optional.ofNullable(state.comments.get(id)));
    }

    @Override
    public Page<Comment> findByPost(PostId postId, PageRequest request) {
        Objects.requireNonNull(postId, "postId");
        Objects.requireNonNull(request, "request");
        return access.read(state -> InMemoryRows.page(commentsOn(postId, state), request));
    }

    @Override
    public boolean delete(CommentId id) {
        Objects.requireNonNull(id, "id");
        return access.write(state -> state.comments.remove(id) != null);
    }

    static List<Comment> commentsOn(PostId postId, InMemoryState state) {
        return state.comments.values().stream()
                .filter(comment -> comment.postId().equals(postId))
                .sorted(OLDEST_FIRST)
                .toList();
    }
}
