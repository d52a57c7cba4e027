package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.api.ApiClient.Account;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Clauses on lists of posts: pages, slices and their visibility. Most lists are filtered by author, because other
 * clients may post at the same time.
 */
abstract class RosterApiPostListsContract extends RosterApiPart {

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
    @Clause(
            value = "api.drafts-listed-for-author-only",
            promise = "Lists and their totals contain drafts for their author only.")
    void listsDraftsForAuthorOnly() throws Exception {
        Account account = register();
        ApiClient author = account.api();
        List<JsonNode> all = createEverySecondPublished(author, 15);
        String list = "/posts?size=10&author=" + account.id();

        Response first = author.get(list + "&page=1")
                .expectPage(15, all.subList(0, 10))
                .expectFields(firstPage().put("size", 10).put("pages", 2));
        assertThat(first.fields()).containsExactly(PAGE_FIELDS);
        for (ApiClient viewer : List.of(author, api(), register().api())) {
            viewer.get(list + "&published=true").expectPage(8, published(all));
        }
        for (ApiClient stranger : List.of(api(), register().api())) {
            stranger.get(list).expectPage(8, published(all));
            stranger.get(list + "&published=false").expectPage(0, List.of()).expectFields(object().put("pages", 0));
        }
        assertThat(author.get(list + "&published=false").number("total")).isEqualTo(7);
    }

    /**
     * Given posts of one user. When all pages are read. Then together they contain every post, newest first; a page
     * past the end is empty.
     */
    @Clause(
            value = "api.posts-paged-newest-first",
            promise =
                    "The pages of a list of posts contain each post exactly once, newest first; a page past the end is empty.")
    void pagesPostsNewestFirst() throws Exception {
        Account account = register();
        ApiClient author = account.api();
        List<JsonNode> all = createEverySecondPublished(author, 7);
        String list = "/posts?author=" + account.id();

        for (int size : List.of(1, 3, 7, 100)) {
            assertThat(author.readPages(list, size, 7)).as("pages of %s", size).isEqualTo(all);
        }
        author.get(list + "&page=1000000").expectPage(7, List.of()).expectFields(object().put("size", 20));
    }

    /**
     * Given posts and drafts of two users. When posts are listed without a filter by author. Then the list contains the
     * published posts of all users and the drafts of the caller.
     */
    @Clause(
            value = "api.posts-of-all-users",
            promise = "A list without a filter contains the published posts of all users, and the caller's own drafts.")
    void listsPostsOfAllUsers() throws Exception {
        ApiClient ann = register().api();
        ApiClient bob = register().api();
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
        Response page = ann.get("/posts").expectStatus(200).expectFields(firstPage());
        assertThat(page.number("total")).isGreaterThanOrEqualTo(3);
        ann.get("/posts?author=9007199254740991").expectPage(0, List.of());
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
    @Clause(
            value = "api.posts-slices-complete",
            promise =
                    "The slices of a list of posts contain each matching post exactly once, newest first, with every filter and size.")
    void slicesContainEachPostOnce() throws Exception {
        Account account = register();
        ApiClient author = account.api();
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
        JsonNode next = object().textNode("");
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
    @Clause(
            value = "api.posts-slices-stable-under-writes",
            promise =
                    "A post that exists while all slices are read appears in them exactly once, whatever is created and deleted meanwhile.")
    void slicesAreStableUnderWrites() throws Exception {
        Account account = register();
        ApiClient author = account.api();
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
    @Clause(
            value = "api.posts-invalid-query-rejected",
            promise =
                    "A known query parameter of a list of posts with an invalid value gets 422, which names each invalid parameter.")
    void rejectsInvalidQuery() throws Exception {
        Account account = register();
        for (String bad : List.of("0", "-1", "x", "", "1.5", "99999999999")) {
            assertThat(api().get("/posts?page=" + bad + "&size=" + bad + "&author=" + bad + "&published=" + bad)
                            .invalidFields())
                    .as(bad)
                    .contains("page", "size", "published");
            api().get("/users/" + account.id() + "/posts?page=" + bad + "&size=" + bad)
                    .expectInvalid("page", "size");
        }
        for (String bad : List.of("0", "-1", "x", "", "01", "9007199254740992")) {
            api().get("/posts?author=" + bad).expectInvalid("author");
        }
        for (String bad : List.of("yes", "TRUE", "1", "", "true,false")) {
            api().get("/posts?published=" + bad).expectInvalid("published");
        }
        for (String bad : List.of("x", "1", "AAAA", "%20", "%F0%9F%98%80", "x".repeat(1_000))) {
            api().get("/posts?size=101&published=&after=" + bad).expectInvalid("after", "size", "published");
        }
        api().get("/posts?after=&page=1").expectInvalid("page");
        for (String bad : List.of("", "author", "COMMENTS", "comments,author")) {
            api().get("/users/" + account.id() + "/posts?include=" + bad).expectInvalid("include");
        }
        api().get("/posts?size=100&colour=blue").expectStatus(200);
    }
}
