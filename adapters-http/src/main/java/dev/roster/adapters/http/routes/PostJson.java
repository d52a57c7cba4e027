package dev.roster.adapters.http.routes;

import dev.roster.domain.post.Post;

/**
 * JSON of a post. The order of the components is the order of the JSON fields.
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
                Timestamps.format(post.createdAt()),
                Timestamps.format(post.updatedAt()));
    }
}
