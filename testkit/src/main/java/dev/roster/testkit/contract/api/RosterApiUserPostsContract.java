package dev.roster.testkit.contract.api;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.api.ApiClient.Account;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Clauses on the posts of one user with their comments, and on what is deleted together. */
abstract class RosterApiUserPostsContract extends RosterApiPart {

    /**
     * Given a user with a post and a draft. When the posts of the user are listed. Then the author gets both, and
     * others get only the published post. The list is empty without posts, and 404 for an unknown user.
     */
    @Clause(
            value = "api.posts-of-user",
            promise =
                    "The list of a user's posts contains the drafts for the user only; it is empty without posts, and 404 for an unknown user.")
    void listsPostsOfUser() throws Exception {
        Account account = register();
        ApiClient author = account.api();
        assertThat(api().get(account.path() + "/posts").items()).isEmpty();
        JsonNode draft = createPost(author, "Draft", false);
        JsonNode post = createPost(author, "Post", true);

        Response own = author.get(account.path() + "/posts").expectPage(2, List.of(post, draft));
        assertThat(own.fields()).containsExactly(PAGE_FIELDS);
        author.get(account.path() + "/posts?page=2&size=1")
                .expectPage(2, List.of(draft))
                .expectFields(object().put("pages", 2));
        for (ApiClient stranger : List.of(api(), register().api())) {
            stranger.get(account.path() + "/posts").expectPage(1, List.of(post));
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
    @Clause(
            value = "api.posts-of-user-with-comments",
            promise =
                    "A user's posts can be listed with the first 50 comments of each, oldest first, and the number of all its comments.")
    void listsPostsOfUserWithComments() throws Exception {
        Account account = register();
        ApiClient author = account.api();
        ApiClient reader = register().api();
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
        reader.get(list).expectPage(2, own.subList(1, 3));
        api().get(list + "&page=2&size=1").expectPage(2, own.subList(2, 3)).expectFields(object().put("pages", 2));
        api().get(list + "&page=9").expectPage(2, List.of());
    }

    private static void assertWithComments(JsonNode shown, JsonNode post, List<JsonNode> first, long count) {
        ObjectNode expected = post.deepCopy();
        expected.putArray("comments").addAll(first);
        expected.put("commentCount", count);
        // The text also shows the order of the fields.
        assertThat(shown).hasToString(expected.toString());
    }

    /**
     * Given 25 posts of 20,000 characters beyond the BMP, one of them with 25 such comments. When they are listed. Then
     * each response has at most 4 MiB. A content on a page is complete, or the beginning with {@code contentTruncated}.
     * Slices contain all posts completely.
     */
    @Clause(
            value = "api.large-lists-bounded",
            promise =
                    "A list has at most 4 MiB; a shortened text on a page is marked as such, and slices contain all texts completely.")
    void boundsLargeLists() throws Exception {
        Account account = register();
        ApiClient author = account.api();
        String content = "\ud83d\ude00".repeat(20_000);
        Map<Long, JsonNode> posts = new HashMap<>();
        Map<Long, JsonNode> comments = new HashMap<>();
        JsonNode newest = object();
        for (int i = 0; i < 25; i++) {
            newest = created(author.post("/posts", post("Number " + i, content, true)), posts);
        }
        for (int i = 0; i < 25; i++) {
            created(author.post(commentsPath(newest), comment(content)), comments);
        }

        assertBoundedPage(author.get("/posts?size=100&author=" + account.id()), posts);
        assertBoundedPage(author.get(account.path() + "/posts?size=100"), posts);
        assertBoundedPage(author.get(commentsPath(newest) + "?size=100"), comments);
        Response withComments = author.get(account.path() + "/posts?size=100&include=comments");
        assertBounded(withComments);
        assertThat(withComments.items()).hasSameSizeAs(posts.keySet());
        assertThat(withComments.items().get(0).path("commentCount").asInt()).isEqualTo(25);
        List<JsonNode> inSlices = new ArrayList<>();
        String next = "";
        do {
            Response slice = author.get("/posts?size=100&author=" + account.id() + "&after=" + next);
            assertBounded(slice);
            inSlices.addAll(slice.items());
            next = slice.body().path("next").asText("");
        } while (!next.isEmpty() && !next.equals("null"));
        assertThat(inSlices).containsExactlyInAnyOrderElementsOf(posts.values());
    }

    private static JsonNode created(Response answer, Map<Long, JsonNode> all) {
        all.put(answer.expectStatus(201).number("id"), answer.body());
        return answer.body();
    }

    private static void assertBounded(Response list) {
        assertThat(list.response().body().getBytes(StandardCharsets.UTF_8))
                .as("body of %s", list.request())
                .hasSizeLessThanOrEqualTo(4 << 20);
    }

    private static void assertBoundedPage(Response page, Map<Long, JsonNode> all) {
        assertBounded(page);
        assertThat(page.items()).hasSameSizeAs(all.keySet());
        for (JsonNode item : page.items()) {
            JsonNode whole = requireNonNull(all.get(item.path("id").asLong()));
            String content = item.path("content").asText();
            assertThat(whole.path("content").asText()).startsWith(content);
            assertThat(item.path("contentTruncated").asBoolean())
                    .isEqualTo(!item.path("content").equals(whole.path("content")));
            assertThat(content.codePointCount(0, content.length())).isGreaterThanOrEqualTo(200);
        }
    }

    /**
     * Given a user with posts and comments. When the user is deleted. Then the user's posts, the comments on them and
     * the user's comments are deleted, and other content stays.
     */
    @Clause(
            value = "api.posts-deleted-with-author",
            promise =
                    "With a user, the user's posts, the comments on them and the user's own comments are deleted, and nothing else.")
    void deletesPostsWithAuthor() throws Exception {
        Account leaving = register();
        ApiClient leaver = leaving.api();
        ApiClient other = register().api();
        JsonNode gone = createPost(leaver, "Gone", true);
        JsonNode kept = createPost(other, "Kept", true);
        JsonNode onGone = createComment(other, gone, "Goes with the post");
        JsonNode onKept = createComment(leaver, kept, "Goes with its author");
        JsonNode stays = createComment(other, kept, "Stays");

        leaver.delete(leaving.path()).expectStatus(204);

        other.get(postPath(gone)).expectStatus(404);
        other.get(commentsPath(gone)).expectStatus(404);
        other.get(leaving.path() + "/posts").expectStatus(404);
        for (JsonNode comment : List.of(onGone, onKept)) {
            other.get(commentPath(comment)).expectStatus(404);
        }
        other.get("/posts?author=" + leaving.id()).expectPage(0, List.of());
        api().get(commentsPath(kept)).expectPage(1, List.of(stays));
    }

    /**
     * Given unknown and invalid ids of posts and comments. When they are requested with any method. Then the response
     * is 404.
     */
    @Clause(
            value = "api.post-unknown-not-found",
            promise = "Unknown and invalid ids of posts and comments get 404 with every method.")
    void returnsNotFoundForUnknownPost() throws Exception {
        ApiClient caller = register().api();
        for (String id : List.of("0", "-1", "abc", "1.5", "9007199254740991", "9007199254740992", "%F0%9F%98%80")) {
            for (String path : List.of("/posts/" + id, "/posts/" + id + "/comments", "/comments/" + id)) {
                api().get(path).expectStatus(404);
                caller.get(path).expectStatus(404);
                api().send("HEAD", path).expectStatus(404);
            }
            caller.put("/posts/" + id, post("Title", "", true)).expectStatus(404);
            caller.patch("/posts/" + id, object()).expectStatus(404);
            caller.delete("/posts/" + id).expectStatus(404);
            caller.post("/posts/" + id + "/comments", comment("Hi")).expectStatus(404);
            caller.delete("/comments/" + id).expectStatus(404);
        }
    }

    /**
     * Given an invalid token. When it is sent to any path, also to one that requires no token. Then the response is
     * 401.
     */
    @Clause(
            value = "api.post-invalid-token-rejected",
            promise = "An invalid token gets 401 on every path of posts, even if the path requires no token.")
    void rejectsInvalidTokenWhereNoneIsRequired() throws Exception {
        Account account = register();
        JsonNode post = createPost(account.api(), "Post", true);
        JsonNode comment = createComment(account.api(), post, "Hi");
        ApiClient forged = api().withToken(account.token() + "x");
        for (String path : List.of(
                "/posts",
                "/posts?after=",
                postPath(post),
                commentsPath(post),
                commentPath(comment),
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
    @Clause(
            value = "api.post-head-like-get",
            promise = "HEAD returns the status and headers of GET on all paths of posts and comments, without a body.")
    void headMatchesGetForPosts() throws Exception {
        Account account = register();
        JsonNode post = createPost(account.api(), "Post", true);
        JsonNode comment = createComment(account.api(), post, "Hi");
        for (String path : List.of(
                "/posts?author=" + account.id(),
                "/posts?after=&author=" + account.id(),
                postPath(post),
                commentsPath(post),
                commentPath(comment),
                account.path() + "/posts")) {
            assertHeadLikeGet(path);
        }
    }
}
