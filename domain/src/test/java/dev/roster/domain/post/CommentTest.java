package dev.roster.domain.post;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.roster.domain.ThrownViolations;
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
    void isStoredAsItWasWritten() {
        assertThat(newComment("Well said").created(ID)).isEqualTo(comment("Well said"));
    }

    @Test
    void truncatesTheInstantToMicroseconds() {
        assertThat(new Comment(ID, POST, ANN, "A", CREATED.plusNanos(999)).createdAt())
                .isEqualTo(CREATED);
        assertThat(new NewComment(POST, ANN, "A", CREATED.plusNanos(999)).createdAt())
                .isEqualTo(CREATED);
        assertThat(new NewComment(POST, ANN, "A", Instant.parse("1969-12-31T23:59:59.999999999Z")).createdAt())
                .isEqualTo(Instant.parse("1969-12-31T23:59:59.999999Z"));
    }

    @Test
    void keepsTheShortestAndTheLongestTextExactly() {
        for (String letter : List.of("x", "é", "😀")) {
            String longest = letter.repeat(20_000);
            assertThat(newComment(longest).created(ID).content()).isEqualTo(longest);
            assertThat(newComment(letter).created(ID).content()).isEqualTo(letter);
        }
        assertThat(newComment(" a\n").created(ID).content()).isEqualTo(" a\n");
    }

    @Test
    void refusesContentThatBreaksItsRule() {
        for (String letter : List.of("x", "😀")) {
            assertContentRefused(letter.repeat(20_001), "content must have 1 to 20000 characters, has 20001");
        }
        assertContentRefused("", "content must have 1 to 20000 characters, has 0");
        assertContentRefused(" \n", "content must not be blank");
        assertContentRefused("a\0b", "content must not contain the NUL character");
        assertContentRefused("a\uD83D", "content must be well-formed Unicode, has a lone surrogate");
        assertContentRefused("\uDE00a", "content must be well-formed Unicode, has a lone surrogate");
        assertContentRefused(null, "content is required");
    }

    private static void assertContentRefused(String content, String fault) {
        assertThat(ThrownViolations.by(() -> newComment(content))).containsExactly(fault);
        assertThat(ThrownViolations.by(() -> comment(content))).containsExactly(fault);
    }

    @Test
    void refusesMissingParts() {
        assertThatNullPointerException()
                .isThrownBy(() -> newComment("A").created(null))
                .withMessage("id");
        assertThatNullPointerException()
                .isThrownBy(() -> new Comment(ID, null, ANN, "A", CREATED))
                .withMessage("postId");
        assertThatNullPointerException()
                .isThrownBy(() -> new Comment(ID, POST, null, "A", CREATED))
                .withMessage("authorId");
        assertThatNullPointerException()
                .isThrownBy(() -> new NewComment(null, ANN, "A", CREATED))
                .withMessage("postId");
        assertThatNullPointerException()
                .isThrownBy(() -> new NewComment(POST, null, "A", CREATED))
                .withMessage("authorId");
        assertThatNullPointerException().isThrownBy(() -> new NewComment(POST, ANN, "A", null));
    }
}
