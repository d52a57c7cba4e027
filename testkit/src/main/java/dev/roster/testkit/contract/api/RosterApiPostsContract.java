package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.contract.api.ApiClient.Answer;
import java.time.Instant;
import java.util.List;

/** The posts, one at a time: created, read, changed, deleted. */
abstract class RosterApiPostsContract extends RosterApiPart {

    RosterApiPostsContract() {}

    /** Given a signed-in caller; when they post; then 201 with place and post, a draft of theirs unless they say more. */
    @Clause("api.post-created")
    void postCreated() throws Exception {
        Account author = registered();
        ObjectNode smallest = ApiClient.object().put("title", "Hello").put("content", "");

        Answer created = api().as(author)
                .post("/posts", smallest.deepCopy().put("authorId", 1).put("id", 1))
                .expect(201);

        assertThat(created.fields())
                .containsExactly("id", "title", "content", "published", "authorId", "createdAt", "updatedAt");
        assertThat(created.header("Location")).get().asString().endsWith(postPath(created.body()));
        assertThat(created.text("title")).isEqualTo("Hello");
        assertThat(created.body().path("content").textValue()).isEmpty();
        assertThat(created.body().path("published").booleanValue()).isFalse();
        assertThat(created.body().path("authorId").asLong()).isEqualTo(author.id());
        assertThat(created.text("updatedAt")).isEqualTo(created.text("createdAt"));
        assertMicroseconds(created.text("createdAt"));
        assertThat(api().as(author).get(postPath(created.body())).expect(200).body())
                .isEqualTo(created.body());
        assertThat(posted(api().as(author), "Public", true).path("published").booleanValue())
                .isTrue();
        assertUnauthorized(api().post("/posts", smallest), false);
        assertUnauthorized(api().post("/posts", ApiClient.object()), false);
    }

    /** Given texts of the greatest length, of many scripts; then they come back exactly. */
    @Clause("api.post-text-kept-exactly")
    void postTextKeptExactly() throws Exception {
        ApiClient author = api().as(registered());
        for (String text : List.of("x".repeat(200), "😀".repeat(200), "Zoe\u0308 שלום", "O'Brien \"x\" \\ </b>\t\n")) {
            String content = text.repeat(100).substring(0, text.length() * 20_000 / 200);
            JsonNode created =
                    author.post("/posts", post(text, content, true)).expect(201).body();
            JsonNode read = api().get(postPath(created)).expect(200).body();
            assertThat(read.path("title").asText()).isEqualTo(text);
            assertThat(read.path("content").asText()).isEqualTo(content);
        }
    }

    /** Given a post at fault in everything; then 422 names all of it, whether it is created, replaced or changed. */
    @Clause("api.post-faults-named")
    void postFaultsNamed() throws Exception {
        ApiClient author = api().as(registered());
        JsonNode kept = posted(author, "Kept", true);
        for (String title : List.of("\"\"", "\" \\n\"", "\"" + "x".repeat(201) + "\"", "null", "7", "\"\\u0000\"")) {
            for (String published : List.of("\"yes\"", "\"true\"", "1", "null", "{}")) {
                String body = "{\"title\":" + title + ",\"published\":" + published + ",\"content\":\""
                        + "c".repeat(20_001) + "\"}";
                assertThat(author.send("POST", "/posts", "application/json", body)
                                .faults())
                        .containsExactlyInAnyOrder("title", "content", "published");
                for (String change : List.of("PUT", "PATCH")) {
                    assertThat(author.send(change, postPath(kept), "application/json", body)
                                    .faults())
                            .containsExactlyInAnyOrder("title", "content", "published");
                }
            }
        }
        assertThat(author.post("/posts", ApiClient.object().put("published", true))
                        .faults())
                .containsExactlyInAnyOrder("title", "content");
        assertThat(author.put(postPath(kept), ApiClient.object()).faults())
                .containsExactlyInAnyOrder("title", "content");
        assertThat(author.patch(postPath(kept), ApiClient.object().putNull("content"))
                        .faults())
                .containsExactly("content");
        assertThat(author.get(postPath(kept)).body()).isEqualTo(kept);
    }

    /** Given a draft; then it is not there for anybody but its author, neither are comments on it, until published. */
    @Clause("api.post-draft-hidden")
    void postDraftHidden() throws Exception {
        ApiClient author = api().as(registered());
        ApiClient other = api().as(registered());
        JsonNode draft = posted(author, "Draft", false);
        String path = postPath(draft);

        for (ApiClient stranger : List.of(api(), other)) {
            stranger.get(path).expect(404);
            stranger.get(path + "/comments").expect(404);
        }
        other.put(path, post("Mine", "", true)).expect(404);
        other.patch(path, ApiClient.object().put("published", true)).expect(404);
        other.delete(path).expect(404);
        other.post(path + "/comments", comment("Hi")).expect(404);
        assertThat(author.get(path).expect(200).body()).isEqualTo(draft);

        author.patch(path, ApiClient.object().put("published", true)).expect(200);
        assertThat(api().get(path).expect(200).text("title")).isEqualTo("Draft");
        other.get(path).expect(200);
        author.patch(path, ApiClient.object().put("published", false)).expect(200);
        api().get(path).expect(404);
        other.get(path).expect(404);
    }

