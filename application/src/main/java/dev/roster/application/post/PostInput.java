package dev.roster.application.post;

import dev.roster.domain.post.NewPost;
import dev.roster.domain.user.UserId;
import java.time.Instant;

/**
 * Content of a new post.
 *
 * @param title the title, valid by {@link dev.roster.domain.post.Post#TITLE_RULE}
 * @param content the content, valid by {@link dev.roster.domain.post.Post#CONTENT_RULE}
 * @param published whether other users may read it at once
 */
public record PostInput(String title, String content, boolean published) {

    public NewPost toNewPost(UserId author, Instant now) {
        return new NewPost(author, title, content, published, now);
    }
}
