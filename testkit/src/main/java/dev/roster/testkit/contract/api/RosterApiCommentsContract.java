package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.api.ApiClient.Account;
import java.util.ArrayList;
import java.util.List;

/** Clauses on comments: create, read, list, delete. */
abstract class RosterApiCommentsContract extends RosterApiPart {

    /**
     * Given a published post. When a reader comments on it. Then the response is 201 with {@code Location} and the
     * comment, and all readers of the post see it.
     */
    @Clause(
            value = "api.comment-created",
            promise =
                    "Any authenticated reader of a post can comment on it; the comment keeps its text exactly, belongs to the caller, and all readers of the post see it.")
    void createsComment() throws Exception {
        Account commenter = register();
        JsonNode post = createPost(register().api(), "Post", true);
        String comments = commentsPath(post);

        for (String content : List.of("Nice.", "😀".repeat(20_000), "Zoe\u0308 שלום\t\"x\" \\ </b>")) {
            Response created = commenter
                    .api()
                    .post(comments, comment(content).put("authorId", 1).put("id", 1))
                    .expectStatus(201);
            assertThat(created.fields()).containsExactly("id", "postId", "authorId", "content", "createdAt");
            assertThat(created.header("Location")).get().asString().endsWith(commentPath(created.body()));
            assertThat(created.body().path("postId")).isEqualTo(post.path("id"));
            assertThat(created.body().path("authorId").asLong()).isEqualTo(commenter.id());
            assertThat(created.text("content")).isEqualTo(content);
            assertMicroseconds(created.text("createdAt"));
            assertThat(api().read(commentPath(created.body()))).isEqualTo(created.body());
        }
        assertUnauthorized(api().post(comments, comment("Nice.")), false);
        assertThat(api().get(comments).number("total")).isEqualTo(3);
    }

    /**
     * Given invalid comments. When one is sent. Then the response is 422 that names the content, and nothing is stored.
     */
    @Clause(
            value = "api.invalid-comment-rejected",
            promise = "A comment without valid content gets 422 that names the content, and nothing is stored.")
    void rejectsInvalidComment() throws Exception {
        ApiClient author = register().api();
        String comments = postPath(createPost(author, "Post", true)) + "/comments";
        for (String content :
                List.of("\"\"", "\" \\t\"", "null", "7", "[]", "\"\\ud800\"", "\"" + "c".repeat(20_001) + "\"")) {
            author.sendJson("POST", comments, "{\"content\":" + content + "}").expectInvalid("content");
        }
        author.post(comments, object()).expectInvalid("content");
        author.sendJson("POST", comments, "[]").expectInvalid("body");
        assertThat(author.get(comments).number("total")).isZero();
    }

    /**
     * Given comments written one after the other. When all pages are read. Then together they contain every comment,
     * oldest first; a page past the end is empty.
     */
    @Clause(
            value = "api.comments-oldest-first",
            promise =
                    "The pages of a post's comments contain each of its comments exactly once, oldest first, with the right total.")
    void listsCommentsOldestFirst() throws Exception {
        ApiClient author = register().api();
        ApiClient other = register().api();
        JsonNode post = createPost(author, "Post", true);
        JsonNode elsewhere = createPost(author, "Another post", true);
        List<JsonNode> oldestFirst = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            oldestFirst.add(createComment(i % 2 == 0 ? author : other, post, "Number " + i));
            createComment(other, elsewhere, "Elsewhere " + i);
        }
        String comments = commentsPath(post);

        Response whole = api().get(comments).expectPage(5, oldestFirst).expectFields(firstPage());
        assertThat(whole.fields()).containsExactly(PAGE_FIELDS);
        for (int size : List.of(1, 2, 5)) {
            assertThat(api().readPages(comments + "?", size, 5))
                    .as("pages of %s", size)
                    .isEqualTo(oldestFirst);
        }
        api().get(comments + "?page=9&size=2").expectPage(5, List.of()).expectFields(object().put("pages", 3));
        api().get(comments + "?page=0&size=101").expectInvalid("page", "size");
    }

    /**
     * Given comments on a post. When one is deleted. Then the author of the comment and the author of the post succeed,
     * other users get 403, and anonymous callers get 401.
     */
    @Clause(
            value = "api.comment-deletable-by-authors-only",
            promise =
                    "Only the author of a comment and the author of its post can delete it; others get 403, anonymous callers 401.")
    void onlyAuthorsMayDeleteComment() throws Exception {
        ApiClient author = register().api();
        ApiClient commenter = register().api();
        JsonNode post = createPost(author, "Post", true);
        JsonNode first = createComment(commenter, post, "First");
        JsonNode second = createComment(commenter, post, "Second");
        JsonNode third = createComment(author, post, "Third");

        register().api().delete(commentPath(first)).expectStatus(403);
        commenter.delete(commentPath(third)).expectStatus(403);
        assertUnauthorized(api().delete(commentPath(first)), false);
        assertThat(api().get(commentsPath(post)).items()).containsExactly(first, second, third);

        commenter.delete(commentPath(first)).expectEmpty(204);
        author.delete(commentPath(second)).expectStatus(204);
        for (JsonNode deleted : List.of(first, second)) {
            author.get(commentPath(deleted)).expectStatus(404);
            commenter.delete(commentPath(deleted)).expectStatus(404);
        }
        assertThat(api().get(commentsPath(post)).items()).containsExactly(third);
    }

    /**
     * Given a post with comments. When it becomes a draft. Then only its author can read the comments, and commenters
     * can still delete their own.
     */
    @Clause(
            value = "api.comment-readable-like-post",
            promise =
                    "A comment can be read by exactly the callers that can read its post; its author can always delete it.")
    void commentsAreReadableLikeTheirPost() throws Exception {
        ApiClient author = register().api();
        ApiClient commenter = register().api();
        JsonNode post = createPost(author, "Post", true);
        JsonNode comment = createComment(commenter, post, "Hi");
        JsonNode own = createComment(author, post, "Hello");

        author.patch(postPath(post), object().put("published", false)).expectStatus(200);

        for (ApiClient stranger : List.of(api(), commenter)) {
            stranger.get(commentPath(comment)).expectStatus(404);
            stranger.get(commentsPath(post)).expectStatus(404);
        }
        commenter.delete(commentPath(own)).expectStatus(404);
        assertThat(author.read(commentPath(comment))).isEqualTo(comment);
        assertThat(author.get(commentsPath(post)).items()).containsExactly(comment, own);
        commenter.delete(commentPath(comment)).expectStatus(204);
        assertThat(author.get(commentsPath(post)).items()).containsExactly(own);
    }
}
