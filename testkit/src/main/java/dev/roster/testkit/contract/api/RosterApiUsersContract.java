package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.contract.api.ApiClient.Response;
import dev.roster.testkit.data.Unique;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Clauses on users: read, list, create, change, delete. */
abstract class RosterApiUsersContract extends RosterApiPart {

    RosterApiUsersContract() {}

    /**
     * Given a user. When an anonymous and an authenticated caller read it. Then the first gets the public profile and
     * the second all fields, and {@code ETag} and {@code Vary} separate the two in caches.
     */
    @Clause("api.user-view-depends-on-caller")
    void userViewDependsOnCaller() throws Exception {
        Account account = register();

        Response anonymous = api().get(account.path()).expectStatus(200);
        Response signedIn =
                api().authenticatedAs(register()).get(account.path()).expectStatus(200);

        List<String> seen = new ArrayList<>();
        anonymous.body().fieldNames().forEachRemaining(seen::add);
        assertThat(seen).containsExactly("id", "name", "bio", "createdAt");
        assertThat(signedIn.body()).isEqualTo(account.user());
        assertThat(anonymous.header("ETag")).isPresent().isNotEqualTo(signedIn.header("ETag"));
        for (Response answer : List.of(anonymous, signedIn)) {
            assertThat(answer.header("Vary")).get().asString().containsIgnoringCase("Authorization");
        }
    }

    /**
     * Given an authenticated caller. When it creates a user. Then the response is 201 with {@code Location} and the
     * user, and logins as that user are rejected.
     */
    @Clause("api.user-created-unclaimed")
    void createsUnclaimedUser() throws Exception {
        Account creator = register();
        String email = Unique.email();

        Response created = api().authenticatedAs(creator)
                .post("/users", user("Jane Doe", email))
                .expectStatus(201);

        assertThat(created.header("Location"))
                .get()
                .asString()
                .endsWith("/users/" + created.body().path("id").asLong());
        assertThat(created.text("name")).isEqualTo("Jane Doe");
        assertThat(created.text("email")).isEqualTo(email);
        assertThat(created.body().has("token")).isFalse();
        assertThat(api().authenticatedAs(creator)
                        .get("/users/" + created.body().path("id").asLong())
                        .expectStatus(200)
                        .body())
                .isEqualTo(created.body());
        logIn(email, "").expectStatus(401);
        Response duplicate = api().authenticatedAs(creator)
                .post("/users", user("Other", email.toUpperCase(Locale.ROOT)))
                .expectStatus(400);
        assertThat(duplicate.text("error")).isEqualTo("email already exists");
    }

    /**
     * Given an anonymous caller. When it creates a user. Then an invalid user gets 422 that names all errors, and a
     * valid one gets 401.
     */
    @Clause("api.user-validated-before-token")
    void validatesUserBeforeToken() throws Exception {
        assertThat(api().post("/users", user("", "not-an-address")).invalidFields())
                .containsExactlyInAnyOrder("name", "email");
        assertUnauthorized(api().post("/users", user("Bob", Unique.email())), false);
    }

    /** Given a user. When some fields of the profile are patched. Then only these fields change. */
    @Clause("api.profile-patch-partial")
    void patchChangesGivenFieldsOfProfile() throws Exception {
        Account account = register();

        JsonNode renamed = api().authenticatedAs(account)
                .patch("/users/me", ApiClient.object().put("name", "New Name"))
                .expectStatus(200)
                .body();
        assertThat(renamed.path("name").asText()).isEqualTo("New Name");
        assertThat(renamed.path("bio").asText("?")).isEmpty();
        JsonNode described = api().authenticatedAs(account)
                .patch("/users/me", ApiClient.object().put("bio", "Likes tea."))
                .expectStatus(200)
                .body();
        assertThat(described.path("name").asText()).isEqualTo("New Name");
        assertThat(described.path("bio").asText()).isEqualTo("Likes tea.");
        assertThat(described.path("createdAt")).isEqualTo(account.user().path("createdAt"));
        assertThat(api().authenticatedAs(account)
                        .patch("/users/me", ApiClient.object())
                        .expectStatus(200)
                        .body())
                .isEqualTo(described);
        assertThat(api().authenticatedAs(account)
                        .patch("/users/me", ApiClient.object().putNull("bio"))
                        .expectStatus(200)
                        .text("bio"))
                .isEmpty();
        assertThat(api().authenticatedAs(account)
                        .patch("/users/me", ApiClient.object().putNull("name").put("bio", "b".repeat(1_001)))
                        .invalidFields())
                .containsExactlyInAnyOrder("name", "bio");
        assertThat(api().authenticatedAs(account).get("/users/me").text("name")).isEqualTo("New Name");
    }

    /** Given a user. When it is replaced by PUT. Then all fields are replaced, and an omitted bio becomes empty. */
    @Clause("api.user-put-replaces-whole")
    void putReplacesWholeUser() throws Exception {
        Account account = register();
        String email = Unique.email();

        Response replaced = api().authenticatedAs(account)
                .put(account.path(), user("Jane Doe", email, account.password()).put("bio", "Likes tea."))
                .expectStatus(200);
        assertThat(replaced.text("name")).isEqualTo("Jane Doe");
        assertThat(replaced.text("email")).isEqualTo(email);
        assertThat(replaced.text("bio")).isEqualTo("Likes tea.");
        assertThat(replaced.body().path("id").asLong()).isEqualTo(account.id());
        assertThat(replaced.body().path("createdAt")).isEqualTo(account.user().path("createdAt"));
        assertThat(api().authenticatedAs(account).get(account.path()).body()).isEqualTo(replaced.body());
        logIn(email, account.password()).expectStatus(200);
        logIn(account.email(), account.password()).expectStatus(401);

        assertThat(api().authenticatedAs(account)
                        .put(account.path(), user("Jane Doe", email))
                        .expectStatus(200)
                        .text("bio"))
                .isEmpty();
        assertThat(api().authenticatedAs(account)
                        .put(account.path(), ApiClient.object().put("bio", "alone"))
                        .invalidFields())
                .containsExactlyInAnyOrder("name", "email");
    }

