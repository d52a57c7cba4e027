package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.api.ApiClient.Account;
import java.time.Instant;
import java.util.List;

/** Clauses on single posts: create, read, change, delete. */
abstract class RosterApiPostsContract extends RosterApiPart {

    /**
     * Given an authenticated caller. When it creates a post. Then the response is 201 with {@code Location} and the
     * post, which belongs to the caller and is a draft by default.
     */
    @Clause(
            value = "api.post-created",
            promise =
                    "An authenticated caller can create a post; it belongs to the caller, and is a draft unless the caller publishes it.")
    void createsPost() throws Exception {
        Account author = register();
        ObjectNode smallest = object().put("title", "Hello").put("content", "");

        Response created = author.api()
                .post("/posts", smallest.deepCopy().put("authorId", 1).put("id", 1))
                .expectStatus(201);

        assertThat(created.fields())
                .containsExactly("id", "title", "content", "published", "authorId", "createdAt", "updatedAt");
        assertThat(created.header("Location")).get().asString().endsWith(postPath(created.body()));
        created.expectFields(post("Hello", "", false));
        assertThat(created.number("authorId")).isEqualTo(author.id());
        assertThat(created.text("updatedAt")).isEqualTo(created.text("createdAt"));
        assertMicroseconds(created.text("createdAt"));
        assertThat(author.api().read(postPath(created.body()))).isEqualTo(created.body());
        assertThat(createPost(author.api(), "Public", true).path("published").booleanValue())
                .isTrue();
        assertUnauthorized(api().post("/posts", smallest), false);
        assertUnauthorized(api().post("/posts", object()), false);
    }

    /**
     * Given texts of maximum length and of many scripts. When posts are created with them. Then title and content are
     * stored exactly.
     */
    @Clause(
            value = "api.post-text-kept-exactly",
            promise =
                    "Title and content of a post are returned exactly as sent, in any script and up to their maximum lengths.")
    void preservesPostText() throws Exception {
        ApiClient author = register().api();
        for (String text : List.of("x".repeat(200), "😀".repeat(200), "Zoe\u0308 שלום", "O'Brien \"x\" \\ </b>\t\n")) {
            String content = text.repeat(100).substring(0, text.length() * 20_000 / 200);
            Response created = author.post("/posts", post(text, content, true)).expectStatus(201);
            api().get(postPath(created.body())).expectStatus(200).expectFields(post(text, content, true));
        }
    }

    /**
     * Given a post with several invalid fields. When it is created, replaced or patched. Then the response is 422 that
     * names every invalid field.
     */
    @Clause(
            value = "api.invalid-post-rejected",
            promise = "An invalid post gets 422, which names every invalid field, and nothing changes.")
    void rejectsInvalidPost() throws Exception {
        ApiClient author = register().api();
        JsonNode kept = createPost(author, "Kept", true);
        for (String title : List.of("\"\"", "\" \\n\"", "\"" + "x".repeat(201) + "\"", "null", "7", "\"\\u0000\"")) {
            for (String published : List.of("\"yes\"", "\"true\"", "1", "null", "{}")) {
                String body = "{\"title\":" + title + ",\"published\":" + published + ",\"content\":\""
                        + "c".repeat(20_001) + "\"}";
                author.sendJson("POST", "/posts", body).expectInvalid("title", "content", "published");
                for (String change : List.of("PUT", "PATCH")) {
                    author.sendJson(change, postPath(kept), body).expectInvalid("title", "content", "published");
                }
            }
        }
        author.post("/posts", object().put("published", true)).expectInvalid("title", "content");
        author.put(postPath(kept), object()).expectInvalid("title", "content");
        author.patch(postPath(kept), object().putNull("content")).expectInvalid("content");
        assertThat(author.get(postPath(kept)).body()).isEqualTo(kept);
    }

    /**
     * Given a draft. When a caller other than its author accesses it or its comments. Then the response is 404 until
     * the draft is published.
     */
    @Clause(
            value = "api.post-draft-hidden",
            promise =
                    "A draft does not exist for anyone but its author: others get 404 for it and its comments, whatever they request.")
    void hidesDraft() throws Exception {
        ApiClient author = register().api();
        ApiClient other = register().api();
        JsonNode draft = createPost(author, "Draft", false);
        String path = postPath(draft);

        for (ApiClient stranger : List.of(api(), other)) {
            stranger.get(path).expectStatus(404);
            stranger.get(path + "/comments").expectStatus(404);
        }
        other.put(path, post("Mine", "", true)).expectStatus(404);
        other.patch(path, object().put("published", true)).expectStatus(404);
        other.delete(path).expectStatus(404);
        other.post(path + "/comments", comment("Hi")).expectStatus(404);
        assertThat(author.read(path)).isEqualTo(draft);

        author.patch(path, object().put("published", true)).expectStatus(200);
        assertThat(api().get(path).expectStatus(200).text("title")).isEqualTo("Draft");
        other.get(path).expectStatus(200);
        author.patch(path, object().put("published", false)).expectStatus(200);
        api().get(path).expectStatus(404);
        other.get(path).expectStatus(404);
    }

