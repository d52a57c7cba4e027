package dev.roster.testkit.contract.storage;

import dev.roster.application.port.storage.CommentRepository;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.CommentId;
import dev.roster.domain.post.NewComment;
import dev.roster.domain.post.PostId;
import java.util.Optional;

/** Repository that forwards all calls; subclasses override methods to plant faults. */
class ForwardingCommentRepository implements CommentRepository {

    final CommentRepository sound;

    ForwardingCommentRepository(CommentRepository sound) {
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