    /**
     * Given the email address of another user, in a different case. When a user is replaced by PUT with it. Then the
     * response is 400, and nothing changes.
     */
    @Clause("api.user-put-duplicate-rejected")
    void rejectsPutWithTakenEmail() throws Exception {
        Account owner = register();
        Account taker = register();

        Response refused = api().authenticatedAs(taker)
                .put(taker.path(), user("Taker", owner.email().toUpperCase(Locale.ROOT), taker.password()))
                .expectStatus(400);

        assertThat(refused.text("error")).isEqualTo("email already exists");
        assertThat(api().authenticatedAs(taker).get("/users/me").body()).isEqualTo(taker.user());
    }

    /**
     * Given a user and an account that the user created. When another user changes or deletes either. Then the response
     * is 403. The creator may change and delete the account; afterwards it gets 404.
     */
    @Clause("api.users-changed-by-managers-only")
    void onlyManagersMayChangeUser() throws Exception {
        Account owner = register();
        Account stranger = register();
        String path = "/users/"
                + api().authenticatedAs(owner)
                        .post("/users", user("Bob", Unique.email()))
                        .expectStatus(201)
                        .body()
                        .path("id")
                        .asLong();

        for (String target : List.of(owner.path(), path)) {
            api().authenticatedAs(stranger)
                    .put(target, user("Mine", Unique.email()))
                    .expectStatus(403);
            api().authenticatedAs(stranger).delete(target).expectStatus(403);
        }
        assertThat(api().authenticatedAs(owner).get("/users/me").body()).isEqualTo(owner.user());
        api().authenticatedAs(owner).put(path, user("Robert", Unique.email())).expectStatus(200);
        api().authenticatedAs(owner).delete(path).expectStatus(204);
        api().authenticatedAs(owner).get(path).expectStatus(404);
        api().authenticatedAs(owner).put(path, user("Robert", Unique.email())).expectStatus(404);
        api().authenticatedAs(owner).delete(path).expectStatus(404);
    }

    /** Given a user. When it is deleted. Then the response is 204 without a body, and later reads get 404. */
    @Clause("api.user-deleted-is-not-found")
    void deletedUserIsNotFound() throws Exception {
        Account account = register();
        Account other = register();

        assertThat(api().authenticatedAs(account)
                        .delete(account.path())
                        .expectStatus(204)
                        .response()
                        .body())
                .isEmpty();

        api().get(account.path()).expectStatus(404);
        api().authenticatedAs(other).get(account.path()).expectStatus(404);
        api().authenticatedAs(other).get("/users/me").expectStatus(200);
    }

    /** Given users created one after the other. When all pages are read. Then they list the users newest first. */
    @Clause("api.users-paged-newest-first")
    void pagesUsersNewestFirst() throws Exception {
        List<JsonNode> newestFirst = new ArrayList<>();
        Account caller = register();
        for (int i = 0; i < 3; i++) {
            newestFirst.add(
                    0,
                    api().authenticatedAs(caller)
                            .post("/users", user("Number " + i, Unique.email()))
                            .expectStatus(201)
                            .body());
        }

        JsonNode page =
                api().authenticatedAs(caller).get("/users").expectStatus(200).body();

        List<String> fields = new ArrayList<>();
        page.fieldNames().forEachRemaining(fields::add);
        assertThat(fields).containsExactly("items", "total", "page", "size", "pages");
        assertThat(page.path("page").asInt()).isEqualTo(1);
        assertThat(page.path("size").asInt()).isEqualTo(20);
        assertThat(page.path("total").asLong()).isGreaterThanOrEqualTo(4);
        JsonNode past = api().authenticatedAs(caller)
                .get("/users?page=1000000&size=100")
                .expectStatus(200)
                .body();
        assertThat(past.path("items")).isEmpty();
        assertThat(past.path("total").asLong()).isGreaterThanOrEqualTo(4);
        assertThat(past.path("pages").asLong()).isEqualTo((past.path("total").asLong() + 99) / 100);
        assertFound(caller, newestFirst);
    }

    /** Reads up to 50 pages, because concurrent registrations may move the users to later pages. */
    private void assertFound(Account caller, List<JsonNode> newestFirst) throws Exception {
        List<JsonNode> seen = new ArrayList<>();
        for (int number = 1; !seen.containsAll(newestFirst) && number <= 50; number++) {
            api().authenticatedAs(caller)
                    .get("/users?page=" + number + "&size=50")
                    .expectStatus(200)
                    .body()
                    .path("items")
                    .forEach(seen::add);
        }
        assertThat(seen).containsSubsequence(newestFirst);
    }

    /**
     * Given invalid page numbers and sizes. When users are listed with them. Then the response is 422 that names each
     * invalid parameter.
     */
    @Clause("api.invalid-paging-rejected")
    void rejectsInvalidPaging() throws Exception {
        ApiClient caller = api().authenticatedAs(register());
        for (String bad : List.of("0", "-1", "x", "", "1.5", "99999999999")) {
            assertThat(caller.get("/users?page=" + bad).invalidFields()).containsExactly("page");
            assertThat(caller.get("/users?size=" + bad + "&page=" + bad).invalidFields())
                    .containsExactlyInAnyOrder("page", "size");
        }
        assertThat(caller.get("/users?size=101").invalidFields()).containsExactly("size");
        caller.get("/users?size=100").expectStatus(200);
    }
}
