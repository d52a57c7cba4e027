package dev.roster.testkit.contract.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.conformance.RandomSource;
import dev.roster.testkit.contract.api.ApiClient.Account;
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
    private Account ann;
    private Account bob;
    private List<String> postIds = List.of("1");
    private List<String> commentIds = List.of("1");
    private List<String> entityTags = List.of("*");
    private Account loggingOut;
    private List<String> otherAuthorizations = List.of();

    private RosterFuzzFixture(URI base) {
        this.base = base;
        ann = new Account(1, "nobody@example.com", "", "a.b.c", ApiClient.object(), client());
        bob = ann;
        loggingOut = ann;
    }

    private ApiClient client() {
        return ApiClient.at(base, ApiClient.TIMEOUT, ApiListener.NONE, new CreatedUsers());
    }

    /** Returns a fixture on the server with that base URL. */
    public static RosterFuzzFixture on(URI base) {
        return new RosterFuzzFixture(base);
    }

    @Override
    public void renew() throws Exception {
        ApiClient api = client();
        Account gone = RosterApiPart.register(api);
        gone.api().send("POST", "/auth/logout").expectStatus(204);
        ann = RosterApiPart.register(api);
        bob = RosterApiPart.register(api);
        loggingOut = RosterApiPart.register(api);
        List<String> posts = new ArrayList<>();
        List<String> comments = new ArrayList<>();
        List<String> tags = new ArrayList<>(List.of("*", "\"other\""));
        for (Account author : List.of(ann, ann, bob)) {
            ApiClient as = author.api();
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
            Account most = endsSessions(operation) ? loggingOut : ann;
            return Long.toString(dice.percent(70) ? most.id() : bob.id());
        }
        return dice.oneOf(operation.path().startsWith("/posts/") ? postIds : commentIds);
    }

    private static String bearer(Account someone) {
        return "Bearer " + someone.token();
    }
}
