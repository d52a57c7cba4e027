package dev.roster.testkit.fake.forwarding;

import dev.roster.application.port.storage.PostRepository;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.CommentsEach;
import dev.roster.domain.post.NewPost;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.PostSlice;
import dev.roster.domain.post.PostWithComments;
import dev.roster.domain.post.SliceRequest;
import java.util.Optional;

/**
 * Repository of posts that forwards all calls. A subclass overrides some of them to pause, count or fail, or to plant a
 * fault. The lists by state and by author call {@link #findPaginated}, so a fault in it affects them too.
 */
public class ForwardingPostRepository implements PostRepository {

    /** Receives the calls. */
    protected final PostRepository sound;

    /**
     * Creates an instance.
     *
     * @param sound receives the calls
     */
    public ForwardingPostRepository(PostRepository sound) {
        this.sound = sound;
    }

    @Override
    public Post create(NewPost post) {
        return sound.create(post);
    }

    @Override
    public Optional<Post> findById(PostId id) {
        return sound.findById(id);
    }

    @Override
    public Page<Post> findPaginated(PageRequest request, PostFilter filter) {
        return sound.findPaginated(request, filter);
    }

    @Override
    public PostSlice findAfter(SliceRequest request, PostFilter filter) {
        return sound.findAfter(request, filter);
    }

    @Override
    public Page<PostWithComments> findWithComments(PageRequest request, PostFilter filter, CommentsEach commentsEach) {
        return sound.findWithComments(request, filter, commentsEach);
    }

    @Override
    public Post update(Post post) {
        return sound.update(post);
    }

    @Override
    public boolean delete(PostId id) {
        return sound.delete(id);
    }

    @Override
    public boolean delete(PostId id, long version) {
        return sound.delete(id, version);
    }
}
