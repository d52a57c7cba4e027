package dev.roster.adapters.jdbc.repository;

import dev.roster.adapters.jdbc.EmptyDatabase;
import dev.roster.domain.user.UserId;
import java.time.Instant;

/** Users, posts and comments in large numbers, inserted into empty tables by one statement for each table. */
final class ManyPosts {

    /** Creation time of the first post; each further post is one second later. */
    static final Instant FIRST = Instant.parse("2020-01-01T00:00:00Z");

    private static final String AT_FIRST = "timestamp with time zone '" + FIRST + "'";

    private ManyPosts() {}

    /**
     * Inserts the rows on PostgreSQL. The first author wrote every tenth post; the others are spread over the other
     * authors. Every tenth post is a draft. The newest 500 posts have three comments each.
     *
     * @param authors number of authors, at least two
     * @param posts number of posts by all authors together
     * @return the first author
     */
    static UserId insert(EmptyDatabase db, int authors, int posts) {
        db.execute("insert into users (email, email_key, name, bio, verified, role, created_at, updated_at, version)"
                + " select 'author' || i || '@example.com', 'author' || i || '@example.com', 'Author ' || i, '', true,"
                + " 'USER', " + AT_FIRST + ", " + AT_FIRST + ", 1 from generate_series(1, " + authors + ") as i");
        UserId first =
                new UserId(Long.parseLong(db.rows("select min(id) from users").get(0)));
        // Multiplying by a prime gives posts that are neighbours in time to different authors.
        db.execute("insert into posts (author_id, title, content, published, created_at, updated_at, version)"
                + " select " + first + " + case when i % 10 = 0 then 0 else 1 + i * 7919 % " + (authors - 1) + " end,"
                + " 'Post ' || i, repeat('This text takes up the space of a post. ', 6), i / 10 % 10 <> 0, at, at, 1"
                + " from generate_series(0::bigint, " + (posts - 1) + ") as i,"
                + " lateral (select " + AT_FIRST + " + i * interval '1 second') as time (at)");
        db.execute("insert into comments (post_id, author_id, content, created_at)"
                + " select id, author_id, 'Comment ' || i, created_at from generate_series(1, 3) as i,"
                + " (select * from posts order by id desc limit 500) as newest");
        db.execute("vacuum analyze users, posts, comments");
        return first;
    }
}
