package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.data.Unique;
import java.util.ArrayList;
import java.util.List;

/** Clauses on conditional requests and concurrent writes. */
abstract class RosterApiConditionalRequestsContract extends RosterApiPart {

    /** Asserts that conditions that do not match are rejected, that others are accepted, and that PUT changes the tag. */
    private static void assertIfMatchRespected(ApiClient owner, String path, JsonNode replacement, Write patch)
            throws Exception {
        String old = owner.get(path).etag();
        String current = patch.send(owner).expectStatus(200).etag();
        assertThat(current)
                .isNotEqualTo(old)
                .startsWith("\"")
                .isEqualTo(owner.get(path).etag());
        JsonNode before = owner.read(path);

        for (String outdated : List.of(old, "\"never\"", "W/" + current, old + ", \"never\"")) {
            ApiClient guarded = owner.withHeader("If-Match", outdated);
            guarded.put(path, replacement).expectStatus(412);
            patch.send(guarded).expectStatus(412);
            guarded.delete(path).expectStatus(412);
        }
        assertThat(owner.read(path)).isEqualTo(before);

        ApiClient matching = owner.withHeader("If-Match", "\"never\", " + current);
        String changed = matching.put(path, replacement).expectStatus(200).etag();
        patch.send(owner.withHeader("If-Match", "*")).expectStatus(200);
        owner.withHeader("If-Match", changed).delete(path).expectStatus(412);
        String last = owner.get(path).etag();
        owner.withHeader("If-Match", last).delete(path).expectStatus(204);
    }

    private interface Write {
        Response send(ApiClient client) throws Exception;
    }

    /** Asserts that readers get 304 without a body until the resource changes. */
    private static void assertIfNoneMatchRespected(List<ApiClient> readers, String path, Write change)
            throws Exception {
        for (ApiClient reader : readers) {
            String tag = reader.get(path).expectStatus(200).etag();
            for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
                Response answer =
                        reader.withHeader("If-None-Match", known).get(path).expectEmpty(304);
                assertThat(answer.header("ETag")).contains(tag);
                assertThat(answer.header("Vary")).get().asString().containsIgnoringCase("Authorization");
                // If present, it is the length of the 200 response (RFC 9110, section 8.6).
                assertThat(answer.header("Content-Length").orElse("none")).isNotEqualTo("0");
            }
            change.send(reader).expectStatus(200);
            reader.withHeader("If-None-Match", tag).get(path).expectStatus(200);
        }
    }

    /**
     * Given a user that has changed since it was read. When a change or deletion sends an old {@code If-Match}. Then
     * the response is 412, and nothing changes.
     */
    @Clause(
            value = "api.stale-if-match-rejected",
            promise =
                    "A change or deletion of a user with an If-Match that does not match gets 412, and nothing changes.")
    void rejectsStaleIfMatch() throws Exception {
        Account account = register();

        assertIfMatchRespected(
                account.api(),
                account.path(),
                user("Replaced", account.email()),
                client -> client.patch("/users/me", object().put("name", Unique.title())));
    }

    /**
     * Given the {@code ETag} of the current state. When the user is read again with {@code If-None-Match}. Then the
     * response is 304 without a body until the user changes.
     */
    @Clause(
            value = "api.if-none-match-not-modified",
            promise = "A user read again with its current ETag gets 304 without a body, until it changes.")
    void returnsNotModifiedForCurrentState() throws Exception {
        Account account = register();

        assertIfNoneMatchRespected(
                List.of(api(), account.api()),
                account.path(),
                reader -> account.api().patch("/users/me", object().put("name", Unique.title())));
    }

    /**
     * Given a user that changes. When an anonymous caller reads it after each change. Then the entity tags have no five
     * characters in common: they do not show the version or the time of the last change.
     */
    @Clause(
            value = "api.anonymous-tag-opaque",
            promise = "Entity tags do not show anonymous callers the version of a user or the time of its last change.")
    void tagForAnonymousCallersIsOpaque() throws Exception {
        Account account = register();
        List<String> tags = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            account.api()
                    .patch("/users/me", object().put("name", Unique.title()))
                    .expectStatus(200);
            tags.add(api().get(account.path()).etag());
        }

        for (int i = 0; i < 3; i++) {
            String other = tags.get((i + 1) % 3);
            for (int start = 0; start + 5 <= tags.get(i).length(); start++) {
                assertThat(other).doesNotContain(tags.get(i).substring(start, start + 5));
            }
        }
    }

    /**
     * Given a user. When eight clients replace it by PUT at once. Then all succeed, and the stored user is exactly that
     * of one of them.
     */
    @Clause(
            value = "api.last-writer-wins",
            promise = "Of concurrent replacements of a user one wins completely; they are never mixed.")
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
    @Clause(
            value = "api.post-stale-if-match-rejected",
            promise =
                    "A change or deletion of a post with an If-Match that does not match gets 412, and nothing changes.")
    void rejectsStaleIfMatchOfPost() throws Exception {
        ApiClient author = register().api();
        Response created = author.post("/posts", post("Old", "", true)).expectStatus(201);
        String path = postPath(created.body());
        assertThat(author.get(path).etag()).isEqualTo(created.etag());
        ApiClient other = register().api().withHeader("If-Match", "\"never\"");
        other.delete(path).expectStatus(403);

        assertIfMatchRespected(
                author,
                path,
                post("Replaced", "", false),
                client -> client.patch(path, object().put("title", Unique.title())));
    }

    /**
     * Given the {@code ETag} of the current state. When the post is read again with {@code If-None-Match}. Then the
     * response is 304 without a body until the post changes.
     */
    @Clause(
            value = "api.post-if-none-match-not-modified",
            promise = "A post read again with its current ETag gets 304 without a body, until it changes.")
    void returnsNotModifiedForCurrentStateOfPost() throws Exception {
        ApiClient author = register().api();
        String path = postPath(createPost(author, "Post", true));

        assertIfNoneMatchRespected(
                List.of(api(), author), path, reader -> author.patch(path, object().put("title", Unique.title())));
    }
}
