package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.contract.api.ApiClient.Answer;
import java.util.List;

/** Requests that depend on a state, and writers that meet. */
abstract class RosterApiConditionalRequestsContract extends RosterApiPart {

    RosterApiConditionalRequestsContract() {}

    private String etag(ApiClient who, Account of) throws Exception {
        return who.get(of.path()).expect(200).header("ETag").orElseThrow();
    }

    /** Given a user changed since it was read; when changes name the state they were made for; then 412, untouched. */
    @Clause("api.if-match-guards-changes")
    void ifMatchGuardsChanges() throws Exception {
        Account account = registered();
        ApiClient owner = api().as(account);
        String old = etag(owner, account);
        String current = owner.patch("/users/me", ApiClient.object().put("name", "Current"))
                .expect(200)
                .header("ETag")
                .orElseThrow();
        assertThat(current).isNotEqualTo(old).isEqualTo(etag(owner, account));
        JsonNode before = owner.get("/users/me").body();

        for (String outdated : List.of(old, "\"never\"", "W/" + current, old + ", \"never\"")) {
            ApiClient guarded = owner.with("If-Match", outdated);
            guarded.put(account.path(), user("Lost", account.email())).expect(412);
            guarded.patch("/users/me", ApiClient.object().put("name", "Lost")).expect(412);
            guarded.delete(account.path()).expect(412);
        }
        assertThat(owner.get("/users/me").body()).isEqualTo(before);

        Answer changed = owner.with("If-Match", "\"never\", " + current)
                .put(account.path(), user("Found", account.email()))
                .expect(200);
        owner.with("If-Match", "*")
                .patch("/users/me", ApiClient.object().put("name", "Star"))
                .expect(200);
        owner.with("If-Match", changed.header("ETag").orElseThrow())
                .delete(account.path())
                .expect(412);
        owner.with("If-Match", etag(owner, account)).delete(account.path()).expect(204);
    }

    /** Given a state the caller has; when it is asked for again; then 304 without a body, until it changes. */
    @Clause("api.if-none-match-not-modified")
    void ifNoneMatchNotModified() throws Exception {
        Account account = registered();
        for (ApiClient who : List.of(api(), api().as(account))) {
            String tag = etag(who, account);
            for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
                Answer answer =
                        who.with("If-None-Match", known).get(account.path()).expect(304);
                assertThat(answer.response().body()).isEmpty();
                assertThat(answer.header("ETag")).contains(tag);
                // If any, that of what the caller has (RFC 9110, section 8.6).
                assertThat(answer.header("Content-Length").orElse("none")).isNotEqualTo("0");
            }
            api().as(account)
                    .patch("/users/me", ApiClient.object().put("name", "Changed " + tag.hashCode()))
                    .expect(200);
            who.with("If-None-Match", tag).get(account.path()).expect(200);
        }
    }

    /** Given eight writers of whole users at once; then all succeed, and the last one's user is there whole. */
    @Clause("api.last-writer-wins-whole")
    void lastWriterWinsWhole() throws Exception {
        Account account = registered();

        Rendezvous.of(
                        8,
                        i -> () -> api().as(account)
                                .put(
                                        account.path(),
                                        user("Name " + i, account.email()).put("bio", "Bio " + i)))
                .forEach(outcome -> outcome.get().expect(200));

        JsonNode last = api().as(account).get("/users/me").body();
        assertThat(last.path("bio").asText())
                .isEqualTo(last.path("name").asText().replace("Name", "Bio"));
    }

    /** Given a post changed since it was read; when changes name the state they were made for; then 412, untouched. */
    @Clause("api.post-if-match-guards-changes")
    void postIfMatchGuardsChanges() throws Exception {
        ApiClient author = api().as(registered());
        Answer created = author.post("/posts", post("Old", "", true)).expect(201);
        String path = postPath(created.body());
        String old = created.header("ETag").orElseThrow();
        assertThat(author.get(path).header("ETag")).contains(old);
        String current = author.patch(path, ApiClient.object().put("title", "Current"))
                .expect(200)
                .header("ETag")
                .orElseThrow();
        assertThat(current).isNotEqualTo(old).startsWith("\"");
        JsonNode before = author.get(path).body();

        for (String outdated : List.of(old, "\"never\"", "W/" + current)) {
            ApiClient guarded = author.with("If-Match", outdated);
            guarded.put(path, post("Lost", "", false)).expect(412);
            guarded.patch(path, ApiClient.object().put("title", "Lost")).expect(412);
            guarded.delete(path).expect(412);
        }
        api().as(registered()).with("If-Match", old).delete(path).expect(403);
        assertThat(author.get(path).body()).isEqualTo(before);

        String changed = author.with("If-Match", "\"never\", " + current)
                .put(path, post("Found", "", true))
                .expect(200)
                .header("ETag")
                .orElseThrow();
        author.with("If-Match", "*")
                .patch(path, ApiClient.object().put("published", false))
                .expect(200);
        author.with("If-Match", changed).delete(path).expect(412);
        author.with("If-Match", author.get(path).header("ETag").orElseThrow())
                .delete(path)
                .expect(204);
    }

    /** Given a state of a post the caller has; when it is asked for again; then 304 without a body, until it changes. */
    @Clause("api.post-if-none-match-not-modified")
    void postIfNoneMatchNotModified() throws Exception {
        ApiClient author = api().as(registered());
        String path = postPath(posted(author, "Post", true));
        for (ApiClient who : List.of(api(), author)) {
            String tag = who.get(path).expect(200).header("ETag").orElseThrow();
            for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
                Answer answer = who.with("If-None-Match", known).get(path).expect(304);
                assertThat(answer.response().body()).isEmpty();
                assertThat(answer.header("ETag")).contains(tag);
                assertThat(answer.header("Vary")).get().asString().containsIgnoringCase("Authorization");
            }
            author.patch(path, ApiClient.object().put("title", "Changed " + tag.hashCode()))
                    .expect(200);
            who.with("If-None-Match", tag).get(path).expect(200);
        }
    }
}
