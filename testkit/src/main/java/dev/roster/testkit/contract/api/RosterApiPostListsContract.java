package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.contract.api.ApiClient.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The posts, many at a time: pages, slices, and who sees what. Others may post meanwhile, so authors are named. */
abstract class RosterApiPostListsContract extends RosterApiPart {

    private static final String PAST_THE_END = "&page=1000000";

    RosterApiPostListsContract() {}

    /** Posts of one author, the newest first; every second one is published, the oldest being the first of them. */
    private List<JsonNode> everySecondPublished(ApiClient author, int count) throws Exception {
        List<JsonNode> newestFirst = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            newestFirst.add(posted(author, "Post " + i, i % 2 == 0));
        }
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    private static List<JsonNode> published(List<JsonNode> posts) {
        return posts.stream().filter(post -> post.path("published").asBoolean()).toList();
    }

    /** Given 15 posts of one user, every second published; then they see 15 in pages, everybody else the 8. */
    @Clause("api.posts-visible-to-each")
    void postsVisibleToEach() throws Exception {
        Account account = registered();
        ApiClient author = api().as(account);
        List<JsonNode> all = everySecondPublished(author, 15);
        String list = "/posts?size=10&author=" + account.id();

        Answer first = author.get(list + "&page=1").expect(200);
        assertThat(first.fields()).containsExactly("items", "total", "page", "size", "pages");
        assertThat(first.items()).isEqualTo(all.subList(0, 10));
        assertThat(first.body().path("total").asLong()).isEqualTo(15);
        assertThat(first.body().path("page").asInt()).isEqualTo(1);
        assertThat(first.body().path("size").asInt()).isEqualTo(10);
        assertThat(first.body().path("pages").asLong()).isEqualTo(2);
        for (ApiClient viewer : List.of(author, api(), api().as(registered()))) {
            Answer public8 = viewer.get(list + "&published=true").expect(200);
            assertThat(public8.items()).isEqualTo(published(all)).hasSize(8);
            assertThat(public8.body().path("total").asLong()).isEqualTo(8);
        }
        for (ApiClient stranger : List.of(api(), api().as(registered()))) {
            Answer seen = stranger.get(list).expect(200);
            assertThat(seen.items()).isEqualTo(published(all));
            assertThat(seen.body().path("total").asLong()).isEqualTo(8);
            Answer drafts = stranger.get(list + "&published=false").expect(200);
            assertThat(drafts.items()).isEmpty();
            assertThat(drafts.body().path("total").asLong()).isZero();
            assertThat(drafts.body().path("pages").asLong()).isZero();
        }
        assertThat(author.get(list + "&published=false").body().path("total").asLong())
                .isEqualTo(7);
    }

    /** Given posts; when read page by page; then the pages joined are the whole, newest first, and past it is nothing. */
    @Clause("api.posts-paged-newest-first")
    void postsPagedNewestFirst() throws Exception {
        Account account = registered();
        ApiClient author = api().as(account);
        List<JsonNode> all = everySecondPublished(author, 7);
        String list = "/posts?author=" + account.id();

        for (int size : List.of(1, 3, 7, 100)) {
            List<JsonNode> joined = new ArrayList<>();
            for (int page = 1; page <= (7 + size - 1) / size; page++) {
                joined.addAll(
                        author.get(list + "&size=" + size + "&page=" + page).items());
            }
            assertThat(joined).as("pages of %s", size).isEqualTo(all);
        }
        Answer past = author.get(list + PAST_THE_END).expect(200);
        assertThat(past.items()).isEmpty();
        assertThat(past.body().path("total").asLong()).isEqualTo(7);
        assertThat(past.body().path("size").asInt()).isEqualTo(20);
    }

    /** Given lists that nobody narrows; then everybody's published posts are in them, and of drafts the caller's own. */
    @Clause("api.posts-of-everybody")
    void postsOfEverybody() throws Exception {
        ApiClient ann = api().as(registered());
        ApiClient bob = api().as(registered());
        JsonNode annsDraft = posted(ann, "Ann's draft", false);
        JsonNode annsPost = posted(ann, "Ann's post", true);
        JsonNode bobsDraft = posted(bob, "Bob's draft", false);
        JsonNode bobsPost = posted(bob, "Bob's post", true);

        assertThat(slicesUpTo(ann, "", annsDraft))
                .containsSubsequence(bobsPost, annsPost, annsDraft)
                .doesNotContain(bobsDraft);
        assertThat(slicesUpTo(api(), "", annsPost))
                .containsSubsequence(bobsPost, annsPost)
                .doesNotContain(bobsDraft, annsDraft);
        assertThat(slicesUpTo(ann, "&published=false", annsDraft))
                .contains(annsDraft)
                .doesNotContain(bobsDraft);
        Answer page = ann.get("/posts").expect(200);
        assertThat(page.body().path("size").asInt()).isEqualTo(20);
        assertThat(page.body().path("total").asLong()).isGreaterThanOrEqualTo(3);
        Answer nobody = ann.get("/posts?author=9007199254740991").expect(200);
        assertThat(nobody.items()).isEmpty();
        assertThat(nobody.body().path("total").asLong()).isZero();
    }

