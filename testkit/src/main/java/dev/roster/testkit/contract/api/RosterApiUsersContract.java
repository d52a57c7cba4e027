package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.data.Unique;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Clauses on users: read, list, create, change, delete. */
abstract class RosterApiUsersContract extends RosterApiPart {

    private static final String[] PUBLIC_FIELDS = {"id", "name", "bio", "createdAt"};

    /**
     * Given a user. When an anonymous caller and the user read it. Then the first gets the public profile and the
     * second all fields, and {@code ETag} and {@code Vary} separate the two in caches.
     */
    @Clause(
            value = "api.user-view-depends-on-caller",
            promise = "Users see all their own fields, others only the public profile, and caches keep the two apart.")
    void userViewDependsOnCaller() throws Exception {
        Account account = register();

        Response anonymous = api().get(account.path()).expectStatus(200);
        Response signedIn = account.api().get(account.path()).expectStatus(200);

        assertThat(anonymous.fields()).containsExactly(PUBLIC_FIELDS);
        assertThat(signedIn.body()).isEqualTo(account.user());
        assertThat(anonymous.header("ETag")).isPresent().isNotEqualTo(signedIn.header("ETag"));
        for (Response answer : List.of(anonymous, signedIn)) {
            assertThat(answer.header("Vary")).get().asString().containsIgnoringCase("Authorization");
        }
    }

    /**
     * Given a user and an unclaimed account that the user created. When another user reads and lists them, also with
     * the email address as a query parameter or with the entity tag of the user. Then the stranger gets the public
     * profile, and the creator all fields.
     */
    @Clause(
            value = "api.emails-hidden-from-others",
            promise =
                    "No user can see or find out the email address of another user, except of an unclaimed account that it created.")
    void othersSeePublicProfile() throws Exception {
        Account owner = register();
        Account stranger = register();
        JsonNode unclaimed =
                createUser(owner.api(), "Bob", Unique.email()).expectStatus(201).body();
        String full = owner.api().get(owner.path()).etag();

        for (String path :
                List.of(owner.path(), "/users/" + unclaimed.path("id").asLong())) {
            Response seen =
                    stranger.api().withHeader("If-None-Match", full).get(path).expectStatus(200);

            assertThat(seen.fields()).as("what others see of a user").containsExactly(PUBLIC_FIELDS);
            assertThat(seen.body()).isEqualTo(api().read(path));
            assertThat(seen.etag()).isNotEqualTo(full);
        }
        assertThat(owner.api().read("/users/" + unclaimed.path("id").asLong())).isEqualTo(unclaimed);
        for (String query : List.of("", "&email=" + owner.email(), "&sort=email&q=" + owner.email())) {
            for (JsonNode listed : stranger.api().get("/users?size=20" + query).items()) {
                assertThat(listed.has("email"))
                        .as("whether the email address of user %s is listed", listed.path("id"))
                        .isEqualTo(listed.path("id").asLong() == stranger.id());
            }
        }
    }

    /**
     * Given an authenticated caller. When it creates a user. Then the response is 201 with {@code Location} and the
     * user, and logins as that user are rejected.
     */
    @Clause(
            value = "api.user-created-unclaimed",
            promise =
                    "An authenticated caller can create a user without a password; no login as that user succeeds until its owner claims it.")
    void createsUnclaimedUser() throws Exception {
        Account creator = register();
        String email = Unique.email();

        Response created = createUser(creator.api(), "Jane Doe", email);

        assertThat(created.header("Location")).get().asString().endsWith("/users/" + created.number("id"));
        created.expectFields(user("Jane Doe", email));
        assertThat(created.body().has("token")).isFalse();
        assertThat(creator.api().read("/users/" + created.number("id"))).isEqualTo(created.body());
        logIn(email, "").expectStatus(401);
        creator.api()
                .post("/users", user("Other", email.toUpperCase(Locale.ROOT)))
                .expectError(400, "email already exists");
    }

    /**
     * Given an anonymous caller. When it creates a user. Then an invalid user gets 422 that names all errors, and a
     * valid one gets 401.
     */
    @Clause(
            value = "api.user-validated-before-token",
            promise =
                    "An invalid user gets 422 with all its errors even from an anonymous caller; a valid one gets 401.")
    void validatesUserBeforeToken() throws Exception {
        api().post("/users", user("", "not-an-address")).expectInvalid("name", "email");
        assertUnauthorized(api().post("/users", user("Bob", Unique.email())), false);
    }

    /** Given a user. When some fields of the profile are patched. Then only these fields change. */
    @Clause(
            value = "api.profile-patch-partial",
            promise = "A PATCH of the profile changes the given fields only; an invalid one changes nothing.")
    void patchChangesGivenFieldsOfProfile() throws Exception {
        Account account = register();
        ApiClient owner = account.api();
        ObjectNode expected = object().put("name", "New Name").put("bio", "");
        expected.set("createdAt", account.user().path("createdAt"));

        owner.patch("/users/me", object().put("name", "New Name"))
                .expectStatus(200)
                .expectFields(expected);
        Response described =
                owner.patch("/users/me", object().put("bio", "Likes tea.")).expectStatus(200);
        described.expectFields(expected.deepCopy().put("bio", "Likes tea."));
        assertThat(owner.patch("/users/me", object()).expectStatus(200).body()).isEqualTo(described.body());
        owner.patch("/users/me", object().putNull("bio")).expectStatus(200).expectFields(expected);
        owner.patch("/users/me", object().putNull("name").put("bio", "b".repeat(1_001)))
                .expectInvalid("name", "bio");
        assertThat(owner.get("/users/me").text("name")).isEqualTo("New Name");
    }

