package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.contract.api.ApiClient.Answer;
import java.util.ArrayList;
import java.util.List;

/** What hangs together: a user's posts with the comments on them, and what goes with what. */
abstract class RosterApiUserPostsContract extends RosterApiPart {

    RosterApiUserPostsContract() {}

    /** Given a user's posts; then they are a list of their own, a user without any has an empty one, nobody none. */
    @Clause("api.posts-of-user")
    void postsOfUser() throws Exception {
        Account account = registered();
        ApiClient author = api().as(account);
        assertThat(api().get(account.path() + "/posts").items()).isEmpty();
        JsonNode draft = posted(author, "Draft", false);
        JsonNode post = posted(author, "Post", true);

        Answer own = author.get(account.path() + "/posts").expect(200);
        assertThat(own.fields()).containsExactly("items", "total", "page", "size", "pages");
        assertThat(own.items()).containsExactly(post, draft);
        assertThat(own.body().path("total").asLong()).isEqualTo(2);
        Answer second = author.get(account.path() + "/posts?page=2&size=1").expect(200);
        assertThat(second.items()).containsExactly(draft);
        assertThat(second.body().path("pages").asLong()).isEqualTo(2);
        for (ApiClient stranger : List.of(api(), api().as(registered()))) {
            Answer seen = stranger.get(account.path() + "/posts").expect(200);
            assertThat(seen.items()).containsExactly(post);
            assertThat(seen.body().path("total").asLong()).isEqualTo(1);
        }
        for (String unknown : List.of("me", "0", "abc", "9007199254740991")) {
            author.get("/users/" + unknown + "/posts").expect(404);
            author.get("/users/" + unknown + "/posts?include=comments").expect(404);
        }
    }

    /** Given posts with none, few and many comments; then each comes with its first 50, oldest first, and their number. */
    @Clause("api.posts-of-user-with-comments")
    void postsOfUserWithComments() throws Exception {
        Account account = registered();
        ApiClient author = api().as(account);
        ApiClient reader = api().as(registered());
        JsonNode silent = posted(author, "Silent", true);
        JsonNode busy = posted(author, "Busy", true);
        JsonNode draft = posted(author, "Draft", false);
        List<JsonNode> onBusy = new ArrayList<>();
        for (int i = 0; i < 52; i++) {
            onBusy.add(commented(i % 2 == 0 ? reader : author, busy, "Number " + i));
        }
        JsonNode onDraft = commented(author, draft, "To myself");
        String list = account.path() + "/posts?include=comments";

        List<JsonNode> own = author.get(list).items();
        assertWithComments(own.get(0), draft, List.of(onDraft), 1);
        assertWithComments(own.get(1), busy, onBusy.subList(0, 50), 52);
        assertWithComments(own.get(2), silent, List.of(), 0);
        Answer seen = reader.get(list).expect(200);
        assertThat(seen.items()).isEqualTo(own.subList(1, 3));
        assertThat(seen.body().path("total").asLong()).isEqualTo(2);
        Answer page = api().get(list + "&page=2&size=1").expect(200);
        assertThat(page.items()).isEqualTo(own.subList(2, 3));
        assertThat(page.body().path("pages").asLong()).isEqualTo(2);
        Answer past = api().get(list + "&page=9").expect(200);
        assertThat(past.items()).isEmpty();
        assertThat(past.body().path("total").asLong()).isEqualTo(2);
    }

    private static void assertWithComments(JsonNode shown, JsonNode post, List<JsonNode> first, long count) {
        List<String> expected = new ArrayList<>();
        post.fieldNames().forEachRemaining(expected::add);
        expected.addAll(List.of("comments", "commentCount"));
        List<String> fields = new ArrayList<>();
        shown.fieldNames().forEachRemaining(fields::add);
        assertThat(fields).isEqualTo(expected);
        post.fieldNames()
                .forEachRemaining(field -> assertThat(shown.path(field)).isEqualTo(post.path(field)));
        List<JsonNode> comments = new ArrayList<>();
        shown.path("comments").forEach(comments::add);
        assertThat(comments).isEqualTo(first);
        assertThat(shown.path("commentCount").asLong()).isEqualTo(count);
    }

