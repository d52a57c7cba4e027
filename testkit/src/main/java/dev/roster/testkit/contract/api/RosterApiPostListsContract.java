package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.contract.api.ApiClient.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Clauses on lists of posts: pages, slices and their visibility. Most lists are filtered by author, because other
 * clients may post at the same time.
 */
abstract class RosterApiPostListsContract extends RosterApiPart {

    private static final String PAST_THE_END = "&page=1000000";

    RosterApiPostListsContract() {}

    /**
     * Creates posts of one author and returns them newest first. Every second one is published, starting with the
     * oldest.
     */
    private List<JsonNode> createEverySecondPublished(ApiClient author, int count) throws Exception {
        List<JsonNode> newestFirst = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            newestFirst.add(createPost(author, "Post " + i, i % 2 == 0));
        }
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    private static List<JsonNode> published(List<JsonNode> posts) {
        return posts.stream().filter(post -> post.path("published").asBoolean()).toList();
    }

    /**
     * Given 15 posts of one user, 8 of them published. When the posts of that author are listed. Then the author gets
     * all 15 in pages, and other callers get the 8.
     */
    @Clause("api.drafts-listed-for-author-only")
    void listsDraftsForAuthorOnly() throws Exception {
        Account account = register();
        ApiClient author = api().authenticatedAs(account);
        List<JsonNode> all = createEverySecondPublished(author, 15);
        String list = "/posts?size=10&author=" + account.id();

        Response first = author.get(list + "&page=1").expectStatus(200);
        assertThat(first.fields()).containsExactly("items", "total", "page", "size", "pages");
        assertThat(first.items()).isEqualTo(all.subList(0, 10));
        assertThat(first.body().path("total").asLong()).isEqualTo(15);
        assertThat(first.body().path("page").asInt()).isEqualTo(1);
        assertThat(first.body().path("size").asInt()).isEqualTo(10);
        assertThat(first.body().path("pages").asLong()).isEqualTo(2);
        for (ApiClient viewer : List.of(author, api(), api().authenticatedAs(register()))) {
            Response public8 = viewer.get(list + "&published=true").expectStatus(200);
            assertThat(public8.items()).isEqualTo(published(all)).hasSize(8);
            assertThat(public8.body().path("total").asLong()).isEqualTo(8);
        }
        for (ApiClient stranger : List.of(api(), api().authenticatedAs(register()))) {
            Response seen = stranger.get(list).expectStatus(200);
            assertThat(seen.items()).isEqualTo(published(all));
            assertThat(seen.body().path("total").asLong()).isEqualTo(8);
            Response drafts = stranger.get(list + "&published=false").expectStatus(200);
            assertThat(drafts.items()).isEmpty();
            assertThat(drafts.body().path("total").asLong()).isZero();
            assertThat(drafts.body().path("pages").asLong()).isZero();
        }
        assertThat(author.get(list + "&published=false").body().path("total").asLong())
                .isEqualTo(7);
    }

    /**
     * Given posts of one user. When all pages are read. Then together they contain every post, newest first; a page
     * past the end is empty.
     */
    @Clause("api.posts-paged-newest-first")
    void pagesPostsNewestFirst() throws Exception {
        Account account = register();
        ApiClient author = api().authenticatedAs(account);
        List<JsonNode> all = createEverySecondPublished(author, 7);
        String list = "/posts?author=" + account.id();

        for (int size : List.of(1, 3, 7, 100)) {
            List<JsonNode> joined = new ArrayList<>();
            for (int page = 1; page <= (7 + size - 1) / size; page++) {
                joined.addAll(
                        author.get(list + "&size=" + size + "&page=" + page).items());
            }
            assertThat(joined).as("pages of %s", size).isEqualTo(all);
        }
        Response past = author.get(list + PAST_THE_END).expectStatus(200);
        assertThat(past.items()).isEmpty();
        assertThat(past.body().path("total").asLong()).isEqualTo(7);
        assertThat(past.body().path("size").asInt()).isEqualTo(20);
    }

    /**
     * Given posts and drafts of two users. When posts are listed without a filter by author. Then the list contains the
     * published posts of all users and the drafts of the caller.
     */
    @Clause("api.posts-of-all-users")
    void listsPostsOfAllUsers() throws Exception {
        ApiClient ann = api().authenticatedAs(register());
        ApiClient bob = api().authenticatedAs(register());
        JsonNode annsDraft = createPost(ann, "Ann's draft", false);
        JsonNode annsPost = createPost(ann, "Ann's post", true);
        JsonNode bobsDraft = createPost(bob, "Bob's draft", false);
        JsonNode bobsPost = createPost(bob, "Bob's post", true);

        assertThat(slicesUpTo(ann, "", annsDraft))
                .containsSubsequence(bobsPost, annsPost, annsDraft)
                .doesNotContain(bobsDraft);
        assertThat(slicesUpTo(api(), "", annsPost))
                .containsSubsequence(bobsPost, annsPost)
                .doesNotContain(bobsDraft, annsDraft);
        assertThat(slicesUpTo(ann, "&published=false", annsDraft))
                .contains(annsDraft)
                .doesNotContain(bobsDraft);
        Response page = ann.get("/posts").expectStatus(200);
        assertThat(page.body().path("size").asInt()).isEqualTo(20);
        assertThat(page.body().path("total").asLong()).isGreaterThanOrEqualTo(3);
        Response nobody = ann.get("/posts?author=9007199254740991").expectStatus(200);
        assertThat(nobody.items()).isEmpty();
        assertThat(nobody.body().path("total").asLong()).isZero();
    }

