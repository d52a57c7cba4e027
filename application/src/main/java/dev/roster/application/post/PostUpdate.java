package dev.roster.application.post;

import dev.roster.domain.post.Post;
import java.util.Optional;

/**
 * A partial change of a post. Empty fields do not change.
 *
 * @param title the new title, valid by {@link Post#TITLE_RULE}
 * @param content the new content, valid by {@link Post#CONTENT_RULE}
 * @param published whether other users may read it from now on
 */
public record PostUpdate(Optional<String> title, Optional<String> content, Optional<Boolean> published) {

    /** Returns an update that replaces all fields. */
    public static PostUpdate replacement(PostInput draft) {
        return new PostUpdate(Optional.of(draft.title()), Optional.of(draft.content()), Optional.of(draft.published()));
    }

    boolean isEmpty() {
        return title.isEmpty() && content.isEmpty() && published.isEmpty();
    }

    Post applyTo(Post post) {
        return post.withTitle(title.orElse(post.title()))
                .withContent(content.orElse(post.content()))
                .withPublished(published.orElse(post.published()));
    }
}
