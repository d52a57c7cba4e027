package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.data.Unique;
import java.util.List;
import java.util.Optional;

/** Clauses on admins. Without an admin token, each clause asserts that other users do not have the permission. */
abstract class RosterApiAdminsContract extends RosterApiPart {

    private Optional<ApiClient> admin() {
        return contract().adminToken().value().map(token -> api().withToken(token));
    }

    /**
     * Given a user. When an admin reads it, changes all its fields or deletes it. Then the admin gets all fields, and
     * the changes succeed without its password. Other callers get 403.
     */
    @Clause(
            value = "api.admin-manages-users",
            promise = "An admin can read, change and delete any user without its password.",
            needs = "admin-token")
    void adminManagesUsers() throws Exception {
        Account account = register();
        String email = Unique.email();
        Optional<ApiClient> admin = admin();
        if (admin.isEmpty()) {
            ApiClient stranger = register().api();
            stranger.put(account.path(), user("Robert", email)).expectStatus(403);
            stranger.delete(account.path()).expectStatus(403);
            return;
        }

        assertThat(admin.get().read(account.path())).isEqualTo(account.user());
        Response changed = admin.get()
                .put(account.path(), user("Robert", email).put("bio", "Changed."))
                .expectStatus(200);

        changed.expectFields(user("Robert", email).put("verified", false));
        assertThat(account.api().read("/users/me")).isEqualTo(changed.body());
        admin.get().delete(account.path()).expectStatus(204);
        assertAuthenticated(account, false);
        api().get(account.path()).expectStatus(404);
    }

    /**
     * Given a post and a draft of another user. When an admin changes or deletes them. Then this succeeds, although the
     * admin cannot read the draft.
     */
    @Clause(
            value = "api.admin-manages-posts",
            promise = "An admin can change and delete any post and draft, but cannot read the drafts of others.",
            needs = "admin-token")
    void adminManagesPosts() throws Exception {
        Account author = register();
        String post = postPath(createPost(author.api(), "Post", true));
        String draft = postPath(createPost(author.api(), "Draft", false));
        Optional<ApiClient> admin = admin();
        if (admin.isEmpty()) {
            ApiClient stranger = register().api();
            stranger.put(post, post("Other", "Other", true)).expectStatus(403);
            stranger.delete(post).expectStatus(403);
            stranger.delete(draft).expectStatus(404);
            return;
        }

        admin.get().get(draft).expectStatus(404);
        for (String path : new String[] {post, draft}) {
            Response changed =
                    admin.get().patch(path, object().put("title", "Moderated")).expectStatus(200);
            assertThat(changed.number("authorId")).isEqualTo(author.id());
            assertThat(author.api().get(path).expectStatus(200).text("title")).isEqualTo("Moderated");
            admin.get().delete(path).expectStatus(204);
            author.api().get(path).expectStatus(404);
        }
    }

    /**
     * Given a draft of another user. When an admin sends a change without fields. Then the admin gets 404, as for a
     * GET, whatever the precondition. When the admin changes a field. Then the response has no text of the draft and no
     * entity tag. Only the author can publish it: the admin gets 403, and the draft stays a draft.
     */
    @Clause(
            value = "api.admin-change-shows-no-draft",
            promise = "A change by an admin shows no text of another user's draft and cannot publish it.",
            needs = "admin-token")
    void adminChangeShowsNoDraft() throws Exception {
        Account author = register();
        String draft = postPath(createPost(author.api(), "Secret draft", false));
        ApiClient other = admin().isPresent() ? admin().get() : register().api();

        other.patch(draft, object()).expectStatus(404);
        other.withHeader("If-Match", "\"no-such-tag\"").patch(draft, object()).expectStatus(404);
        if (admin().isEmpty()) {
            other.patch(draft, object().put("published", true)).expectStatus(404);
            return;
        }

        JsonNode before = author.api().read(draft);
        other.patch(draft, object().put("published", true)).expectStatus(403);
        other.put(draft, post("Other", "Other", true)).expectStatus(403);
        assertThat(author.api().read(draft)).isEqualTo(before);
        String content = before.path("content").asText();
        for (JsonNode change : List.of(
                object().put("published", false),
                object().put("title", "Moderated"),
                post("Moderated", "Moderated", false))) {
            Response changed = change.has("content")
                    ? other.put(draft, change).expectStatus(200)
                    : other.patch(draft, change).expectStatus(200);
            assertThat(changed.body().toString()).doesNotContain("Secret draft", content);
            assertThat(changed.header("ETag")).isEmpty();
        }
        assertThat(author.api().read(draft).path("title").asText()).isEqualTo("Moderated");
    }

    /**
     * Given a comment of one user on the post of another. When an admin deletes it. Then this succeeds. A user who
     * wrote neither gets 403.
     */
    @Clause(value = "api.admin-deletes-comments", promise = "An admin can delete any comment.", needs = "admin-token")
    void adminDeletesComments() throws Exception {
        JsonNode post = createPost(register().api(), "Post", true);
        JsonNode comment = createComment(register().api(), post, "Rude.");
        String path = "/comments/" + comment.path("id").asLong();
        register().api().delete(path).expectStatus(403);
        Optional<ApiClient> admin = admin();
        if (admin.isPresent()) {
            admin.get().delete(path).expectStatus(204);
            api().get(path).expectStatus(404);
        } else {
            assertThat(api().read(path)).isEqualTo(comment);
        }
    }
}