    /**
     * Given a published post. When another user changes it. Then the response is 403, or 401 for anonymous callers, and
     * the post stays unchanged.
     */
    @Clause(
            value = "api.post-changed-by-author-only",
            promise = "Only the author and admins can change or delete a post; others get 403, anonymous callers 401.")
    void onlyAuthorMayChangePost() throws Exception {
        ApiClient author = register().api();
        ApiClient other = register().api();
        JsonNode theirs = createPost(author, "Theirs", true);
        String path = postPath(theirs);

        other.put(path, post("Mine", "", true)).expectStatus(403);
        other.patch(path, object().put("title", "Mine")).expectStatus(403);
        other.delete(path).expectStatus(403);
        assertUnauthorized(api().put(path, post("Mine", "", true)), false);
        assertUnauthorized(api().patch(path, object()), false);
        assertUnauthorized(api().delete(path), false);

        assertThat(api().read(path)).isEqualTo(theirs);
    }

    /**
     * Given a post. When it is replaced by PUT. Then all fields are replaced, and without {@code published} it becomes
     * a draft.
     */
    @Clause(
            value = "api.post-put-replaces-whole",
            promise = "A PUT replaces all fields of a post; without \"published\" the post becomes a draft.")
    void putReplacesWholePost() throws Exception {
        ApiClient author = register().api();
        JsonNode before = createPost(author, "Before", true);

        Response replaced = author.put(postPath(before), post("After", "New", true))
                .expectStatus(200)
                .expectFields(post("After", "New", true));
        for (String kept : List.of("id", "authorId", "createdAt")) {
            assertThat(replaced.body().path(kept)).isEqualTo(before.path(kept));
        }
        assertThat(Instant.parse(replaced.text("updatedAt")))
                .isAfterOrEqualTo(Instant.parse(before.path("updatedAt").asText()));
        assertThat(api().get(postPath(before)).body()).isEqualTo(replaced.body());

        Response draft = author.put(
                        postPath(before), object().put("title", "After").put("content", ""))
                .expectStatus(200)
                .expectFields(post("After", "", false));
        assertThat(author.get(postPath(before)).body()).isEqualTo(draft.body());
    }

    /** Given a post. When some fields are patched. Then only these fields change. */
    @Clause(value = "api.post-patch-partial", promise = "A PATCH of a post changes the given fields only.")
    void patchChangesGivenFieldsOfPost() throws Exception {
        ApiClient author = register().api();
        JsonNode post = createPost(author, "Title", true);
        String path = postPath(post);

        assertThat(author.patch(path, object()).expectStatus(200).body()).isEqualTo(post);
        author.patch(path, object().put("title", "New title"))
                .expectStatus(200)
                .expectFields(post("New title", post.path("content").asText(), true));
        Response emptied = author.patch(path, object().put("content", "").put("published", false))
                .expectStatus(200)
                .expectFields(post("New title", "", false));
        assertThat(author.get(path).body()).isEqualTo(emptied.body());
    }

    /**
     * Given a post with a comment. When the post is deleted. Then the response is 204 without a body, and later reads
     * of the post and the comment get 404.
     */
    @Clause(
            value = "api.post-deleted-is-not-found",
            promise =
                    "A deleted post and its comments cannot be read or changed any more, and no other post is affected.")
    void deletedPostIsNotFound() throws Exception {
        ApiClient author = register().api();
        JsonNode deleted = createPost(author, "Deleted", true);
        JsonNode kept = createPost(author, "Kept", true);
        JsonNode comment = createComment(author, deleted, "Goes");
        JsonNode keptComment = createComment(author, kept, "Stays");

        author.delete(postPath(deleted)).expectEmpty(204);

        author.get(postPath(deleted)).expectStatus(404);
        author.get(commentsPath(deleted)).expectStatus(404);
        author.get(commentPath(comment)).expectStatus(404);
        author.put(postPath(deleted), post("Again", "", true)).expectStatus(404);
        author.patch(postPath(deleted), object()).expectStatus(404);
        author.delete(postPath(deleted)).expectStatus(404);
        author.post(commentsPath(deleted), comment("Late")).expectStatus(404);
        assertThat(author.get(commentsPath(kept)).items()).containsExactly(keptComment);
    }
}
