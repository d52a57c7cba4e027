package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.contract.api.ApiClient.Answer;
import dev.roster.testkit.data.Unique;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The users: read, listed, created, changed, deleted. */
abstract class RosterApiUsersContract extends RosterApiPart {

    RosterApiUsersContract() {}

    /** Given a user; then anybody sees the public profile, a signed-in caller all, and caches can tell. */
    @Clause("api.user-views-differ")
    void userViewsDiffer() throws Exception {
        Account account = registered();

        Answer anonymous = api().get(account.path()).expect(200);
        Answer signedIn = api().as(registered()).get(account.path()).expect(200);

        List<String> seen = new ArrayList<>();
        anonymous.body().fieldNames().forEachRemaining(seen::add);
        assertThat(seen).containsExactly("id", "name", "bio", "createdAt");
        assertThat(signedIn.body()).isEqualTo(account.user());
        assertThat(anonymous.header("ETag")).isPresent().isNotEqualTo(signedIn.header("ETag"));
        for (Answer answer : List.of(anonymous, signedIn)) {
            assertThat(answer.header("Vary")).get().asString().containsIgnoringCase("Authorization");
        }
    }

    /** Given a signed-in caller; when they create a user; then 201 with place and user, who cannot log in. */
    @Clause("api.user-created-unclaimed")
    void userCreatedUnclaimed() throws Exception {
        Account creator = registered();
        String email = Unique.email();

        Answer created =
                api().as(creator).post("/users", user("Jane Doe", email)).expect(201);

        assertThat(created.header("Location"))
                .get()
                .asString()
                .endsWith("/users/" + created.body().path("id").asLong());
        assertThat(created.text("name")).isEqualTo("Jane Doe");
        assertThat(created.text("email")).isEqualTo(email);
        assertThat(created.body().has("token")).isFalse();
        assertThat(api().as(creator)
                        .get("/users/" + created.body().path("id").asLong())
                        .expect(200)
                        .body())
                .isEqualTo(created.body());
        logIn(email, "").expect(401);
        Answer duplicate = api().as(creator)
                .post("/users", user("Other", email.toUpperCase(Locale.ROOT)))
                .expect(400);
        assertThat(duplicate.text("error")).isEqualTo("email already exists");
    }

    /** Given nobody signed in; when an invalid user is to be created, 422 names the faults; when a valid one, 401. */
    @Clause("api.user-validated-before-token")
    void userValidatedBeforeToken() throws Exception {
        assertThat(api().post("/users", user("", "not-an-address")).faults())
                .containsExactlyInAnyOrder("name", "email");
        assertUnauthorized(api().post("/users", user("Bob", Unique.email())), false);
    }

    /** Given a user; when parts of the profile are patched; then those change, the rest stays. */
    @Clause("api.profile-patched-in-parts")
    void profilePatchedInParts() throws Exception {
        Account account = registered();

        JsonNode renamed = api().as(account)
                .patch("/users/me", ApiClient.object().put("name", "New Name"))
                .expect(200)
                .body();
        assertThat(renamed.path("name").asText()).isEqualTo("New Name");
        assertThat(renamed.path("bio").asText("?")).isEmpty();
        JsonNode described = api().as(account)
                .patch("/users/me", ApiClient.object().put("bio", "Likes tea."))
                .expect(200)
                .body();
        assertThat(described.path("name").asText()).isEqualTo("New Name");
        assertThat(described.path("bio").asText()).isEqualTo("Likes tea.");
        assertThat(described.path("createdAt")).isEqualTo(account.user().path("createdAt"));
        assertThat(api().as(account)
                        .patch("/users/me", ApiClient.object())
                        .expect(200)
                        .body())
                .isEqualTo(described);
        assertThat(api().as(account)
                        .patch("/users/me", ApiClient.object().putNull("bio"))
                        .expect(200)
                        .text("bio"))
                .isEmpty();
        assertThat(api().as(account)
                        .patch("/users/me", ApiClient.object().putNull("name").put("bio", "b".repeat(1_001)))
                        .faults())
                .containsExactlyInAnyOrder("name", "bio");
        assertThat(api().as(account).get("/users/me").text("name")).isEqualTo("New Name");
    }

    /** Given a user; when it is put; then it is replaced whole: a bio that is left out is empty. */
    @Clause("api.user-replaced-whole")
    void userReplacedWhole() throws Exception {
        Account account = registered();
        String email = Unique.email();

        Answer replaced = api().as(account)
                .put(account.path(), user("Jane Doe", email, account.password()).put("bio", "Likes tea."))
                .expect(200);
        assertThat(replaced.text("name")).isEqualTo("Jane Doe");
        assertThat(replaced.text("email")).isEqualTo(email);
        assertThat(replaced.text("bio")).isEqualTo("Likes tea.");
        assertThat(replaced.body().path("id").asLong()).isEqualTo(account.id());
        assertThat(replaced.body().path("createdAt")).isEqualTo(account.user().path("createdAt"));
        assertThat(api().as(account).get(account.path()).body()).isEqualTo(replaced.body());
        logIn(email, account.password()).expect(200);
        logIn(account.email(), account.password()).expect(401);

        assertThat(api().as(account)
                        .put(account.path(), user("Jane Doe", email))
                        .expect(200)
                        .text("bio"))
                .isEmpty();
        assertThat(api().as(account)
                        .put(account.path(), ApiClient.object().put("bio", "alone"))
                        .faults())
                .containsExactlyInAnyOrder("name", "email");
    }

