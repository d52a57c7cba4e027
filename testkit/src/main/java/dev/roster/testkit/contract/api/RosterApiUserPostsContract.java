package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.contract.api.ApiClient.Response;
import java.util.ArrayList;
import java.util.List;

/** Clauses on the posts of one user with their comments, and on what is deleted together. */
abstract class RosterApiUserPostsContract extends RosterApiPart {

    RosterApiUserPostsContract() {}

    /**
     * Given a user with a post and a draft. When the posts of the user are listed. Then the author gets both, and
     * others get only the published post. The list is empty without posts, and 404 for an unknown user.
     */
    @Clause("api.posts-of-user")
    void listsPostsOfUser() throws Exception {
        Account account = register();
        ApiClient author = api().authenticatedAs(account);
        assertThat(api().get(account.path() + "/posts").items()).isEmpty();
        JsonNode draft = createPost(author, "Draft", false);
        JsonNode post = createPost(author, "Post", true);

        Response own = author.get(account.path() + "/posts").expectStatus(200);
        assertThat(own.fields()).containsExactly("items", "total", "page", "size", "pages");
        assertThat(own.items()).containsExactly(post, draft);
        assertThat(own.body().path("total").asLong()).isEqualTo(2);
        Response second = author.get(account.path() + "/posts?page=2&size=1").expectStatus(200);
        assertThat(second.items()).containsExactly(draft);
        assertThat(second.body().path("pages").asLong()).isEqualTo(2);
        for (ApiClient stranger : List.of(api(), api().authenticatedAs(register()))) {
            Response seen = stranger.get(account.path() + "/posts").expectStatus(200);
            assertThat(seen.items()).containsExactly(post);
            assertThat(seen.body().path("total").asLong()).isEqualTo(1);
        }
        for (String unknown : List.of("me", "0", "abc", "9007199254740991")) {
            author.get("/users/" + unknown + "/posts").expectStatus(404);
            author.get("/users/" + unknown + "/posts?include=comments").expectStatus(404);
        }
    }

