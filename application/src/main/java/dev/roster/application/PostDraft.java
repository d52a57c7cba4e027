package dev.roster.application;

import dev.roster.domain.NewPost;
import dev.roster.domain.UserId;
import java.time.Instant;

/**
 * What somebody wants to post.
 *
 * @param title as {@link dev.roster.domain.Post#TITLE} wants it
 * @param content as {@link dev.roster.domain.Post#CONTENT} wants it
 * @param published whether others may read it at once
 */
public record PostDraft(String title, String content, boolean published) {

    NewPost by(UserId author, Instant now) {
        return new NewPost(author, title, content, published, now);
    }
}
