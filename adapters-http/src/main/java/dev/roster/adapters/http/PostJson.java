package dev.roster.adapters.http;

import dev.roster.domain.Post;

/**
 * A post; the order of the components is the order in JSON.
 *
 * @param createdAt ISO-8601, in UTC
 * @param updatedAt ISO-8601, in UTC
 */
record PostJson(
        long id, String title, String content, boolean published, long authorId, String createdAt, String updatedAt) {

    static PostJson of(Post post) {
        return new PostJson(
                post.id().value(),
                post.title(),
                post.content(),
                post.published(),
                post.authorId().value(),
                Timestamps.text(post.createdAt()),
                Timestamps.text(post.updatedAt()));
    }
}
