package dev.roster.domain.post;

import static dev.roster.domain.Rejections.assertNullRejected;
import static dev.roster.domain.Rejections.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostTest {

    private static final Instant CREATED = Instant.parse("2024-03-31T01:59:59.123456Z");
    private static final Instant UPDATED = Instant.parse("2024-04-01T00:00:00.000001Z");
    private static final Instant BEFORE_1970 = Instant.parse("1969-12-31T23:59:59.999999Z");
    private static final PostId ID = new PostId(42);
    private static final UserId ANN = new UserId(7);
    private static final Post POST = new Post(ID, ANN, "A title", "Some content", true, CREATED, UPDATED, 3);

    private static NewPost newPost(String title, String content) {
        return new NewPost(ANN, title, content, false, CREATED);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0", "-1, 1"})
    void rejectsLimitsOfCommentsBelowOne(int number, int bytes) {
        assertThatIllegalArgumentException().isThrownBy(() -> new CommentsEach(number, bytes));
    }

    @Test
    void truncatesInstantsToMicroseconds() {
        Post post = new Post(ID, ANN, "A", "", false, CREATED.plusNanos(999), UPDATED.plusNanos(999), 1);

        assertThat(post.createdAt()).isEqualTo(CREATED);
        assertThat(post.updatedAt()).isEqualTo(UPDATED);
        assertThat(POST.withUpdatedAt(CREATED.plusNanos(500)).updatedAt()).isEqualTo(CREATED);
        assertThat(new NewPost(ANN, "A", "", true, BEFORE_1970.plusNanos(999)).createdAt())
                .isEqualTo(BEFORE_1970);
    }

    @Test
    void changesOneFieldPerWither() {
        assertThat(POST.withTitle("Another"))
                .isEqualTo(new Post(ID, ANN, "Another", "Some content", true, CREATED, UPDATED, 3));
        assertThat(POST.withContent("")).isEqualTo(new Post(ID, ANN, "A title", "", true, CREATED, UPDATED, 3));
        assertThat(POST.withPublished(false))
                .isEqualTo(new Post(ID, ANN, "A title", "Some content", false, CREATED, UPDATED, 3));
        assertThat(POST.withUpdatedAt(CREATED))
                .isEqualTo(new Post(ID, ANN, "A title", "Some content", true, CREATED, CREATED, 3));
        assertThat(POST.withVersion(4))
                .isEqualTo(new Post(ID, ANN, "A title", "Some content", true, CREATED, UPDATED, 4));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void createsPostWithVersion1(boolean published) {
        assertThat(new NewPost(ANN, "A title", "Some content", published, CREATED).toPost(ID))
                .isEqualTo(new Post(ID, ANN, "A title", "Some content", published, CREATED, CREATED, 1));
    }

    @Test
    void keepsShortestAndLongestTextExactly() {
        for (String letter : List.of("x", "é", "😀")) {
            String title = letter.repeat(200);
            String content = letter.repeat(20_000);

            assertThat(newPost(title, content).toPost(ID)).satisfies(post -> {
                assertThat(post.title()).isEqualTo(title);
                assertThat(post.content()).isEqualTo(content);
            });
            assertThat(POST.withTitle(letter).title()).isEqualTo(letter);
        }
        assertThat(newPost(" a ", "").content()).isEmpty();
        assertThat(newPost(" a ", " \n").title()).isEqualTo(" a ");
        assertThat(POST.withContent(" \n").content()).isEqualTo(" \n");
    }

    @Test
    void rejectsInvalidTitle() {
        for (String letter : List.of("x", "😀")) {
            assertTitleRejected(letter.repeat(201), "title must have 1 to 200 characters, has 201");
        }
        assertTitleRejected("", "title must have 1 to 200 characters, has 0");
        assertTitleRejected(" \t", "title must not be blank");
        assertTitleRejected("a\0b", "title must not contain the NUL character");
        assertTitleRejected("a\uD83D", "title must be well-formed Unicode, has a lone surrogate");
        assertTitleRejected("\uDE00a", "title must be well-formed Unicode, has a lone surrogate");
        assertTitleRejected(null, "title is required");
    }

    private static void assertTitleRejected(String title, String fault) {
        assertRejected(() -> newPost(title, ""), fault);
        assertRejected(() -> POST.withTitle(title), fault);
    }

    @Test
    void rejectsInvalidContent() {
        for (String letter : List.of("x", "😀")) {
            assertContentRejected(letter.repeat(20_001), "content must have at most 20000 characters, has 20001");
        }
        assertContentRejected("\0", "content must not contain the NUL character");
        assertContentRejected("\uDE00\uD83D", "content must be well-formed Unicode, has a lone surrogate");
        assertContentRejected("a\uD83Db", "content must be well-formed Unicode, has a lone surrogate");
        assertContentRejected(null, "content is required");
    }

    private static void assertContentRejected(String content, String fault) {
        assertRejected(() -> newPost("A", content), fault);
        assertRejected(() -> POST.withContent(content), fault);
    }

    @Test
    void rejectsVersionBelow1AndNull() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> POST.withVersion(0))
                .withMessageContaining("0");
        assertThatNullPointerException().isThrownBy(() -> POST.withUpdatedAt(null));
        assertNullRejected("authorId", () -> new Post(ID, null, "A", "", true, CREATED, CREATED, 1));
        assertNullRejected("authorId", () -> new NewPost(null, "A", "", true, CREATED));
        assertThatNullPointerException().isThrownBy(() -> new NewPost(ANN, "A", "", true, null));
        assertNullRejected("id", () -> newPost("A", "").toPost(null));
    }

    @Test
    void copiesFirstComments() {
        Comment comment = new Comment(new CommentId(1), ID, ANN, "Well said", UPDATED);
        List<Comment> read = new ArrayList<>(List.of(comment));
        PostWithComments shown = new PostWithComments(POST, read, 51);

        read.clear();

        assertThat(shown.firstComments()).containsExactly(comment);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> shown.firstComments().clear());
        assertThat(shown.commentCount()).isEqualTo(51);
        assertNullRejected("post", () -> new PostWithComments(null, List.of(), 0));
    }
}