    /** Given a user. When it is replaced by PUT. Then all fields are replaced, and an omitted bio becomes empty. */
    @Clause(
            value = "api.user-put-replaces-whole",
            promise = "A PUT replaces all fields of a user, and an omitted bio becomes empty.")
    void putReplacesWholeUser() throws Exception {
        Account account = register();
        String email = Unique.email();

        Response replaced = account.api()
                .put(account.path(), user("Jane Doe", email, account.password()).put("bio", "Likes tea."))
                .expectStatus(200)
                .expectFields(user("Jane Doe", email).put("bio", "Likes tea."));
        assertThat(replaced.number("id")).isEqualTo(account.id());
        assertThat(replaced.body().path("createdAt")).isEqualTo(account.user().path("createdAt"));
        assertThat(account.api().get(account.path()).body()).isEqualTo(replaced.body());
        logIn(email, account.password()).expectStatus(200);
        logIn(account.email(), account.password()).expectStatus(401);

        account.api()
                .put(account.path(), user("Jane Doe", email))
                .expectStatus(200)
                .expectFields(object().put("bio", ""));
        account.api().put(account.path(), object().put("bio", "alone")).expectInvalid("name", "email");
    }

    /**
     * Given the email address of another user, in a different case. When a user is replaced by PUT with it. Then the
     * response is 400, and nothing changes.
     */
    @Clause(
            value = "api.user-put-duplicate-rejected",
            promise = "A user cannot take the email address of another user, in any case; nothing changes.")
    void rejectsPutWithTakenEmail() throws Exception {
        Account owner = register();
        Account taker = register();

        taker.api()
                .put(taker.path(), user("Taker", owner.email().toUpperCase(Locale.ROOT), taker.password()))
                .expectError(400, "email already exists");

        assertThat(taker.api().get("/users/me").body()).isEqualTo(taker.user());
    }

    /**
     * Given a user and an account that the user created. When another user changes or deletes either. Then the response
     * is 403. The creator may change and delete the account; afterwards it gets 404.
     */
    @Clause(
            value = "api.users-changed-by-managers-only",
            promise =
                    "Only the user, an admin, and the creator of an unclaimed account can change or delete a user; others get 403.")
    void onlyManagersMayChangeUser() throws Exception {
        Account owner = register();
        Account stranger = register();
        String path = "/users/" + createUser(owner.api(), "Bob", Unique.email()).number("id");

        for (String target : List.of(owner.path(), path)) {
            stranger.api().put(target, user("Mine", Unique.email())).expectStatus(403);
            stranger.api().delete(target).expectStatus(403);
        }
        assertThat(owner.api().get("/users/me").body()).isEqualTo(owner.user());
        owner.api().put(path, user("Robert", Unique.email())).expectStatus(200);
        owner.api().delete(path).expectStatus(204);
        owner.api().get(path).expectStatus(404);
        owner.api().put(path, user("Robert", Unique.email())).expectStatus(404);
        owner.api().delete(path).expectStatus(404);
    }

    /** Given a user. When it is deleted. Then the response is 204 without a body, and later reads get 404. */
    @Clause(
            value = "api.user-deleted-is-not-found",
            promise = "A deleted user cannot be read any more, and no other user is affected.")
    void deletedUserIsNotFound() throws Exception {
        Account account = register();
        Account other = register();

        account.api().delete(account.path()).expectEmpty(204);

        api().get(account.path()).expectStatus(404);
        other.api().get(account.path()).expectStatus(404);
        other.api().get("/users/me").expectStatus(200);
    }

    /** Given users created one after the other. When all pages are read. Then they list the users newest first. */
    @Clause(
            value = "api.users-paged-newest-first",
            promise = "The pages of the list of users contain each user, newest first, with the right total.")
    void pagesUsersNewestFirst() throws Exception {
        List<JsonNode> newestFirst = new ArrayList<>();
        Account caller = register();
        for (int i = 0; i < 3; i++) {
            newestFirst.add(
                    0, createUser(caller.api(), "Number " + i, Unique.email()).body());
        }

        Response page = caller.api().get("/users").expectStatus(200).expectFields(firstPage());

        assertThat(page.fields()).containsExactly(PAGE_FIELDS);
        assertThat(page.number("total")).isGreaterThanOrEqualTo(4);
        JsonNode past = caller.api().read("/users?page=1000000&size=100");
        assertThat(past.path("items")).isEmpty();
        assertThat(past.path("total").asLong()).isGreaterThanOrEqualTo(4);
        assertThat(past.path("pages").asLong()).isEqualTo((past.path("total").asLong() + 99) / 100);
        assertFound(caller, newestFirst);
    }

    /** Reads up to 50 pages, because concurrent registrations may move the users to later pages. */
    private void assertFound(Account caller, List<JsonNode> newestFirst) throws Exception {
        List<JsonNode> seen = new ArrayList<>();
        for (int number = 1; !seen.containsAll(newestFirst) && number <= 50; number++) {
            seen.addAll(caller.api().get("/users?page=" + number + "&size=50").items());
        }
        assertThat(seen).containsSubsequence(newestFirst);
    }

    /**
     * Given invalid page numbers and sizes. When users are listed with them. Then the response is 422 that names each
     * invalid parameter.
     */
    @Clause(
            value = "api.invalid-paging-rejected",
            promise = "An invalid page number or size gets 422, which names each invalid parameter.")
    void rejectsInvalidPaging() throws Exception {
        ApiClient caller = register().api();
        for (String bad : List.of("0", "-1", "x", "", "1.5", "99999999999")) {
            caller.get("/users?page=" + bad).expectInvalid("page");
            caller.get("/users?size=" + bad + "&page=" + bad).expectInvalid("page", "size");
        }
        caller.get("/users?size=101").expectInvalid("size");
        caller.get("/users?size=100").expectStatus(200);
    }
}
