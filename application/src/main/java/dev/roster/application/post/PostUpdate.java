package dev.roster.application.post;

import dev.roster.domain.post.Post;
import java.util.Optional;

/**
 * What is to change of a post; what is empty stays.
 *
 * @param title the new title, as {@link Post#TITLE_RULE} wants it
 * @param content the new content, as {@link Post#CONTENT_RULE} wants it
 * @param published whether others may read it from now on
 */
public record PostUpdate(Optional<String> title, Optional<String> content, Optional<Boolean> published) {

    /** A whole replacement. */
    public static PostUpdate replacement(PostInput draft) {
        return new PostUpdate(Optional.of(draft.title()), Optional.of(draft.content()), Optional.of(draft.published()));
    }

    Post applyTo(Post post) {
        return post.withTitle(title.orElse(post.title()))
                .withContent(content.orElse(post.content()))
                .withPublished(published.orElse(post.published()));
    }
}