    /**
     * Given posts with no, few and many comments. When they are listed with comments. Then each post has its first 50
     * comments, oldest first, and their total number.
     */
    @Clause("api.posts-of-user-with-comments")
    void listsPostsOfUserWithComments() throws Exception {
        Account account = register();
        ApiClient author = api().authenticatedAs(account);
        ApiClient reader = api().authenticatedAs(register());
        JsonNode silent = createPost(author, "Silent", true);
        JsonNode busy = createPost(author, "Busy", true);
        JsonNode draft = createPost(author, "Draft", false);
        List<JsonNode> onBusy = new ArrayList<>();
        for (int i = 0; i < 52; i++) {
            onBusy.add(createComment(i % 2 == 0 ? reader : author, busy, "Number " + i));
        }
        JsonNode onDraft = createComment(author, draft, "To myself");
        String list = account.path() + "/posts?include=comments";

        List<JsonNode> own = author.get(list).items();
        assertWithComments(own.get(0), draft, List.of(onDraft), 1);
        assertWithComments(own.get(1), busy, onBusy.subList(0, 50), 52);
        assertWithComments(own.get(2), silent, List.of(), 0);
        Response seen = reader.get(list).expectStatus(200);
        assertThat(seen.items()).isEqualTo(own.subList(1, 3));
        assertThat(seen.body().path("total").asLong()).isEqualTo(2);
        Response page = api().get(list + "&page=2&size=1").expectStatus(200);
        assertThat(page.items()).isEqualTo(own.subList(2, 3));
        assertThat(page.body().path("pages").asLong()).isEqualTo(2);
        Response past = api().get(list + "&page=9").expectStatus(200);
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

    /**
     * Given a user with posts and comments. When the user is deleted. Then the user's posts, the comments on them and
     * the user's comments are deleted, and other content stays.
     */
    @Clause("api.posts-deleted-with-author")
    void deletesPostsWithAuthor() throws Exception {
        Account leaving = register();
        ApiClient leaver = api().authenticatedAs(leaving);
        ApiClient other = api().authenticatedAs(register());
        JsonNode gone = createPost(leaver, "Gone", true);
        JsonNode kept = createPost(other, "Kept", true);
        JsonNode onGone = createComment(other, gone, "Goes with the post");
        JsonNode onKept = createComment(leaver, kept, "Goes with its author");
        JsonNode stays = createComment(other, kept, "Stays");

        leaver.delete(leaving.path()).expectStatus(204);

        other.get(postPath(gone)).expectStatus(404);
        other.get(postPath(gone) + "/comments").expectStatus(404);
        other.get(leaving.path() + "/posts").expectStatus(404);
        for (JsonNode comment : List.of(onGone, onKept)) {
            other.get("/comments/" + comment.path("id").asLong()).expectStatus(404);
        }
        assertThat(other.get("/posts?author=" + leaving.id())
                        .expectStatus(200)
                        .body()
                        .path("total")
                        .asLong())
                .isZero();
        Response comments = api().get(postPath(kept) + "/comments").expectStatus(200);
        assertThat(comments.items()).containsExactly(stays);
        assertThat(comments.body().path("total").asLong()).isEqualTo(1);
    }

    /**
     * Given unknown and invalid ids of posts and comments. When they are requested with any method. Then the response
     * is 404.
     */
    @Clause("api.post-unknown-not-found")
    void returnsNotFoundForUnknownPost() throws Exception {
        ApiClient caller = api().authenticatedAs(register());
        for (String id : List.of("0", "-1", "abc", "1.5", "9007199254740991", "9007199254740992", "%F0%9F%98%80")) {
            for (String path : List.of("/posts/" + id, "/posts/" + id + "/comments", "/comments/" + id)) {
                api().get(path).expectStatus(404);
                caller.get(path).expectStatus(404);
                api().send("HEAD", path, null, null).expectStatus(404);
            }
            caller.put("/posts/" + id, post("Title", "", true)).expectStatus(404);
            caller.patch("/posts/" + id, ApiClient.object()).expectStatus(404);
            caller.delete("/posts/" + id).expectStatus(404);
            caller.post("/posts/" + id + "/comments", comment("Hi")).expectStatus(404);
            caller.delete("/comments/" + id).expectStatus(404);
        }
    }

    /**
     * Given an invalid token. When it is sent to any path, also to one that requires no token. Then the response is
     * 401.
     */
    @Clause("api.post-invalid-token-rejected")
    void rejectsInvalidTokenWhereNoneIsRequired() throws Exception {
        Account account = register();
        JsonNode post = createPost(api().authenticatedAs(account), "Post", true);
        long comment = createComment(api().authenticatedAs(account), post, "Hi")
                .path("id")
                .asLong();
        ApiClient forged = api().withHeader("Authorization", "Bearer " + account.token() + "x");
        for (String path : List.of(
                "/posts",
                "/posts?after=",
                postPath(post),
                postPath(post) + "/comments",
                "/comments/" + comment,
                account.path() + "/posts",
                account.path() + "/posts?include=comments")) {
            api().get(path).expectStatus(200);
            assertUnauthorized(forged.get(path), true);
        }
        assertUnauthorized(forged.post("/posts", post("Title", "", true)), true);
    }

    /**
     * Given a path of posts that supports GET. When it is requested with HEAD. Then status and headers are the same,
     * there is no body, and {@code Vary} contains {@code Authorization}.
     */
    @Clause("api.post-head-like-get")
    void headMatchesGetForPosts() throws Exception {
        Account account = register();
        JsonNode post = createPost(api().authenticatedAs(account), "Post", true);
        long comment = createComment(api().authenticatedAs(account), post, "Hi")
                .path("id")
                .asLong();
        for (String path : List.of(
                "/posts?author=" + account.id(),
                "/posts?after=&author=" + account.id(),
                postPath(post),
                postPath(post) + "/comments",
                "/comments/" + comment,
                account.path() + "/posts")) {
            Response get = api().get(path).expectStatus(200);
            Response head = api().send("HEAD", path, null, null).expectStatus(200);
            assertThat(head.response().body()).isEmpty();
            for (String header : List.of("ETag", "Content-Type", "Vary")) {
                assertThat(head.header(header)).as("%s of %s", header, path).isEqualTo(get.header(header));
            }
            assertThat(get.header("Vary")).get().asString().containsIgnoringCase("Authorization");
        }
    }
}
