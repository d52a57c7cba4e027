package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.data.Unique;
import java.util.Optional;

/** What admins may do. Where no token of one is handed over, each clause asserts that nobody else may. */
abstract class RosterApiAdminsContract extends RosterApiPart {

    RosterApiAdminsContract() {}

    private Optional<ApiClient> admin() {
        return contract().adminToken().value().map(token -> api().with("Authorization", "Bearer " + token));
    }

    /** Given a user; then an admin changes all of it, without its password, and deletes it; who is no admin does not. */
    @Clause("api.admin-manages-users")
    void adminManagesUsers() throws Exception {
        Account account = registered();
        String email = Unique.email();
        Optional<ApiClient> admin = admin();
        if (admin.isEmpty()) {
            ApiClient stranger = api().as(registered());
            stranger.put(account.path(), user("Robert", email)).expect(403);
            stranger.delete(account.path()).expect(403);
            return;
        }

        JsonNode changed = admin.get()
                .put(account.path(), user("Robert", email).put("bio", "Changed."))
                .expect(200)
                .body();

        assertThat(changed.path("email").asText()).isEqualTo(email);
        assertThat(changed.path("name").asText()).isEqualTo("Robert");
        assertThat(changed.path("verified").asBoolean(true)).isFalse();
        assertThat(api().as(account).get("/users/me").expect(200).body()).isEqualTo(changed);
        admin.get().delete(account.path()).expect(204);
        assertSignedIn(account, false);
        api().get(account.path()).expect(404);
    }

    /** Given a post and a draft; then an admin changes and deletes both, though the draft is nobody's to read. */
    @Clause("api.admin-manages-posts")
    void adminManagesPosts() throws Exception {
        Account author = registered();
        String post = postPath(posted(api().as(author), "Post", true));
        String draft = postPath(posted(api().as(author), "Draft", false));
        Optional<ApiClient> admin = admin();
        if (admin.isEmpty()) {
            ApiClient stranger = api().as(registered());
            stranger.put(post, post("Other", "Other", true)).expect(403);
            stranger.delete(post).expect(403);
            stranger.delete(draft).expect(404);
            return;
        }

        admin.get().get(draft).expect(404);
        for (String path : new String[] {post, draft}) {
            JsonNode changed = admin.get()
                    .patch(path, ApiClient.object().put("title", "Moderated"))
                    .expect(200)
                    .body();
            assertThat(changed.path("authorId").asLong()).isEqualTo(author.id());
            assertThat(api().as(author).get(path).expect(200).text("title")).isEqualTo("Moderated");
            admin.get().delete(path).expect(204);
            api().as(author).get(path).expect(404);
        }
    }

    /** Given a comment on a post, both of others; then an admin deletes it, and who is neither author does not. */
    @Clause("api.admin-deletes-comments")
    void adminDeletesComments() throws Exception {
        JsonNode post = posted(api().as(registered()), "Post", true);
        JsonNode comment = commented(api().as(registered()), post, "Rude.");
        String path = "/comments/" + comment.path("id").asLong();
        api().as(registered()).delete(path).expect(403);
        Optional<ApiClient> admin = admin();
        if (admin.isPresent()) {
            admin.get().delete(path).expect(204);
            api().get(path).expect(404);
        } else {
            assertThat(api().get(path).expect(200).body()).isEqualTo(comment);
        }
    }
}
