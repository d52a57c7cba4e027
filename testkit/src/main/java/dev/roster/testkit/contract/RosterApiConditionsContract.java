package dev.roster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.contract.Api.Account;
import dev.roster.testkit.contract.Api.Answer;
import java.util.List;

/** Requests that depend on a state, and writers that meet. */
abstract class RosterApiConditionsContract extends RosterApiContract.Part {

    RosterApiConditionsContract() {}

    private String etag(Api who, Account of) throws Exception {
        return who.get(of.path()).expect(200).header("ETag").orElseThrow();
    }

    /** Given a user changed since it was read; when changes name the state they were made for; then 412, untouched. */
    @Clause("api.if-match-guards-changes")
    void ifMatchGuardsChanges() throws Exception {
        Account account = registered();
        Api owner = api().as(account);
        String old = etag(owner, account);
        String current = owner.patch("/users/me", Api.object().put("name", "Current"))
                .expect(200)
                .header("ETag")
                .orElseThrow();
        assertThat(current).isNotEqualTo(old).isEqualTo(etag(owner, account));
        JsonNode before = owner.get("/users/me").body();

        for (String outdated : List.of(old, "\"never\"", "W/" + current, old + ", \"never\"")) {
            Api guarded = owner.with("If-Match", outdated);
            guarded.put(account.path(), user("Lost", account.email())).expect(412);
            guarded.patch("/users/me", Api.object().put("name", "Lost")).expect(412);
            guarded.delete(account.path()).expect(412);
        }
        assertThat(owner.get("/users/me").body()).isEqualTo(before);

        Answer changed = owner.with("If-Match", "\"never\", " + current)
                .put(account.path(), user("Found", account.email()))
                .expect(200);
        owner.with("If-Match", "*")
                .patch("/users/me", Api.object().put("name", "Star"))
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
        for (Api who : List.of(api(), api().as(account))) {
            String tag = etag(who, account);
            for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
                Answer answer =
                        who.with("If-None-Match", known).get(account.path()).expect(304);
                assertThat(answer.response().body()).isEmpty();
                assertThat(answer.header("ETag")).contains(tag);
            }
            api().as(account)
                    .patch("/users/me", Api.object().put("name", "Changed " + tag.hashCode()))
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
}
