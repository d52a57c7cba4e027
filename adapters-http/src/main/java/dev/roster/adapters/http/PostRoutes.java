package dev.roster.adapters.http;

import static java.util.Objects.requireNonNull;

import dev.roster.application.Caller;
import dev.roster.application.PostChange;
import dev.roster.application.PostDraft;
import dev.roster.application.PostService;
import dev.roster.application.Revision;
import dev.roster.application.Viewer;
import dev.roster.domain.Post;
import dev.roster.domain.PostId;
import dev.roster.domain.Violations;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.util.Optional;

/** The posts, one at a time. */
final class PostRoutes {

    private final PostService posts;
    private final BearerTokens tokens;

    PostRoutes(PostService posts, BearerTokens tokens) {
        this.posts = posts;
        this.tokens = tokens;
    }

    void register(RoutesConfig routes) {
        routes.post("/posts", this::create);
        routes.get("/posts/{id}", this::show).head("/posts/{id}", this::show);
        routes.put("/posts/{id}", this::replace);
        routes.patch("/posts/{id}", this::update);
        routes.delete("/posts/{id}", this::delete);
    }

    /** What is no id names no post. */
    static PostId id(Context ctx) {
        return PostId.parse(ctx.pathParam("id")).orElseThrow(() -> new HttpFault(404, "There is no such post."));
    }

    private void create(Context ctx) {
        Caller caller = tokens.caller(ctx);
        Post created = posts.create(caller, draft(RequestBody.json(ctx)));
        ctx.header(Header.LOCATION, "/posts/" + created.id());
        answer(ctx, 201, created);
    }

    private void show(Context ctx) {
        Viewer viewer = tokens.viewer(ctx);
        Post post = posts.view(viewer, id(ctx));
        Conditions.show(ctx, Revision.of(post), EntityTags.of(post), PostJson.of(post));
    }

    private void replace(Context ctx) {
        Caller caller = tokens.caller(ctx);
        PostId id = id(ctx);
        PostChange change = PostChange.to(draft(RequestBody.json(ctx)));
        answer(ctx, 200, posts.update(caller, id, change, Conditions.ofChange(ctx)));
    }

    private void update(Context ctx) {
        Caller caller = tokens.caller(ctx);
        PostId id = id(ctx);
        PostChange change = change(RequestBody.json(ctx));
        answer(ctx, 200, posts.update(caller, id, change, Conditions.ofChange(ctx)));
    }

    private void delete(Context ctx) {
        Caller caller = tokens.caller(ctx);
        posts.delete(caller, id(ctx), Conditions.ofChange(ctx));
        Json.answerNothing(ctx, 204);
    }

    private static PostDraft draft(JsonFields fields) {
        Violations faults = new Violations();
        String title = faults.collect(() -> Post.TITLE.require(fields.text("title")));
        String content = faults.collect(() -> Post.CONTENT.require(fields.text("content")));
        Optional<Boolean> published = faults.collect(() -> fields.flagIfSent("published"));
        faults.throwIfAny();
        return new PostDraft(
                requireNonNull(title),
                requireNonNull(content),
                requireNonNull(published).orElse(false));
    }

    private static PostChange change(JsonFields fields) {
        Violations faults = new Violations();
        Optional<String> title = faults.collect(() -> fields.textIfSent("title").map(Post.TITLE::require));
        Optional<String> content =
                faults.collect(() -> fields.textIfSent("content").map(Post.CONTENT::require));
        Optional<Boolean> published = faults.collect(() -> fields.flagIfSent("published"));
        faults.throwIfAny();
        return new PostChange(requireNonNull(title), requireNonNull(content), requireNonNull(published));
    }

    private static void answer(Context ctx, int status, Post post) {
        ctx.header(Header.ETAG, EntityTags.of(post));
        Json.answer(ctx, status, PostJson.of(post));
    }
}