    /** Reads slices until one contains the given post, and returns all posts read. */
    private static List<JsonNode> slicesUpTo(ApiClient viewer, String filter, JsonNode last) throws Exception {
        List<JsonNode> seen = new ArrayList<>();
        String next = "";
        while (!seen.contains(last)) {
            Response slice =
                    viewer.get("/posts?size=100&after=" + next + filter).expectStatus(200);
            seen.addAll(slice.items());
            assertThat(seen.contains(last) || slice.body().path("next").isTextual())
                    .as("the list must contain %s", last)
                    .isTrue();
            next = slice.text("next");
        }
        return seen;
    }

    /**
     * Given posts of one user. When all slices are read, with and without filters. Then together they contain every
     * matching post once.
     */
    @Clause("api.posts-slices-complete")
    void slicesContainEachPostOnce() throws Exception {
        Account account = register();
        ApiClient author = api().authenticatedAs(account);
        List<JsonNode> all = createEverySecondPublished(author, 6);
        String list = "/posts?author=" + account.id();

        assertThat(author.get(list + "&after=").fields()).containsExactly("items", "next");
        for (int size : List.of(1, 4, 6, 100)) {
            assertThat(readSlices(author, list + "&size=" + size)).isEqualTo(all);
            assertThat(readSlices(api(), list + "&size=" + size)).isEqualTo(published(all));
            assertThat(readSlices(author, list + "&published=true&size=" + size))
                    .isEqualTo(published(all));
        }
        assertThat(readSlices(api(), list + "&published=false")).isEmpty();
    }

    private static List<JsonNode> readSlices(ApiClient viewer, String list) throws Exception {
        List<JsonNode> joined = new ArrayList<>();
        JsonNode next = ApiClient.object().textNode("");
        while (!next.isNull()) {
            Response slice = viewer.get(list + "&after=" + next.textValue()).expectStatus(200);
            joined.addAll(slice.items());
            next = slice.body().path("next");
        }
        return joined;
    }

    /**
     * Given a client that reads slices. When posts are created and deleted between two slices. Then every post that
     * existed throughout appears exactly once.
     */
    @Clause("api.posts-slices-stable-under-writes")
    void slicesAreStableUnderWrites() throws Exception {
        Account account = register();
        ApiClient author = api().authenticatedAs(account);
        List<JsonNode> all = createEverySecondPublished(author, 8);
        String list = "/posts?size=2&author=" + account.id() + "&after=";

        List<JsonNode> seen = new ArrayList<>();
        Response slice = author.get(list).expectStatus(200);
        while (seen.addAll(slice.items()) && !slice.body().path("next").isNull()) {
            createPost(author, "In between", true);
            author.delete(postPath(seen.get(seen.size() - 1))).expectStatus(204);
            slice = author.get(list + slice.text("next")).expectStatus(200);
        }

        assertThat(seen).isEqualTo(all);
    }

    /**
     * Given invalid query parameters. When posts are listed with them. Then the response is 422 that names each invalid
     * parameter.
     */
    @Clause("api.posts-invalid-query-rejected")
    void rejectsInvalidQuery() throws Exception {
        Account account = register();
        for (String bad : List.of("0", "-1", "x", "", "1.5", "99999999999")) {
            assertThat(api().get("/posts?page=" + bad + "&size=" + bad + "&author=" + bad + "&published=" + bad)
                            .invalidFields())
                    .as(bad)
                    .contains("page", "size", "published");
            assertThat(api().get("/users/" + account.id() + "/posts?page=" + bad + "&size=" + bad)
                            .invalidFields())
                    .containsExactlyInAnyOrder("page", "size");
        }
        for (String bad : List.of("0", "-1", "x", "", "01", "9007199254740992")) {
            assertThat(api().get("/posts?author=" + bad).invalidFields()).containsExactly("author");
        }
        for (String bad : List.of("yes", "TRUE", "1", "", "true,false")) {
            assertThat(api().get("/posts?published=" + bad).invalidFields()).containsExactly("published");
        }
        for (String bad : List.of("x", "1", "AAAA", "%20", "%F0%9F%98%80", "x".repeat(1_000))) {
            assertThat(api().get("/posts?size=101&published=&after=" + bad).invalidFields())
                    .containsExactlyInAnyOrder("after", "size", "published");
        }
        assertThat(api().get("/posts?after=&page=1").invalidFields()).containsExactly("page");
        for (String bad : List.of("", "author", "COMMENTS", "comments,author")) {
            assertThat(api().get("/users/" + account.id() + "/posts?include=" + bad)
                            .invalidFields())
                    .containsExactly("include");
        }
        api().get("/posts?size=100&colour=blue").expectStatus(200);
    }
}
