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

    private String etag(ApiClient who, Account of) throws Exception {
        return who.get(of.path()).expectStatus(200).header("ETag").orElseThrow();
    }

    /**
     * Given a user that has changed since it was read. When a change or deletion sends an old {@code If-Match}. Then
     * the response is 412, and nothing changes.
     */
    @Clause("api.stale-if-match-rejected")
    void rejectsStaleIfMatch() throws Exception {
        Account account = register();
        ApiClient owner = api().authenticatedAs(account);
        String old = etag(owner, account);
        String current = owner.patch("/users/me", ApiClient.object().put("name", "Current"))
                .expectStatus(200)
                .header("ETag")
                .orElseThrow();
        assertThat(current).isNotEqualTo(old).isEqualTo(etag(owner, account));
        JsonNode before = owner.get("/users/me").body();

        for (String outdated : List.of(old, "\"never\"", "W/" + current, old + ", \"never\"")) {
            ApiClient guarded = owner.withHeader("If-Match", outdated);
            guarded.put(account.path(), user("Lost", account.email())).expectStatus(412);
            guarded.patch("/users/me", ApiClient.object().put("name", "Lost")).expectStatus(412);
            guarded.delete(account.path()).expectStatus(412);
        }
        assertThat(owner.get("/users/me").body()).isEqualTo(before);

        Response changed = owner.withHeader("If-Match", "\"never\", " + current)
                .put(account.path(), user("Found", account.email()))
                .expectStatus(200);
        owner.withHeader("If-Match", "*")
                .patch("/users/me", ApiClient.object().put("name", "Star"))
                .expectStatus(200);
        owner.withHeader("If-Match", changed.header("ETag").orElseThrow())
                .delete(account.path())
                .expectStatus(412);
        owner.withHeader("If-Match", etag(owner, account))
                .delete(account.path())
                .expectStatus(204);
    }

    /**
     * Given the {@code ETag} of the current state. When the user is read again with {@code If-None-Match}. Then the
     * response is 304 without a body until the user changes.
     */
    @Clause("api.if-none-match-not-modified")
    void returnsNotModifiedForCurrentState() throws Exception {
        Account account = register();
        for (ApiClient who : List.of(api(), api().authenticatedAs(account))) {
            String tag = etag(who, account);
            for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
                Response answer = who.withHeader("If-None-Match", known)
                        .get(account.path())
                        .expectStatus(304);
                assertThat(answer.response().body()).isEmpty();
                assertThat(answer.header("ETag")).contains(tag);
                // If present, it is the length of the 200 response (RFC 9110, section 8.6).
                assertThat(answer.header("Content-Length").orElse("none")).isNotEqualTo("0");
            }
            api().authenticatedAs(account)
                    .patch("/users/me", ApiClient.object().put("name", "Changed " + tag.hashCode()))
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
                        i -> () -> api().authenticatedAs(account)
                                .put(
                                        account.path(),
                                        user("Name " + i, account.email()).put("bio", "Bio " + i)))
                .forEach(outcome -> outcome.get().expectStatus(200));

        JsonNode last = api().authenticatedAs(account).get("/users/me").body();
        assertThat(last.path("bio").asText())
                .isEqualTo(last.path("name").asText().replace("Name", "Bio"));
    }

    /**
     * Given a post that has changed since it was read. When a change or deletion sends an old {@code If-Match}. Then
     * the response is 412, and nothing changes.
     */
    @Clause("api.post-stale-if-match-rejected")
    void rejectsStaleIfMatchOfPost() throws Exception {
        ApiClient author = api().authenticatedAs(register());
        Response created = author.post("/posts", post("Old", "", true)).expectStatus(201);
        String path = postPath(created.body());
        String old = created.header("ETag").orElseThrow();
        assertThat(author.get(path).header("ETag")).contains(old);
        String current = author.patch(path, ApiClient.object().put("title", "Current"))
                .expectStatus(200)
                .header("ETag")
                .orElseThrow();
        assertThat(current).isNotEqualTo(old).startsWith("\"");
        JsonNode before = author.get(path).body();

        for (String outdated : List.of(old, "\"never\"", "W/" + current)) {
            ApiClient guarded = author.withHeader("If-Match", outdated);
            guarded.put(path, post("Lost", "", false)).expectStatus(412);
            guarded.patch(path, ApiClient.object().put("title", "Lost")).expectStatus(412);
            guarded.delete(path).expectStatus(412);
        }
        api().authenticatedAs(register())
                .withHeader("If-Match", old)
                .delete(path)
                .expectStatus(403);
        assertThat(author.get(path).body()).isEqualTo(before);

        String changed = author.withHeader("If-Match", "\"never\", " + current)
                .put(path, post("Found", "", true))
                .expectStatus(200)
                .header("ETag")
                .orElseThrow();
        author.withHeader("If-Match", "*")
                .patch(path, ApiClient.object().put("published", false))
                .expectStatus(200);
        author.withHeader("If-Match", changed).delete(path).expectStatus(412);
        author.withHeader("If-Match", author.get(path).header("ETag").orElseThrow())
                .delete(path)
                .expectStatus(204);
    }

    /**
     * Given the {@code ETag} of the current state. When the post is read again with {@code If-None-Match}. Then the
     * response is 304 without a body until the post changes.
     */
    @Clause("api.post-if-none-match-not-modified")
    void returnsNotModifiedForCurrentStateOfPost() throws Exception {
        ApiClient author = api().authenticatedAs(register());
        String path = postPath(createPost(author, "Post", true));
        for (ApiClient who : List.of(api(), author)) {
            String tag = who.get(path).expectStatus(200).header("ETag").orElseThrow();
            for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
                Response answer =
                        who.withHeader("If-None-Match", known).get(path).expectStatus(304);
                assertThat(answer.response().body()).isEmpty();
                assertThat(answer.header("ETag")).contains(tag);
                assertThat(answer.header("Vary")).get().asString().containsIgnoringCase("Authorization");
            }
            author.patch(path, ApiClient.object().put("title", "Changed " + tag.hashCode()))
                    .expectStatus(200);
            who.withHeader("If-None-Match", tag).get(path).expectStatus(200);
        }
    }
}
