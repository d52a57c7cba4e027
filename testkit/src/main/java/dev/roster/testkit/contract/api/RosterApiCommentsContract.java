package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.contract.api.ApiClient.Response;
import java.util.ArrayList;
import java.util.List;

/** Clauses on comments: create, read, list, delete. */
abstract class RosterApiCommentsContract extends RosterApiPart {

    RosterApiCommentsContract() {}

    private static String path(JsonNode comment) {
        return "/comments/" + comment.path("id").asLong();
    }

    /**
     * Given a published post. When a reader comments on it. Then the response is 201 with {@code Location} and the
     * comment, and all readers of the post see it.
     */
    @Clause("api.comment-created")
    void createsComment() throws Exception {
        Account commenter = register();
        JsonNode post = createPost(api().authenticatedAs(register()), "Post", true);
        String comments = postPath(post) + "/comments";

        for (String content : List.of("Nice.", "😀".repeat(20_000), "Zoe\u0308 שלום\t\"x\" \\ </b>")) {
            Response created = api().authenticatedAs(commenter)
                    .post(comments, comment(content).put("authorId", 1).put("id", 1))
                    .expectStatus(201);
            assertThat(created.fields()).containsExactly("id", "postId", "authorId", "content", "createdAt");
            assertThat(created.header("Location")).get().asString().endsWith(path(created.body()));
            assertThat(created.body().path("postId")).isEqualTo(post.path("id"));
            assertThat(created.body().path("authorId").asLong()).isEqualTo(commenter.id());
            assertThat(created.text("content")).isEqualTo(content);
            assertMicroseconds(created.text("createdAt"));
            assertThat(api().get(path(created.body())).expectStatus(200).body()).isEqualTo(created.body());
        }
        assertUnauthorized(api().post(comments, comment("Nice.")), false);
        assertThat(api().get(comments).body().path("total").asLong()).isEqualTo(3);
    }

    /**
     * Given invalid comments. When one is sent. Then the response is 422 that names the content, and nothing is stored.
     */
    @Clause("api.invalid-comment-rejected")
    void rejectsInvalidComment() throws Exception {
        ApiClient author = api().authenticatedAs(register());
        String comments = postPath(createPost(author, "Post", true)) + "/comments";
        for (String content :
                List.of("\"\"", "\" \\t\"", "null", "7", "[]", "\"\\ud800\"", "\"" + "c".repeat(20_001) + "\"")) {
            assertThat(author.send("POST", comments, "application/json", "{\"content\":" + content + "}")
                            .invalidFields())
                    .containsExactly("content");
        }
        assertThat(author.post(comments, ApiClient.object()).invalidFields()).containsExactly("content");
        assertThat(author.send("POST", comments, "application/json", "[]").invalidFields())
                .containsExactly("body");
        assertThat(author.get(comments).body().path("total").asLong()).isZero();
    }

    /**
     * Given comments written one after the other. When all pages are read. Then together they contain every comment,
     * oldest first; a page past the end is empty.
     */
    @Clause("api.comments-oldest-first")
    void listsCommentsOldestFirst() throws Exception {
        ApiClient author = api().authenticatedAs(register());
        ApiClient other = api().authenticatedAs(register());
        JsonNode post = createPost(author, "Post", true);
        JsonNode elsewhere = createPost(author, "Another post", true);
        List<JsonNode> oldestFirst = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            oldestFirst.add(createComment(i % 2 == 0 ? author : other, post, "Number " + i));
            createComment(other, elsewhere, "Elsewhere " + i);
        }
        String comments = postPath(post) + "/comments";

        Response whole = api().get(comments).expectStatus(200);
        assertThat(whole.fields()).containsExactly("items", "total", "page", "size", "pages");
        assertThat(whole.items()).isEqualTo(oldestFirst);
        assertThat(whole.body().path("size").asInt()).isEqualTo(20);
        for (int size : List.of(1, 2, 5)) {
            List<JsonNode> joined = new ArrayList<>();
            for (int page = 1; page <= (5 + size - 1) / size; page++) {
                joined.addAll(
                        api().get(comments + "?size=" + size + "&page=" + page).items());
            }
            assertThat(joined).as("pages of %s", size).isEqualTo(oldestFirst);
        }
        Response past = api().get(comments + "?page=9&size=2").expectStatus(200);
        assertThat(past.items()).isEmpty();
        assertThat(past.body().path("total").asLong()).isEqualTo(5);
        assertThat(past.body().path("pages").asLong()).isEqualTo(3);
        assertThat(api().get(comments + "?page=0&size=101").invalidFields()).containsExactlyInAnyOrder("page", "size");
    }

    /**
     * Given comments on a post. When one is deleted. Then the author of the comment and the author of the post succeed,
     * other users get 403, and anonymous callers get 401.
     */
    @Clause("api.comment-deletable-by-authors-only")
    void onlyAuthorsMayDeleteComment() throws Exception {
        ApiClient author = api().authenticatedAs(register());
        ApiClient commenter = api().authenticatedAs(register());
        JsonNode post = createPost(author, "Post", true);
        JsonNode first = createComment(commenter, post, "First");
        JsonNode second = createComment(commenter, post, "Second");
        JsonNode third = createComment(author, post, "Third");

        api().authenticatedAs(register()).delete(path(first)).expectStatus(403);
        commenter.delete(path(third)).expectStatus(403);
        assertUnauthorized(api().delete(path(first)), false);
        assertThat(api().get(postPath(post) + "/comments").items()).containsExactly(first, second, third);

        assertThat(commenter.delete(path(first)).expectStatus(204).response().body())
                .isEmpty();
        author.delete(path(second)).expectStatus(204);
        for (JsonNode deleted : List.of(first, second)) {
            author.get(path(deleted)).expectStatus(404);
            commenter.delete(path(deleted)).expectStatus(404);
        }
        assertThat(api().get(postPath(post) + "/comments").items()).containsExactly(third);
    }

    /**
     * Given a post with comments. When it becomes a draft. Then only its author can read the comments, and commenters
     * can still delete their own.
     */
    @Clause("api.comment-readable-like-post")
    void commentsAreReadableLikeTheirPost() throws Exception {
        ApiClient author = api().authenticatedAs(register());
        ApiClient commenter = api().authenticatedAs(register());
        JsonNode post = createPost(author, "Post", true);
        JsonNode comment = createComment(commenter, post, "Hi");
        JsonNode own = createComment(author, post, "Hello");

        author.patch(postPath(post), ApiClient.object().put("published", false)).expectStatus(200);

        for (ApiClient stranger : List.of(api(), commenter)) {
            stranger.get(path(comment)).expectStatus(404);
            stranger.get(postPath(post) + "/comments").expectStatus(404);
        }
        commenter.delete(path(own)).expectStatus(404);
        assertThat(author.get(path(comment)).expectStatus(200).body()).isEqualTo(comment);
        assertThat(author.get(postPath(post) + "/comments").items()).containsExactly(comment, own);
        commenter.delete(path(comment)).expectStatus(204);
        assertThat(author.get(postPath(post) + "/comments").items()).containsExactly(own);
    }
}
