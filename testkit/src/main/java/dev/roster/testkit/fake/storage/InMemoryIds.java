package dev.roster.testkit.fake.storage;

import dev.roster.domain.post.CommentId;
import dev.roster.domain.post.PostId;
import dev.roster.domain.user.UserId;
import java.util.concurrent.atomic.AtomicLong;

/** Generator of ids. An id is never used again, not even after a rollback. */
final class InMemoryIds {

    private final AtomicLong lastUser = new AtomicLong();
    private final AtomicLong lastPost = new AtomicLong();
    private final AtomicLong lastComment = new AtomicLong();

    UserId nextUser() {
        return new UserId(lastUser.incrementAndGet());
    }

    PostId nextPost() {
        return new PostId(lastPost.incrementAndGet());
    }

    CommentId nextComment() {
        return new CommentId(lastComment.incrementAndGet());
    }

    void setNextUser(UserId next) {
        lastUser.set(next.value() - 1);
    }

    void setNextPost(PostId next) {
        lastPost.set(next.value() - 1);
    }

    void setNextComment(CommentId next) {
        lastComment.set(next.value() - 1);
    }
}
