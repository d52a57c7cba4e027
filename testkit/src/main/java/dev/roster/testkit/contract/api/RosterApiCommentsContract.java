package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.contract.api.ApiClient.Answer;
import java.util.ArrayList;
import java.util.List;

/** The comments on posts: created, read, listed, deleted. */
abstract class RosterApiCommentsContract extends RosterApiPart {

    RosterApiCommentsContract() {}

    private static String path(JsonNode comment) {
        return "/comments/" + comment.path("id").asLong();
    }

    /** Given a post; when a reader comments; then 201 with place and comment, which everybody who reads the post sees. */
    @Clause("api.comment-created")
    void commentCreated() throws Exception {
        Account commenter = registered();
        JsonNode post = posted(api().as(registered()), "Post", true);
        String comments = postPath(post) + "/comments";

        for (String content : List.of("Nice.", "😀".repeat(20_000), "Zoe\u0308 שלום\t\"x\" \\ </b>")) {
            Answer created = api().as(commenter)
                    .post(comments, comment(content).put("authorId", 1).put("id", 1))
                    .expect(201);
            assertThat(created.fields()).containsExactly("id", "postId", "authorId", "content", "createdAt");
            assertThat(created.header("Location")).get().asString().endsWith(path(created.body()));
            assertThat(created.body().path("postId")).isEqualTo(post.path("id"));
            assertThat(created.body().path("authorId").asLong()).isEqualTo(commenter.id());
            assertThat(created.text("content")).isEqualTo(content);
            assertMicroseconds(created.text("createdAt"));
            assertThat(api().get(path(created.body())).expect(200).body()).isEqualTo(created.body());
        }
        assertUnauthorized(api().post(comments, comment("Nice.")), false);
        assertThat(api().get(comments).body().path("total").asLong()).isEqualTo(3);
    }

    /** Given comments that are none; then 422 names the content, and nothing is stored. */
    @Clause("api.comment-faults-named")
    void commentFaultsNamed() throws Exception {
        ApiClient author = api().as(registered());
        String comments = postPath(posted(author, "Post", true)) + "/comments";
        for (String content :
                List.of("\"\"", "\" \\t\"", "null", "7", "[]", "\"\\ud800\"", "\"" + "c".repeat(20_001) + "\"")) {
            assertThat(author.send("POST", comments, "application/json", "{\"content\":" + content + "}")
                            .faults())
                    .containsExactly("content");
        }
        assertThat(author.post(comments, ApiClient.object()).faults()).containsExactly("content");
        assertThat(author.send("POST", comments, "application/json", "[]").faults())
                .containsExactly("body");
        assertThat(author.get(comments).body().path("total").asLong()).isZero();
    }

    /** Given comments written one after the other; when listed; then the oldest comes first, in pages that join. */
    @Clause("api.comments-oldest-first")
    void commentsOldestFirst() throws Exception {
        ApiClient author = api().as(registered());
        ApiClient other = api().as(registered());
        JsonNode post = posted(author, "Post", true);
        JsonNode elsewhere = posted(author, "Another post", true);
        List<JsonNode> oldestFirst = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            oldestFirst.add(commented(i % 2 == 0 ? author : other, post, "Number " + i));
            commented(other, elsewhere, "Elsewhere " + i);
        }
        String comments = postPath(post) + "/comments";

        Answer whole = api().get(comments).expect(200);
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
        Answer past = api().get(comments + "?page=9&size=2").expect(200);
        assertThat(past.items()).isEmpty();
        assertThat(past.body().path("total").asLong()).isEqualTo(5);
        assertThat(past.body().path("pages").asLong()).isEqualTo(3);
        assertThat(api().get(comments + "?page=0&size=101").faults()).containsExactlyInAnyOrder("page", "size");
    }

    /** Given a comment; then who wrote it may delete it, and the author of the post; others get 403, nobody 401. */
    @Clause("api.comment-deleted-by-concerned-only")
    void commentDeletedByConcernedOnly() throws Exception {
        ApiClient author = api().as(registered());
        ApiClient commenter = api().as(registered());
        JsonNode post = posted(author, "Post", true);
        JsonNode first = commented(commenter, post, "First");
        JsonNode second = commented(commenter, post, "Second");
        JsonNode third = commented(author, post, "Third");

        api().as(registered()).delete(path(first)).expect(403);
        commenter.delete(path(third)).expect(403);
        assertUnauthorized(api().delete(path(first)), false);
        assertThat(api().get(postPath(post) + "/comments").items()).containsExactly(first, second, third);

        assertThat(commenter.delete(path(first)).expect(204).response().body()).isEmpty();
        author.delete(path(second)).expect(204);
        for (JsonNode deleted : List.of(first, second)) {
            author.get(path(deleted)).expect(404);
            commenter.delete(path(deleted)).expect(404);
        }
        assertThat(api().get(postPath(post) + "/comments").items()).containsExactly(third);
    }

    /** Given a post that becomes a draft; then comments on it are its author's alone, but each may take back their own. */
    @Clause("api.comment-readable-as-post")
    void commentReadableAsPost() throws Exception {
        ApiClient author = api().as(registered());
        ApiClient commenter = api().as(registered());
        JsonNode post = posted(author, "Post", true);
        JsonNode comment = commented(commenter, post, "Hi");
        JsonNode own = commented(author, post, "Hello");

        author.patch(postPath(post), ApiClient.object().put("published", false)).expect(200);

        for (ApiClient stranger : List.of(api(), commenter)) {
            stranger.get(path(comment)).expect(404);
            stranger.get(postPath(post) + "/comments").expect(404);
        }
        commenter.delete(path(own)).expect(404);
        assertThat(author.get(path(comment)).expect(200).body()).isEqualTo(comment);
        assertThat(author.get(postPath(post) + "/comments").items()).containsExactly(comment, own);
        commenter.delete(path(comment)).expect(204);
        assertThat(author.get(postPath(post) + "/comments").items()).containsExactly(own);
    }
}
