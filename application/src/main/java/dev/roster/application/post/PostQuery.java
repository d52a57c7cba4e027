package dev.roster.application.post;

import dev.roster.application.access.Caller;
import dev.roster.application.access.Viewer;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.user.UserId;
import java.util.Optional;

/**
 * Which posts somebody wants to see, of those they may.
 *
 * @param author only what this user wrote
 * @param published only published posts, or only drafts
 */
public record PostQuery(Optional<UserId> author, Optional<Boolean> published) {

    /** Every post there is to see. */
    public static final PostQuery ALL = new PostQuery(Optional.empty(), Optional.empty());

    /** What one user wrote. */
    public static PostQuery byAuthor(UserId author) {
        return new PostQuery(Optional.of(author), Optional.empty());
    }

    /** The filter that lets through what the viewer may see; empty if that is nothing, whatever is stored. */
    Optional<PostFilter> visibleTo(Viewer viewer) {
        if (viewer instanceof Caller caller) {
            return Optional.of(new PostFilter(author, published, Optional.of(caller.id())));
        }
        return published.orElse(true)
                ? Optional.of(new PostFilter(author, Optional.of(true), Optional.empty()))
                : Optional.empty();
    }
}