    /** Given a published post of somebody else's; then changing it is 403, or 401 for nobody, and it stays. */
    @Clause("api.post-changed-by-author-only")
    void postChangedByAuthorOnly() throws Exception {
        ApiClient author = api().as(registered());
        ApiClient other = api().as(registered());
        JsonNode theirs = posted(author, "Theirs", true);
        String path = postPath(theirs);

        other.put(path, post("Mine", "", true)).expect(403);
        other.patch(path, ApiClient.object().put("title", "Mine")).expect(403);
        other.delete(path).expect(403);
        assertUnauthorized(api().put(path, post("Mine", "", true)), false);
        assertUnauthorized(api().patch(path, ApiClient.object()), false);
        assertUnauthorized(api().delete(path), false);

        assertThat(api().get(path).expect(200).body()).isEqualTo(theirs);
    }

    /** Given a post; when it is put; then it is replaced whole: without {@code published} it is a draft. */
    @Clause("api.post-replaced-whole")
    void postReplacedWhole() throws Exception {
        ApiClient author = api().as(registered());
        JsonNode before = posted(author, "Before", true);

        JsonNode replaced = author.put(postPath(before), post("After", "New", true))
                .expect(200)
                .body();
        assertThat(replaced.path("title").asText()).isEqualTo("After");
        assertThat(replaced.path("content").asText()).isEqualTo("New");
        assertThat(replaced.path("published").booleanValue()).isTrue();
        for (String kept : List.of("id", "authorId", "createdAt")) {
            assertThat(replaced.path(kept)).isEqualTo(before.path(kept));
        }
        assertThat(Instant.parse(replaced.path("updatedAt").asText()))
                .isAfterOrEqualTo(Instant.parse(before.path("updatedAt").asText()));
        assertThat(api().get(postPath(before)).body()).isEqualTo(replaced);

        JsonNode draft = author.put(
                        postPath(before),
                        ApiClient.object().put("title", "After").put("content", ""))
                .expect(200)
                .body();
        assertThat(draft.path("published").booleanValue()).isFalse();
        assertThat(draft.path("content").textValue()).isEmpty();
        assertThat(author.get(postPath(before)).body()).isEqualTo(draft);
    }

    /** Given a post; when parts of it are patched; then those change, the rest stays. */
    @Clause("api.post-patched-in-parts")
    void postPatchedInParts() throws Exception {
        ApiClient author = api().as(registered());
        JsonNode post = posted(author, "Title", true);
        String path = postPath(post);

        assertThat(author.patch(path, ApiClient.object()).expect(200).body()).isEqualTo(post);
        Answer titled =
                author.patch(path, ApiClient.object().put("title", "New title")).expect(200);
        assertThat(titled.text("title")).isEqualTo("New title");
        assertThat(titled.body().path("content")).isEqualTo(post.path("content"));
        assertThat(titled.body().path("published").booleanValue()).isTrue();
        Answer emptied = author.patch(
                        path, ApiClient.object().put("content", "").put("published", false))
                .expect(200);
        assertThat(emptied.text("title")).isEqualTo("New title");
        assertThat(emptied.body().path("content").textValue()).isEmpty();
        assertThat(emptied.body().path("published").booleanValue()).isFalse();
        assertThat(author.get(path).body()).isEqualTo(emptied.body());
    }

    /** Given a post; when deleted; then 204 without a body, and from then on neither it nor its comments are there. */
    @Clause("api.post-deleted-is-not-found")
    void postDeletedIsNotFound() throws Exception {
        ApiClient author = api().as(registered());
        JsonNode deleted = posted(author, "Deleted", true);
        JsonNode kept = posted(author, "Kept", true);
        JsonNode comment = commented(author, deleted, "Goes");
        JsonNode keptComment = commented(author, kept, "Stays");

        assertThat(author.delete(postPath(deleted)).expect(204).response().body())
                .isEmpty();

        author.get(postPath(deleted)).expect(404);
        author.get(postPath(deleted) + "/comments").expect(404);
        author.get("/comments/" + comment.path("id").asLong()).expect(404);
        author.put(postPath(deleted), post("Again", "", true)).expect(404);
        author.patch(postPath(deleted), ApiClient.object()).expect(404);
        author.delete(postPath(deleted)).expect(404);
        author.post(postPath(deleted) + "/comments", comment("Late")).expect(404);
        assertThat(author.get(postPath(kept) + "/comments").items()).containsExactly(keptComment);
    }
}