    /** Given another user's address, in any case; when a user is put with it; then 400, and nothing changes. */
    @Clause("api.user-replace-duplicate-refused")
    void userReplaceDuplicateRefused() throws Exception {
        Account owner = registered();
        Account taker = registered();

        Answer refused = api().as(taker)
                .put(taker.path(), user("Taker", owner.email().toUpperCase(Locale.ROOT), taker.password()))
                .expect(400);

        assertThat(refused.text("error")).isEqualTo("email already exists");
        assertThat(api().as(taker).get("/users/me").body()).isEqualTo(taker.user());
    }

    /** Given a user, a stranger, and an account the user created; then strangers get 403, and 404 for what is not. */
    @Clause("api.users-changed-by-managers-only")
    void usersChangedByManagersOnly() throws Exception {
        Account owner = registered();
        Account stranger = registered();
        String path = "/users/"
                + api().as(owner)
                        .post("/users", user("Bob", Unique.email()))
                        .expect(201)
                        .body()
                        .path("id")
                        .asLong();

        for (String target : List.of(owner.path(), path)) {
            api().as(stranger).put(target, user("Mine", Unique.email())).expect(403);
            api().as(stranger).delete(target).expect(403);
        }
        assertThat(api().as(owner).get("/users/me").body()).isEqualTo(owner.user());
        api().as(owner).put(path, user("Robert", Unique.email())).expect(200);
        api().as(owner).delete(path).expect(204);
        api().as(owner).get(path).expect(404);
        api().as(owner).put(path, user("Robert", Unique.email())).expect(404);
        api().as(owner).delete(path).expect(404);
    }

    /** Given a user; when deleted; then 204 without a body, and 404 for everybody from then on. */
    @Clause("api.user-deleted-is-not-found")
    void userDeletedIsNotFound() throws Exception {
        Account account = registered();
        Account other = registered();

        assertThat(api().as(account)
                        .delete(account.path())
                        .expect(204)
                        .response()
                        .body())
                .isEmpty();

        api().get(account.path()).expect(404);
        api().as(other).get(account.path()).expect(404);
        api().as(other).get("/users/me").expect(200);
    }

    /** Given users created one after the other; when listed; then they come newest first, in pages that join. */
    @Clause("api.users-paged-newest-first")
    void usersPagedNewestFirst() throws Exception {
        List<JsonNode> newestFirst = new ArrayList<>();
        Account caller = registered();
        for (int i = 0; i < 3; i++) {
            newestFirst.add(
                    0,
                    api().as(caller)
                            .post("/users", user("Number " + i, Unique.email()))
                            .expect(201)
                            .body());
        }

        JsonNode page = api().as(caller).get("/users").expect(200).body();

        List<String> fields = new ArrayList<>();
        page.fieldNames().forEachRemaining(fields::add);
        assertThat(fields).containsExactly("items", "total", "page", "size", "pages");
        assertThat(page.path("page").asInt()).isEqualTo(1);
        assertThat(page.path("size").asInt()).isEqualTo(20);
        assertThat(page.path("total").asLong()).isGreaterThanOrEqualTo(4);
        JsonNode past =
                api().as(caller).get("/users?page=1000000&size=100").expect(200).body();
        assertThat(past.path("items")).isEmpty();
        assertThat(past.path("total").asLong()).isGreaterThanOrEqualTo(4);
        assertThat(past.path("pages").asLong()).isEqualTo((past.path("total").asLong() + 99) / 100);
        assertFound(caller, newestFirst);
    }

    /** Others may register meanwhile, so the users looked for may have moved on to later places. */
    private void assertFound(Account caller, List<JsonNode> newestFirst) throws Exception {
        List<JsonNode> seen = new ArrayList<>();
        for (int number = 1; !seen.containsAll(newestFirst) && number <= 50; number++) {
            api().as(caller)
                    .get("/users?page=" + number + "&size=50")
                    .expect(200)
                    .body()
                    .path("items")
                    .forEach(seen::add);
        }
        assertThat(seen).containsSubsequence(newestFirst);
    }

    /** Given pages and sizes that are none; then 422 names each. */
    @Clause("api.bad-paging-refused")
    void badPagingRefused() throws Exception {
        ApiClient caller = api().as(registered());
        for (String bad : List.of("0", "-1", "x", "", "1.5", "99999999999")) {
            assertThat(caller.get("/users?page=" + bad).faults()).containsExactly("page");
            assertThat(caller.get("/users?size=" + bad + "&page=" + bad).faults())
                    .containsExactlyInAnyOrder("page", "size");
        }
        assertThat(caller.get("/users?size=101").faults()).containsExactly("size");
        caller.get("/users?size=100").expect(200);
    }
}
