package dev.roster.testkit.fake.forwarding;

import dev.roster.application.port.storage.CommentRepository;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.CommentId;
import dev.roster.domain.post.NewComment;
import dev.roster.domain.post.PostId;
import java.util.Optional;

/** Repository of comments that forwards all calls. A subclass overrides some of them to pause, count or fail, or to plant a fault. */
public class ForwardingCommentRepository implements CommentRepository {

    /** Receives the calls. */
    protected final CommentRepository sound;

    /**
     * Creates an instance.
     *
     * @param sound receives the calls
     */
    public ForwardingCommentRepository(CommentRepository sound) {
        this.sound = sound;
    }

    @Override
    public Comment create(NewComment comment) {
        return sound.create(comment);
    }

    @Override
    public Optional<Comment> findById(CommentId id) {
        return sound.findById(id);
    }

    @Override
    public Page<Comment> findByPost(PostId postId, PageRequest request) {
        return sound.findByPost(postId, request);
    }

    @Override
    public boolean delete(CommentId id) {
        return sound.delete(id);
    }
}
