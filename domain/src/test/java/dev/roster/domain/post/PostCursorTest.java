package dev.roster.domain.post;

import static dev.roster.domain.Rejections.assertNullRejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PostCursorTest {

    private static final Instant NOON = Instant.parse("2024-03-31T12:00:00.000001Z");
    private static final long BEYOND_INT = 1L << 40;

    /** Posts in the expected order. */
    private static final List<Post> NEWEST_FIRST = List.of(
            post(NOON.plusSeconds(1), 1),
            post(NOON.plusNanos(1_000), 2),
            post(NOON, BEYOND_INT + 1),
            post(NOON, BEYOND_INT),
            post(NOON, 1_000),
            post(NOON, 999),
            post(NOON, 10),
            post(NOON, 9),
            post(NOON.minusNanos(1_000), 50),
            post(Instant.EPOCH, 2_000),
            post(Instant.parse("1969-12-31T23:59:59.999999Z"), 3_000),
            post(Instant.parse("1969-12-31T23:59:59.999998Z"), 3_001));

    private static Post post(Instant createdAt, long id) {
        return new NewPost(new UserId(1), "Post " + id, "", true, createdAt).toPost(new PostId(id));
    }

    @Test
    void sortsByTimeThenIdDescending() {
        for (long seed = 1; seed <= 20; seed++) {
            List<Post> shuffled = new ArrayList<>(NEWEST_FIRST);
            Collections.shuffle(shuffled, new Random(seed));

            shuffled.sort(PostCursor.NEWEST_FIRST);

            assertThat(shuffled).isEqualTo(NEWEST_FIRST);
        }
    }

    @Test
    void ignoresOtherFieldsInOrder() {
        Post post = post(NOON, 5);
        Post changed = new Post(
                post.id(), new UserId(2), "Another", "text", false, NOON, NOON.plusSeconds(9), post.version() + 1);

        assertThat(PostCursor.NEWEST_FIRST.compare(post, changed)).isZero();
        assertThat(PostCursor.after(post)).isEqualTo(PostCursor.after(changed));
    }

    @Test
    void precedesAllLaterPosts() {
        for (int place = 0; place < NEWEST_FIRST.size(); place++) {
            PostCursor cursor = PostCursor.after(NEWEST_FIRST.get(place));

            assertThat(NEWEST_FIRST.stream().filter(cursor::precedes))
                    .as("after %s", cursor)
                    .isEqualTo(NEWEST_FIRST.subList(place + 1, NEWEST_FIRST.size()));
        }
    }

    @Test
    void keepsPositionOfDeletedPost() {
        PostCursor gone = new PostCursor(NOON, new PostId(11));

        assertThat(NEWEST_FIRST.stream().filter(gone::precedes))
                .isEqualTo(NEWEST_FIRST.subList(6, NEWEST_FIRST.size()));
    }

    @Test
    void truncatesInstantToMicroseconds() {
        Post post = post(NOON, 5);
        PostCursor cursor = new PostCursor(NOON.plusNanos(999), post.id());

        assertThat(cursor).isEqualTo(PostCursor.after(post));
        assertThat(cursor.precedes(post)).isFalse();
        assertThat(new PostCursor(Instant.parse("1969-12-31T23:59:59.999999999Z"), post.id()).createdAt())
                .isEqualTo(Instant.parse("1969-12-31T23:59:59.999999Z"));
    }

    @Test
    void rejectsNull() {
        assertNullRejected("id", () -> new PostCursor(NOON, null));
        assertThatNullPointerException().isThrownBy(() -> new PostCursor(null, new PostId(1)));
    }
}
