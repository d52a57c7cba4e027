package dev.roster.testkit.contract.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roster.testkit.conformance.RandomSource;
import dev.roster.testkit.contract.api.ApiClient.Answer;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fuzz.request.FuzzFixture;
import dev.roster.testkit.fuzz.request.Operation;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Users with a post, a draft and a comment on any Roster server, made anew each time and left there, for a fuzzer. The
 * server must not slow down logins from one address ({@code LOGIN_THROTTLE=off}), or few requests get behind the log-in.
 */
public final class RosterFuzzFixture implements FuzzFixture {

    private final URI base;
    private Someone ann = new Someone(1, "nobody@example.com", "a.b.c");
    private Someone bob = ann;
    private List<String> postIds = List.of("1");
    private List<String> commentIds = List.of("1");
    private List<String> entityTags = List.of("*");
    private Someone leaver = ann;
    private List<String> others = List.of();

    private RosterFuzzFixture(URI base) {
        this.base = base;
    }

    /** A user, as far as requests need one. */
    private record Someone(long id, String email, String token) {}

    /** Ground on that server. */
    public static RosterFuzzFixture on(URI base) {
        return new RosterFuzzFixture(base);
    }

    @Override
    public void renew() throws Exception {
        ApiClient api = ApiClient.at(base, ApiListener.NONE, new CreatedUsers());
        Someone gone = registered(api);
        api.with("Authorization", bearer(gone)).post("/auth/logout").expect(204);
        ann = registered(api);
        bob = registered(api);
        leaver = registered(api);
        List<String> posts = new ArrayList<>();
        List<String> comments = new ArrayList<>();
        List<String> tags = new ArrayList<>(List.of("*", "\"other\""));
        for (Someone author : List.of(ann, ann, bob)) {
            ApiClient as = api.with("Authorization", bearer(author));
            JsonNode post = RosterApiPart.posted(as, Unique.title(), posts.size() != 1);
            posts.add(post.path("id").asText());
            comments.add(
                    RosterApiPart.commented(as, post, "So do I.").path("id").asText());
            as.get(RosterApiPart.postPath(post)).header("ETag").ifPresent(tags::add);
        }
        postIds = posts;
        commentIds = comments;
        entityTags = tags;
        others = List.of(bearer(bob), bearer(gone), "Bearer a.b.c");
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
                                : "fuzz-" + Long.toHexString(dice.number()) + "@example.com");
            case "username" -> Optional.of(ann.email());
            case "password", "current" -> Optional.of(RosterApiContract.PASSWORD);
            case "If-Match", "If-None-Match" -> Optional.of(dice.oneOf(entityTags));
            default -> Optional.empty();
        };
    }

    @Override
    public List<String> authorizations(Operation operation) {
        List<String> all = new ArrayList<>(List.of(bearer(endsSessions(operation) ? leaver : ann)));
        all.addAll(others);
        return all;
    }

    /** Whether it would leave the requests after it without a session. */
    private static boolean endsSessions(Operation operation) {
        return switch (operation.toString()) {
            case "POST /auth/logout", "POST /auth/password", "DELETE /users/{id}" -> true;
            default -> false;
        };
    }

    private String id(Operation operation, RandomSource dice) {
        if (operation.path().startsWith("/users/")) {
            Someone most = endsSessions(operation) ? leaver : ann;
            return Long.toString(dice.percent(70) ? most.id() : bob.id());
        }
        return dice.oneOf(operation.path().startsWith("/posts/") ? postIds : commentIds);
    }

    private Someone registered(ApiClient api) throws Exception {
        String email = Unique.email();
        Answer answer = api.post(
                        "/auth/register", RosterApiPart.registration(email, RosterApiContract.PASSWORD, "Ann Example"))
                .expect(201);
        return new Someone(answer.body().path("id").asLong(), email, answer.text("token"));
    }

    private static String bearer(Someone someone) {
        return "Bearer " + someone.token();
    }
}
