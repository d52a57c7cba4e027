package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.data.Unique;
import java.util.Optional;

/** Clauses on admins. Without an admin token, each clause asserts that other users do not have the permission. */
abstract class RosterApiAdminsContract extends RosterApiPart {

    RosterApiAdminsContract() {}

    private Optional<ApiClient> admin() {
        return contract().adminToken().value().map(token -> api().withHeader("Authorization", "Bearer " + token));
    }

    /**
     * Given a user. When an admin changes all its fields or deletes it. Then this succeeds without its password. Other
     * callers get 403.
     */
    @Clause("api.admin-manages-users")
    void adminManagesUsers() throws Exception {
        Account account = register();
        String email = Unique.email();
        Optional<ApiClient> admin = admin();
        if (admin.isEmpty()) {
            ApiClient stranger = api().authenticatedAs(register());
            stranger.put(account.path(), user("Robert", email)).expectStatus(403);
            stranger.delete(account.path()).expectStatus(403);
            return;
        }

        JsonNode changed = admin.get()
                .put(account.path(), user("Robert", email).put("bio", "Changed."))
                .expectStatus(200)
                .body();

        assertThat(changed.path("email").asText()).isEqualTo(email);
        assertThat(changed.path("name").asText()).isEqualTo("Robert");
        assertThat(changed.path("verified").asBoolean(true)).isFalse();
        assertThat(api().authenticatedAs(account)
                        .get("/users/me")
                        .expectStatus(200)
                        .body())
                .isEqualTo(changed);
        admin.get().delete(account.path()).expectStatus(204);
        assertAuthenticated(account, false);
        api().get(account.path()).expectStatus(404);
    }

    /**
     * Given a post and a draft of another user. When an admin changes or deletes them. Then this succeeds, although the
     * admin cannot read the draft.
     */
    @Clause("api.admin-manages-posts")
    void adminManagesPosts() throws Exception {
        Account author = register();
        String post = postPath(createPost(api().authenticatedAs(author), "Post", true));
        String draft = postPath(createPost(api().authenticatedAs(author), "Draft", false));
        Optional<ApiClient> admin = admin();
        if (admin.isEmpty()) {
            ApiClient stranger = api().authenticatedAs(register());
            stranger.put(post, post("Other", "Other", true)).expectStatus(403);
            stranger.delete(post).expectStatus(403);
            stranger.delete(draft).expectStatus(404);
            return;
        }

        admin.get().get(draft).expectStatus(404);
        for (String path : new String[] {post, draft}) {
            JsonNode changed = admin.get()
                    .patch(path, ApiClient.object().put("title", "Moderated"))
                    .expectStatus(200)
                    .body();
            assertThat(changed.path("authorId").asLong()).isEqualTo(author.id());
            assertThat(api().authenticatedAs(author).get(path).expectStatus(200).text("title"))
                    .isEqualTo("Moderated");
            admin.get().delete(path).expectStatus(204);
            api().authenticatedAs(author).get(path).expectStatus(404);
        }
    }

    /**
     * Given a comment of one user on the post of another. When an admin deletes it. Then this succeeds. A user who
     * wrote neither gets 403.
     */
    @Clause("api.admin-deletes-comments")
    void adminDeletesComments() throws Exception {
        JsonNode post = createPost(api().authenticatedAs(register()), "Post", true);
        JsonNode comment = createComment(api().authenticatedAs(register()), post, "Rude.");
        String path = "/comments/" + comment.path("id").asLong();
        api().authenticatedAs(register()).delete(path).expectStatus(403);
        Optional<ApiClient> admin = admin();
        if (admin.isPresent()) {
            admin.get().delete(path).expectStatus(204);
            api().get(path).expectStatus(404);
        } else {
            assertThat(api().get(path).expectStatus(200).body()).isEqualTo(comment);
        }
    }
}
