package dev.roster.adapters.http.routes;

import dev.roster.adapters.http.request.BearerTokens;
import dev.roster.adapters.http.request.HttpErrorException;
import dev.roster.adapters.http.request.Json;
import dev.roster.adapters.http.request.ListQuery;
import dev.roster.adapters.http.request.Locations;
import dev.roster.adapters.http.request.RequestBody;
import dev.roster.application.access.Caller;
import dev.roster.application.access.Viewer;
import dev.roster.application.post.CommentService;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.CommentId;
import dev.roster.domain.post.PostId;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** Routes for comments. */
public final class CommentRoutes {

    private static final String ON_POST = "/posts/{id}/comments";

    private final CommentService comments;
    private final BearerTokens tokens;
    private final Locations locations;
    private final ListMemory memory;

    public CommentRoutes(CommentService comments, BearerTokens tokens, Locations locations, ListMemory memory) {
        this.comments = comments;
        this.tokens = tokens;
        this.locations = locations;
        this.memory = memory;
    }

    public void register(RoutesConfig routes) {
        routes.post(ON_POST, this::create);
        routes.get(ON_POST, this::list).head(ON_POST, this::list);
        routes.get("/comments/{id}", this::show).head("/comments/{id}", this::show);
        routes.delete("/comments/{id}", this::delete);
    }

    private void create(Context ctx) {
        Caller caller = tokens.caller(ctx);
        PostId post = PostRoutes.id(ctx);
        String content = Comment.CONTENT_RULE.require(RequestBody.json(ctx).text("content"));
        Comment created = comments.create(caller, post, content);
        locations.set(ctx, "/comments/" + created.id());
        Json.respond(ctx, 201, CommentJson.of(created));
    }

    private void list(Context ctx) {
        Viewer viewer = tokens.viewer(ctx);
        PostId post = PostRoutes.id(ctx);
        PageRequest request = ListQuery.of(ctx).page();
        Json.respond(ctx, 200, memory.json(request.size(), () -> {
            TextBudget budget = new TextBudget();
            return PageJson.of(comments.list(viewer, post, request).map(comment -> CommentJson.of(comment, budget)));
        }));
    }

    private void show(Context ctx) {
        Viewer viewer = tokens.viewer(ctx);
        Json.respond(ctx, 200, CommentJson.of(comments.view(viewer, id(ctx))));
    }

    private void delete(Context ctx) {
        Caller caller = tokens.caller(ctx);
        comments.delete(caller, id(ctx));
        Json.respondEmpty(ctx, 204);
    }

    /** Returns the id in the path. A malformed id is a 404, like an unknown one. */
    private static CommentId id(Context ctx) {
        return CommentId.parse(ctx.pathParam("id"))
                .orElseThrow(() -> new HttpErrorException(404, "There is no such comment."));
    }
}
