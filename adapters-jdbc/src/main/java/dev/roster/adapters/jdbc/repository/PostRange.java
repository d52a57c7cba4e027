package dev.roster.adapters.jdbc.repository;

import static dev.roster.adapters.jdbc.schema.Tables.POSTS;
import static org.jooq.impl.DSL.param;

import dev.roster.domain.post.PostFilter;
import dev.roster.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.OrderField;
import org.jooq.Param;

/**
 * Posts that are adjacent in one index, newest first.
 *
 * @param author the author of the posts; empty for all authors
 * @param published true for published posts, false for drafts
 */
record PostRange(Optional<UserId> author, boolean published) {

    /** Returns the ranges that match a filter: none, one or two, with no post in both. */
    static List<PostRange> of(PostFilter filter) {
        List<PostRange> ranges = new ArrayList<>(2);
        if (filter.published().orElse(true)) {
            ranges.add(new PostRange(filter.author(), true));
        }
        if (!filter.published().orElse(false)) {
            Optional<UserId> author = filter.reader().or(filter::author);
            if (filter.author().isEmpty() || filter.author().equals(author)) {
                ranges.add(new PostRange(author, false));
            }
        }
        return ranges;
    }

    Condition condition() {
        // A literal, so that the planner knows which part of the index is needed.
        Condition state = published ? POSTS.PUBLISHED.isTrue() : POSTS.PUBLISHED.isFalse();
        return author.isPresent() ? POSTS.AUTHOR_ID.eq(authorParam()).and(state) : state;
    }

    /** Returns the author as a parameter; its name differs between the ranges of a statement. */
    Param<Long> authorParam() {
        return param(authorName(), author.orElseThrow().value());
    }

    String authorName() {
        return published ? "author_of_published" : "author_of_drafts";
    }

    /** Returns what determines the SQL text of a statement on this range: everything but the author's id. */
    String shape() {
        return author.isPresent() ? authorName() : published ? "published" : "drafts";
    }

    /**
     * Returns the order, newest first. Columns that are constant in the range come first, because H2 would otherwise
     * not recognize that the index has this order.
     */
    List<OrderField<?>> order() {
        return author.isPresent()
                ? List.of(POSTS.AUTHOR_ID, POSTS.PUBLISHED, POSTS.CREATED_AT.desc(), POSTS.ID.desc())
                : List.of(POSTS.PUBLISHED, POSTS.CREATED_AT.desc(), POSTS.ID.desc());
    }

    /** Returns the exact reverse of {@link #order}. */
    List<OrderField<?>> reverseOrder() {
        return author.isPresent()
                ? List.of(POSTS.AUTHOR_ID.desc(), POSTS.PUBLISHED.desc(), POSTS.CREATED_AT, POSTS.ID)
                : List.of(POSTS.PUBLISHED.desc(), POSTS.CREATED_AT, POSTS.ID);
    }
}
