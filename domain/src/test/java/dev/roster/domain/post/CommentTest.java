package dev.roster.domain.post;

import static dev.roster.domain.Rejections.assertNullRejected;
import static dev.roster.domain.Rejections.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommentTest {

    private static final Instant CREATED = Instant.parse("2024-03-31T01:59:59.123456Z");
    private static final CommentId ID = new CommentId(42);
    private static final PostId POST = new PostId(6);
    private static final UserId ANN = new UserId(7);

    private static NewComment newComment(String content) {
        return new NewComment(POST, ANN, content, CREATED);
    }

    private static Comment comment(String content) {
        return new Comment(ID, POST, ANN, content, CREATED);
    }

    @Test
    void createsCommentWithGivenId() {
        assertThat(newComment("Well said").toComment(ID)).isEqualTo(comment("Well said"));
    }

    @Test
    void truncatesInstantToMicroseconds() {
        assertThat(new Comment(ID, POST, ANN, "A", CREATED.plusNanos(999)).createdAt())
                .isEqualTo(CREATED);
        assertThat(new NewComment(POST, ANN, "A", Instant.parse("1969-12-31T23:59:59.999999999Z")).createdAt())
                .isEqualTo(Instant.parse("1969-12-31T23:59:59.999999Z"));
    }

    @Test
    void keepsShortestAndLongestTextExactly() {
        for (String letter : List.of("x", "é", "😀")) {
            String longest = letter.repeat(20_000);
            assertThat(newComment(longest).toComment(ID).content()).isEqualTo(longest);
            assertThat(newComment(letter).toComment(ID).content()).isEqualTo(letter);
        }
        assertThat(newComment(" a\n").toComment(ID).content()).isEqualTo(" a\n");
    }

    @Test
    void rejectsInvalidContent() {
        for (String letter : List.of("x", "😀")) {
            assertContentRejected(letter.repeat(20_001), "content must have 1 to 20000 characters, has 20001");
        }
        assertContentRejected("", "content must have 1 to 20000 characters, has 0");
        assertContentRejected(" \n", "content must not be blank");
        assertContentRejected("a\0b", "content must not contain the NUL character");
        assertContentRejected("a\uD83D", "content must be well-formed Unicode, has a lone surrogate");
        assertContentRejected("\uDE00a", "content must be well-formed Unicode, has a lone surrogate");
        assertContentRejected(null, "content is required");
    }

    private static void assertContentRejected(String content, String fault) {
        assertRejected(() -> newComment(content), fault);
        assertRejected(() -> comment(content), fault);
    }

    @Test
    void rejectsNull() {
        assertNullRejected("id", () -> newComment("A").toComment(null));
        assertNullRejected("postId", () -> new Comment(ID, null, ANN, "A", CREATED));
        assertNullRejected("authorId", () -> new Comment(ID, POST, null, "A", CREATED));
        assertNullRejected("postId", () -> new NewComment(null, ANN, "A", CREATED));
        assertNullRejected("authorId", () -> new NewComment(POST, null, "A", CREATED));
        assertThatNullPointerException().isThrownBy(() -> new NewComment(POST, ANN, "A", null));
    }
}