    /** Given a user with posts and comments; when deleted; then all of it is gone, and what others wrote elsewhere not. */
    @Clause("api.posts-gone-with-author")
    void postsGoneWithAuthor() throws Exception {
        Account leaving = registered();
        ApiClient leaver = api().as(leaving);
        ApiClient other = api().as(registered());
        JsonNode gone = posted(leaver, "Gone", true);
        JsonNode kept = posted(other, "Kept", true);
        JsonNode onGone = commented(other, gone, "Goes with the post");
        JsonNode onKept = commented(leaver, kept, "Goes with its author");
        JsonNode stays = commented(other, kept, "Stays");

        leaver.delete(leaving.path()).expect(204);

        other.get(postPath(gone)).expect(404);
        other.get(postPath(gone) + "/comments").expect(404);
        other.get(leaving.path() + "/posts").expect(404);
        for (JsonNode comment : List.of(onGone, onKept)) {
            other.get("/comments/" + comment.path("id").asLong()).expect(404);
        }
        assertThat(other.get("/posts?author=" + leaving.id())
                        .expect(200)
                        .body()
                        .path("total")
                        .asLong())
                .isZero();
        Answer comments = api().get(postPath(kept) + "/comments").expect(200);
        assertThat(comments.items()).containsExactly(stays);
        assertThat(comments.body().path("total").asLong()).isEqualTo(1);
    }

    /** Given ids of no post and no comment, and what is no id; then 404, whatever is asked. */
    @Clause("api.post-unknown-not-found")
    void postUnknownNotFound() throws Exception {
        ApiClient caller = api().as(registered());
        for (String id : List.of("0", "-1", "abc", "1.5", "9007199254740991", "9007199254740992", "%F0%9F%98%80")) {
            for (String path : List.of("/posts/" + id, "/posts/" + id + "/comments", "/comments/" + id)) {
                api().get(path).expect(404);
                caller.get(path).expect(404);
                api().send("HEAD", path, null, null).expect(404);
            }
            caller.put("/posts/" + id, post("Title", "", true)).expect(404);
            caller.patch("/posts/" + id, ApiClient.object()).expect(404);
            caller.delete("/posts/" + id).expect(404);
            caller.post("/posts/" + id + "/comments", comment("Hi")).expect(404);
            caller.delete("/comments/" + id).expect(404);
        }
    }

    /** Given a token that proves nothing; then 401, also where none is needed. */
    @Clause("api.post-bad-token-refused")
    void postBadTokenRefused() throws Exception {
        Account account = registered();
        JsonNode post = posted(api().as(account), "Post", true);
        long comment = commented(api().as(account), post, "Hi").path("id").asLong();
        ApiClient forged = api().with("Authorization", "Bearer " + account.token() + "x");
        for (String path : List.of(
                "/posts",
                "/posts?after=",
                postPath(post),
                postPath(post) + "/comments",
                "/comments/" + comment,
                account.path() + "/posts",
                account.path() + "/posts?include=comments")) {
            api().get(path).expect(200);
            assertUnauthorized(forged.get(path), true);
        }
        assertUnauthorized(forged.post("/posts", post("Title", "", true)), true);
    }

    /** Given HEAD where GET works; then the same status and headers, and no body; and answers depend on the token. */
    @Clause("api.post-head-like-get")
    void postHeadLikeGet() throws Exception {
        Account account = registered();
        JsonNode post = posted(api().as(account), "Post", true);
        long comment = commented(api().as(account), post, "Hi").path("id").asLong();
        for (String path : List.of(
                "/posts?author=" + account.id(),
                "/posts?after=&author=" + account.id(),
                postPath(post),
                postPath(post) + "/comments",
                "/comments/" + comment,
                account.path() + "/posts")) {
            Answer get = api().get(path).expect(200);
            Answer head = api().send("HEAD", path, null, null).expect(200);
            assertThat(head.response().body()).isEmpty();
            for (String header : List.of("ETag", "Content-Type", "Vary")) {
                assertThat(head.header(header)).as("%s of %s", header, path).isEqualTo(get.header(header));
            }
            assertThat(get.header("Vary")).get().asString().containsIgnoringCase("Authorization");
        }
    }
}
