package dev.roster.application.post;

import dev.roster.application.access.Caller;
import dev.roster.application.access.Viewer;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.user.UserId;
import java.util.Optional;

/**
 * Filter for a list of posts. The list never contains posts that the viewer may not read.
 *
 * @param author only posts of this author
 * @param published only published posts if true, only drafts if false
 */
public record PostQuery(Optional<UserId> author, Optional<Boolean> published) {

    /** All posts that the viewer may read. */
    public static final PostQuery ALL = new PostQuery(Optional.empty(), Optional.empty());

    /** Returns a query for the posts of one author. */
    public static PostQuery byAuthor(UserId author) {
        return new PostQuery(Optional.of(author), Optional.empty());
    }

    /** Returns a filter for the posts that the viewer may read; empty if there can be none. */
    Optional<PostFilter> visibleTo(Viewer viewer) {
        if (viewer instanceof Caller caller) {
            return Optional.of(new PostFilter(author, published, Optional.of(caller.id())));
        }
        return published.orElse(true)
                ? Optional.of(new PostFilter(author, Optional.of(true), Optional.empty()))
                : Optional.empty();
    }
}
