package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.contract.api.ApiClient.Response;
import java.util.List;

/** Clauses on conditional requests and concurrent writes. */
abstract class RosterApiConditionalRequestsContract extends RosterApiPart {

    RosterApiConditionalRequestsContract() {}

    private static void assertNotModified(ApiClient who, String path, String known, String tag) throws Exception {
        Response answer = who.withHeader("If-None-Match", known).get(path).expectEmpty(304);
        assertThat(answer.header("ETag")).contains(tag);
        assertThat(answer.header("Vary")).get().asString().containsIgnoringCase("Authorization");
        // If present, it is the length of the 200 response (RFC 9110, section 8.6).
        assertThat(answer.header("Content-Length").orElse("none")).isNotEqualTo("0");
    }

    /**
     * Given a user that has changed since it was read. When a change or deletion sends an old {@code If-Match}. Then
     * the response is 412, and nothing changes.
     */
    @Clause("api.stale-if-match-rejected")
    void rejectsStaleIfMatch() throws Exception {
        Account account = register();
        ApiClient owner = account.api();
        String old = owner.get(account.path()).etag();
        String current = owner.patch("/users/me", object().put("name", "Current"))
                .expectStatus(200)
                .etag();
        assertThat(current)
                .isNotEqualTo(old)
                .isEqualTo(owner.get(account.path()).etag());
        JsonNode before = owner.get("/users/me").body();

        for (String outdated : List.of(old, "\"never\"", "W/" + current, old + ", \"never\"")) {
            ApiClient guarded = owner.withHeader("If-Match", outdated);
            guarded.put(account.path(), user("Lost", account.email())).expectStatus(412);
            guarded.patch("/users/me", object().put("name", "Lost")).expectStatus(412);
            guarded.delete(account.path()).expectStatus(412);
        }
        assertThat(owner.get("/users/me").body()).isEqualTo(before);

        Response changed = owner.withHeader("If-Match", "\"never\", " + current)
                .put(account.path(), user("Found", account.email()))
                .expectStatus(200);
        owner.withHeader("If-Match", "*")
                .patch("/users/me", object().put("name", "Star"))
                .expectStatus(200);
        owner.withHeader("If-Match", changed.etag()).delete(account.path()).expectStatus(412);
        String last = owner.get(account.path()).etag();
        owner.withHeader("If-Match", last).delete(account.path()).expectStatus(204);
    }

    /**
     * Given the {@code ETag} of the current state. When the user is read again with {@code If-None-Match}. Then the
     * response is 304 without a body until the user changes.
     */
    @Clause("api.if-none-match-not-modified")
    void returnsNotModifiedForCurrentState() throws Exception {
        Account account = register();
        for (ApiClient who : List.of(api(), account.api())) {
            String tag = who.get(account.path()).etag();
            for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
                assertNotModified(who, account.path(), known, tag);
            }
            account.api()
                    .patch("/users/me", object().put("name", "Changed " + tag.hashCode()))
                    .expectStatus(200);
            who.withHeader("If-None-Match", tag).get(account.path()).expectStatus(200);
        }
    }

    /**
     * Given a user. When eight clients replace it by PUT at once. Then all succeed, and the stored user is exactly that
     * of one of them.
     */
    @Clause("api.last-writer-wins")
    void lastOfConcurrentWritersWins() throws Exception {
        Account account = register();

        Rendezvous.run(
                        8,
                        i -> () -> account.api()
                                .put(
                                        account.path(),
                                        user("Name " + i, account.email()).put("bio", "Bio " + i)))
                .forEach(outcome -> outcome.get().expectStatus(200));

        JsonNode last = account.api().get("/users/me").body();
        assertThat(last.path("bio").asText())
                .isEqualTo(last.path("name").asText().replace("Name", "Bio"));
    }

    /**
     * Given a post that has changed since it was read. When a change or deletion sends an old {@code If-Match}. Then
     * the response is 412, and nothing changes.
     */
    @Clause("api.post-stale-if-match-rejected")
    void rejectsStaleIfMatchOfPost() throws Exception {
        ApiClient author = register().api();
        Response created = author.post("/posts", post("Old", "", true)).expectStatus(201);
        String path = postPath(created.body());
        String old = created.etag();
        assertThat(author.get(path).header("ETag")).contains(old);
        String current = author.patch(path, object().put("title", "Current"))
                .expectStatus(200)
                .etag();
        assertThat(current).isNotEqualTo(old).startsWith("\"");
        JsonNode before = author.get(path).body();

        for (String outdated : List.of(old, "\"never\"", "W/" + current)) {
            ApiClient guarded = author.withHeader("If-Match", outdated);
            guarded.put(path, post("Lost", "", false)).expectStatus(412);
            guarded.patch(path, object().put("title", "Lost")).expectStatus(412);
            guarded.delete(path).expectStatus(412);
        }
        register().api().withHeader("If-Match", old).delete(path).expectStatus(403);
        assertThat(author.get(path).body()).isEqualTo(before);

        String changed = author.withHeader("If-Match", "\"never\", " + current)
                .put(path, post("Found", "", true))
                .expectStatus(200)
                .etag();
        author.withHeader("If-Match", "*")
                .patch(path, object().put("published", false))
                .expectStatus(200);
        author.withHeader("If-Match", changed).delete(path).expectStatus(412);
        author.withHeader("If-Match", author.get(path).etag()).delete(path).expectStatus(204);
    }

    /**
     * Given the {@code ETag} of the current state. When the post is read again with {@code If-None-Match}. Then the
     * response is 304 without a body until the post changes.
     */
    @Clause("api.post-if-none-match-not-modified")
    void returnsNotModifiedForCurrentStateOfPost() throws Exception {
        ApiClient author = register().api();
        String path = postPath(createPost(author, "Post", true));
        for (ApiClient who : List.of(api(), author)) {
            String tag = who.get(path).expectStatus(200).etag();
            for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
                assertNotModified(who, path, known, tag);
            }
            author.patch(path, object().put("title", "Changed " + tag.hashCode()))
                    .expectStatus(200);
            who.withHeader("If-None-Match", tag).get(path).expectStatus(200);
        }
    }
}
