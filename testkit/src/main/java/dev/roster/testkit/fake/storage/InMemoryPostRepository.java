package dev.roster.testkit.fake.storage;

import dev.roster.application.port.storage.PostRepository;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.CommentsEach;
import dev.roster.domain.post.NewPost;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostCursor;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.PostNotFoundException;
import dev.roster.domain.post.PostSlice;
import dev.roster.domain.post.PostWithComments;
import dev.roster.domain.post.SliceRequest;
import dev.roster.domain.user.UserNotFoundException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** The posts of an {@link InMemoryStorage}. */
final class InMemoryPostRepository implements PostRepository {

    private final InMemoryAccess access;
    private final Supplier<PostId> nextId;

    InMemoryPostRepository(InMemoryAccess access, Supplier<PostId> nextId) {
        this.access = access;
        this.nextId = nextId;
    }

    @Override
    public Post create(NewPost post) {
        Objects.requireNonNull(post, "post");
        return access.write(state -> {
            if (!state.users.containsKey(post.authorId())) {
                throw new UserNotFoundException(post.authorId());
            }
            Post created = post.toPost(nextId.get());
            state.posts.put(created.id(), created);
            return created;
        });
    }

    @Override
    public Optional<Post> findById(PostId id) {
        Objects.requireNonNull(id, "id");
        return access.read(state -> Optional.ofNullable(state.posts.get(id)));
    }

    @Override
    public Page<Post> findPaginated(PageRequest request, PostFilter filter) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(filter, "filter");
        return access.read(state -> InMemoryRows.page(matching(state, filter), request));
    }

    @Override
    public PostSlice findAfter(SliceRequest request, PostFilter filter) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(filter, "filter");
        return access.read(state -> {
            List<Post> read = matching(state, filter).stream()
                    .filter(post -> request.after()
                            .filter(place -> !place.precedes(post))
                            .isEmpty())
                    .limit(request.size() + 1L)
                    .toList();
            return PostSlice.of(read, request.size());
        });
    }

    @Override
    public Page<PostWithComments> findWithComments(PageRequest request, PostFilter filter, CommentsEach commentsEach) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(commentsEach, "commentsEach");
        return access.read(state -> InMemoryRows.page(matching(state, filter), request)
                .map(post -> {
                    List<Comment> comments = InMemoryCommentRepository.commentsOn(post.id(), state);
                    return new PostWithComments(post, first(comments, commentsEach), comments.size());
                }));
    }

    private static List<Comment> first(List<Comment> comments, CommentsEach limit) {
        int count = 0;
        long bytes = 0;
        for (Comment comment : comments) {
            bytes += comment.content().getBytes(StandardCharsets.UTF_8).length;
            if (count == limit.maxNumber() || bytes > limit.maxBytes()) {
                break;
            }
            count++;
        }
        return comments.subList(0, count);
    }

    @Override
    public Post update(Post post) {
        Objects.requireNonNull(post, "post");
        return access.write(state -> {
            Post stored = requireVersion(state, post.id(), post.version())
                    .orElseThrow(() -> new PostNotFoundException(post.id()));
            Post updated = stored.withTitle(post.title())
                    .withContent(post.content())
                    .withPublished(post.published())
                    .withUpdatedAt(post.updatedAt())
                    .withVersion(stored.version() + 1);
            state.posts.put(updated.id(), updated);
            return updated;
        });
    }

    @Override
    public boolean delete(PostId id) {
        Objects.requireNonNull(id, "id");
        return access.write(state -> remove(state, id));
    }

    @Override
    public boolean delete(PostId id, long version) {
        Objects.requireNonNull(id, "id");
        return access.write(state -> requireVersion(state, id, version).isPresent() && remove(state, id));
    }

    private static List<Post> matching(InMemoryState state, PostFilter filter) {
        return state.posts.values().stream()
                .filter(filter::matches)
                .sorted(PostCursor.NEWEST_FIRST)
                .toList();
    }

    private static Optional<Post> requireVersion(InMemoryState state, PostId id, long version) {
        return InMemoryRows.requireVersion(state.posts, id, version, Post::version, "post");
    }

    private static boolean remove(InMemoryState state, PostId id) {
        state.comments.values().removeIf(comment -> comment.postId().equals(id));
        return state.posts.remove(id) != null;
    }
}
