package dev.roster.application.post;

import dev.roster.domain.post.NewPost;
import dev.roster.domain.user.UserId;
import java.time.Instant;

/**
 * What somebody wants to post.
 *
 * @param title as {@link dev.roster.domain.post.Post#TITLE_RULE} wants it
 * @param content as {@link dev.roster.domain.post.Post#CONTENT_RULE} wants it
 * @param published whether others may read it at once
 */
public record PostInput(String title, String content, boolean published) {

    public NewPost toNewPost(UserId author, Instant now) {
        return new NewPost(author, title, content, published, now);
    }
}
