package dev.roster.testkit.contract.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.conformance.RandomSource;
import dev.roster.testkit.contract.api.ApiClient.Response;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fuzz.request.FuzzFixture;
import dev.roster.testkit.fuzz.request.Operation;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fuzz fixture that creates users, posts, a draft and comments on any Roster server. Each renewal creates new ones and
 * keeps the old ones.
 *
 * <p>The server must not throttle logins ({@code LOGIN_THROTTLE=off}); otherwise few requests get past the login.
 */
public final class RosterFuzzFixture implements FuzzFixture {

    private final URI base;
    private TestUser ann = new TestUser(1, "nobody@example.com", "a.b.c");
    private TestUser bob = ann;
    private List<String> postIds = List.of("1");
    private List<String> commentIds = List.of("1");
    private List<String> entityTags = List.of("*");
    private TestUser loggingOut = ann;
    private List<String> otherAuthorizations = List.of();

    private RosterFuzzFixture(URI base) {
        this.base = base;
    }

    /** Registered user with the values that requests need. */
    private record TestUser(long id, String email, String token) {}

    /** Returns a fixture on the server with that base URL. */
    public static RosterFuzzFixture on(URI base) {
        return new RosterFuzzFixture(base);
    }

    @Override
    public void renew() throws Exception {
        ApiClient api = ApiClient.at(base, ApiListener.NONE, new CreatedUsers());
        TestUser gone = register(api);
        api.withHeader("Authorization", bearer(gone))
                .send("POST", "/auth/logout")
                .expectStatus(204);
        ann = register(api);
        bob = register(api);
        loggingOut = register(api);
        List<String> posts = new ArrayList<>();
        List<String> comments = new ArrayList<>();
        List<String> tags = new ArrayList<>(List.of("*", "\"other\""));
        for (TestUser author : List.of(ann, ann, bob)) {
            ApiClient as = api.withHeader("Authorization", bearer(author));
            JsonNode post = RosterApiPart.createPost(as, Unique.title(), posts.size() != 1);
            posts.add(post.path("id").asText());
            comments.add(
                    RosterApiPart.createComment(as, post, "So do I.").path("id").asText());
            as.get(RosterApiPart.postPath(post)).header("ETag").ifPresent(tags::add);
        }
        postIds = posts;
        commentIds = comments;
        entityTags = tags;
        otherAuthorizations = List.of(bearer(bob), bearer(gone), "Bearer a.b.c");
    }

    @Override
    public Optional<String> value(Operation operation, String name, RandomSource dice) {
        return switch (name) {
            case "id" -> Optional.of(id(operation, dice));
            case "author" -> Optional.of(Long.toString(ann.id()));
            case "email" ->
                Optional.of(
                        dice.percent(operation.path().equals("/auth/register") ? 10 : 50)
                                ? ann.email()
                                : "fuzz-" + Long.toHexString(dice.nextLong()) + "@example.com");
            case "username" -> Optional.of(ann.email());
            case "password", "current" -> Optional.of(RosterApiContract.PASSWORD);
            case "If-Match", "If-None-Match" -> Optional.of(dice.oneOf(entityTags));
            default -> Optional.empty();
        };
    }

    @Override
    public List<String> authorizations(Operation operation) {
        List<String> all = new ArrayList<>(List.of(bearer(endsSessions(operation) ? loggingOut : ann)));
        all.addAll(otherAuthorizations);
        return all;
    }

    /** Returns whether the operation ends the session that later requests need. */
    private static boolean endsSessions(Operation operation) {
        return switch (operation.toString()) {
            case "POST /auth/logout", "POST /auth/password", "DELETE /users/{id}" -> true;
            default -> false;
        };
    }

    private String id(Operation operation, RandomSource dice) {
        if (operation.path().startsWith("/users/")) {
            TestUser most = endsSessions(operation) ? loggingOut : ann;
            return Long.toString(dice.percent(70) ? most.id() : bob.id());
        }
        return dice.oneOf(operation.path().startsWith("/posts/") ? postIds : commentIds);
    }

    private TestUser register(ApiClient api) throws Exception {
        String email = Unique.email();
        Response answer = api.post(
                        "/auth/register", RosterApiPart.registration(email, RosterApiContract.PASSWORD, "Ann Example"))
                .expectStatus(201);
        return new TestUser(answer.number("id"), email, answer.text("token"));
    }

    private static String bearer(TestUser someone) {
        return "Bearer " + someone.token();
    }
}