    /** Everything in the list down to a post. */
    private static List<JsonNode> slicesUpTo(ApiClient viewer, String filter, JsonNode last) throws Exception {
        List<JsonNode> seen = new ArrayList<>();
        String next = "";
        while (!seen.contains(last)) {
            Answer slice = viewer.get("/posts?size=100&after=" + next + filter).expect(200);
            seen.addAll(slice.items());
            assertThat(seen.contains(last) || slice.body().path("next").isTextual())
                    .as("%s is in the list", last)
                    .isTrue();
            next = slice.text("next");
        }
        return seen;
    }

    /** Given posts; when read slice by slice; then the slices joined are the whole, through every filter. */
    @Clause("api.posts-slices-join")
    void postsSlicesJoin() throws Exception {
        Account account = registered();
        ApiClient author = api().as(account);
        List<JsonNode> all = everySecondPublished(author, 6);
        String list = "/posts?author=" + account.id();

        assertThat(author.get(list + "&after=").fields()).containsExactly("items", "next");
        for (int size : List.of(1, 4, 6, 100)) {
            assertThat(joined(author, list + "&size=" + size)).isEqualTo(all);
            assertThat(joined(api(), list + "&size=" + size)).isEqualTo(published(all));
            assertThat(joined(author, list + "&published=true&size=" + size)).isEqualTo(published(all));
        }
        assertThat(joined(api(), list + "&published=false")).isEmpty();
    }

    private static List<JsonNode> joined(ApiClient viewer, String list) throws Exception {
        List<JsonNode> joined = new ArrayList<>();
        JsonNode next = ApiClient.object().textNode("");
        while (!next.isNull()) {
            Answer slice = viewer.get(list + "&after=" + next.textValue()).expect(200);
            joined.addAll(slice.items());
            next = slice.body().path("next");
        }
        return joined;
    }

    /** Given slices being read; when posts come and go in between; then what was there all the time comes once. */
    @Clause("api.posts-slices-stable-while-posting")
    void postsSlicesStableWhilePosting() throws Exception {
        Account account = registered();
        ApiClient author = api().as(account);
        List<JsonNode> all = everySecondPublished(author, 8);
        String list = "/posts?size=2&author=" + account.id() + "&after=";

        List<JsonNode> seen = new ArrayList<>();
        Answer slice = author.get(list).expect(200);
        while (seen.addAll(slice.items()) && !slice.body().path("next").isNull()) {
            posted(author, "In between", true);
            author.delete(postPath(seen.get(seen.size() - 1))).expect(204);
            slice = author.get(list + slice.text("next")).expect(200);
        }

        assertThat(seen).isEqualTo(all);
    }

    /** Given queries at fault; then 422 names each parameter. */
    @Clause("api.posts-bad-query-refused")
    void postsBadQueryRefused() throws Exception {
        Account account = registered();
        for (String bad : List.of("0", "-1", "x", "", "1.5", "99999999999")) {
            assertThat(api().get("/posts?page=" + bad + "&size=" + bad + "&author=" + bad + "&published=" + bad)
                            .faults())
                    .as(bad)
                    .contains("page", "size", "published");
            assertThat(api().get("/users/" + account.id() + "/posts?page=" + bad + "&size=" + bad)
                            .faults())
                    .containsExactlyInAnyOrder("page", "size");
        }
        for (String bad : List.of("0", "-1", "x", "", "01", "9007199254740992")) {
            assertThat(api().get("/posts?author=" + bad).faults()).containsExactly("author");
        }
        for (String bad : List.of("yes", "TRUE", "1", "", "true,false")) {
            assertThat(api().get("/posts?published=" + bad).faults()).containsExactly("published");
        }
        for (String bad : List.of("x", "1", "AAAA", "%20", "%F0%9F%98%80", "x".repeat(1_000))) {
            assertThat(api().get("/posts?size=101&published=&after=" + bad).faults())
                    .containsExactlyInAnyOrder("after", "size", "published");
        }
        assertThat(api().get("/posts?after=&page=1").faults()).containsExactly("page");
        for (String bad : List.of("", "author", "COMMENTS", "comments,author")) {
            assertThat(api().get("/users/" + account.id() + "/posts?include=" + bad)
                            .faults())
                    .containsExactly("include");
        }
        api().get("/posts?size=100&colour=blue").expect(200);
    }
}
