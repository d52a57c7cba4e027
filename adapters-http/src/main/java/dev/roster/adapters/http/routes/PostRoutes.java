package dev.roster.adapters.http.routes;

import static java.util.Objects.requireNonNull;

import dev.roster.adapters.http.request.BearerTokens;
import dev.roster.adapters.http.request.ConditionalRequests;
import dev.roster.adapters.http.request.HttpErrorException;
import dev.roster.adapters.http.request.Json;
import dev.roster.adapters.http.request.JsonFields;
import dev.roster.adapters.http.request.ListQuery;
import dev.roster.adapters.http.request.Locations;
import dev.roster.adapters.http.request.RequestBody;
import dev.roster.application.access.Caller;
import dev.roster.application.access.Viewer;
import dev.roster.application.post.PostInput;
import dev.roster.application.post.PostQuery;
import dev.roster.application.post.PostService;
import dev.roster.application.post.PostUpdate;
import dev.roster.application.post.PostView;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.Violations;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostCursor;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.SliceRequest;
import dev.roster.domain.user.UserId;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.function.Function;

/** Routes for posts and lists of posts. */
public final class PostRoutes {

    /** The parameter that selects a slice of a list instead of a page. */
    private static final String AFTER = "after";

    private final PostService posts;
    private final BearerTokens tokens;
    private final Locations locations;
    private final ConditionalRequests conditions;
    private final ListMemory memory;

    public PostRoutes(
            PostService posts,
            BearerTokens tokens,
            Locations locations,
            ConditionalRequests conditions,
            ListMemory memory) {
        this.posts = posts;
        this.tokens = tokens;
        this.locations = locations;
        this.conditions = conditions;
        this.memory = memory;
    }

    public void register(RoutesConfig routes) {
        routes.post("/posts", this::create);
        routes.get("/posts/{id}", this::show).head("/posts/{id}", this::show);
        routes.put("/posts/{id}", this::replace);
        routes.patch("/posts/{id}", this::update);
        routes.delete("/posts/{id}", this::delete);
        routes.get("/posts", this::list).head("/posts", this::list);
        routes.get("/users/{id}/posts", this::listOfUser).head("/users/{id}/posts", this::listOfUser);
    }

    /** Returns the id in the path. A malformed id is a 404, like an unknown one. */
    static PostId id(Context ctx) {
        return PostId.parse(ctx.pathParam("id"))
                .orElseThrow(() -> new HttpErrorException(404, "There is no such post."));
    }

    private void create(Context ctx) {
        Caller caller = tokens.caller(ctx);
        Post created = posts.create(caller, draft(RequestBody.json(ctx)));
        locations.set(ctx, "/posts/" + created.id());
        respond(ctx, 201, created);
    }

    private void show(Context ctx) {
        Viewer viewer = tokens.viewer(ctx);
        Post post = posts.view(viewer, id(ctx));
        conditions.respond(ctx, post, PostJson.of(post));
    }

    private void replace(Context ctx) {
        Caller caller = tokens.caller(ctx);
        PostId id = id(ctx);
        PostUpdate change = PostUpdate.replacement(draft(RequestBody.json(ctx)));
        respondChanged(ctx, posts.update(caller, id, change, conditions.preconditionOf(ctx)));
    }

    private void update(Context ctx) {
        Caller caller = tokens.caller(ctx);
        PostId id = id(ctx);
        PostUpdate change = change(RequestBody.json(ctx));
        respondChanged(ctx, posts.update(caller, id, change, conditions.preconditionOf(ctx)));
    }

    private void delete(Context ctx) {
        Caller caller = tokens.caller(ctx);
        posts.delete(caller, id(ctx), conditions.preconditionOf(ctx));
        Json.respondEmpty(ctx, 204);
    }

    private static PostInput draft(JsonFields fields) {
        Violations faults = new Violations();
        String title = faults.collect(() -> Post.TITLE_RULE.require(fields.text("title")));
        String content = faults.collect(() -> Post.CONTENT_RULE.require(fields.text("content")));
        Optional<Boolean> published = faults.collect(() -> fields.booleanIfPresent("published"));
        faults.throwIfAny();
        return new PostInput(
                requireNonNull(title),
                requireNonNull(content),
                requireNonNull(published).orElse(false));
    }

    private static PostUpdate change(JsonFields fields) {
        Violations faults = new Violations();
        Optional<String> title =
                faults.collect(() -> fields.textIfPresent("title").map(Post.TITLE_RULE::require));
        Optional<String> content =
                faults.collect(() -> fields.textIfPresent("content").map(Post.CONTENT_RULE::require));
        Optional<Boolean> published = faults.collect(() -> fields.booleanIfPresent("published"));
        faults.throwIfAny();
        return new PostUpdate(requireNonNull(title), requireNonNull(content), requireNonNull(published));
    }

    private void respond(Context ctx, int status, Post post) {
        conditions.setTag(ctx, post);
        Json.respond(ctx, status, PostJson.of(post));
    }

    private void respondChanged(Context ctx, PostView changed) {
        if (changed instanceof PostView.Complete complete) {
            respond(ctx, 200, complete.post());
        } else if (changed instanceof PostView.HiddenDraft draft) {
            Json.respond(ctx, 200, PostJson.HiddenDraft.of(draft));
        }
    }

    private void list(Context ctx) {
        Viewer viewer = tokens.viewer(ctx);
        ListQuery query = ListQuery.of(ctx);
        Json.respond(ctx, 200, query.has(AFTER) ? slice(viewer, query) : page(viewer, query));
    }

    private byte[] page(Viewer viewer, ListQuery query) {
        Violations faults = new Violations();
        PageRequest request = faults.collect(query::page);
        PostQuery wanted = faults.collect(() -> postQuery(query));
        faults.throwIfAny();
        return pageJson(requireNonNull(request), page -> posts.list(viewer, requireNonNull(wanted), page));
    }

    private byte[] pageJson(PageRequest request, Function<PageRequest, Page<Post>> list) {
        return memory.json(request.size(), () -> {
            TextBudget budget = new TextBudget();
            return PageJson.of(list.apply(request).map(post -> PostJson.of(post, budget)));
        });
    }

    private byte[] slice(Viewer viewer, ListQuery query) {
        Violations faults = new Violations();
        Optional<PostCursor> after = faults.collect(
                () -> query.text(AFTER).filter(text -> !text.isEmpty()).map(PostCursors::parse));
        faults.collect(() -> rejectPage(query));
        Integer size = faults.collect(query::size);
        PostQuery wanted = faults.collect(() -> postQuery(query));
        faults.throwIfAny();
        SliceRequest request = new SliceRequest(requireNonNull(after), requireNonNull(size));
        return memory.json(
                request.size(), () -> PostJson.Slice.of(posts.listAfter(viewer, requireNonNull(wanted), request)));
    }

    private void listOfUser(Context ctx) {
        Viewer viewer = tokens.viewer(ctx);
        UserId author = UserRoutes.id(ctx);
        ListQuery query = ListQuery.of(ctx);
        Violations faults = new Violations();
        PageRequest sent = faults.collect(query::page);
        Boolean withComments = faults.collect(() -> includesComments(query));
        faults.throwIfAny();
        PageRequest request = requireNonNull(sent);
        byte[] page = requireNonNull(withComments)
                ? pageWithComments(viewer, author, request)
                : pageJson(request, sameRequest -> posts.listByAuthor(viewer, author, sameRequest));
        Json.respond(ctx, 200, page);
    }

    private byte[] pageWithComments(Viewer viewer, UserId author, PageRequest request) {
        return memory.json(request.size(), () -> {
            TextBudget contents = new TextBudget();
            TextBudget comments = new TextBudget();
            return PageJson.of(posts.listByAuthorWithComments(viewer, author, request)
                    .map(found -> PostJson.WithComments.of(found, contents, comments)));
        });
    }

    private static PostQuery postQuery(ListQuery query) {
        Violations faults = new Violations();
        Optional<Boolean> published = faults.collect(() -> query.booleanIfPresent("published"));
        Optional<UserId> author = faults.collect(() -> query.user("author"));
        faults.throwIfAny();
        return new PostQuery(requireNonNull(author), requireNonNull(published));
    }

    private static ListQuery rejectPage(ListQuery query) {
        if (query.has("page")) {
            throw new InvalidValueException("page", "must not be given together with " + AFTER);
        }
        return query;
    }

    private static boolean includesComments(ListQuery query) {
        Optional<String> include = query.text("include");
        if (include.isPresent() && !include.get().equals("comments")) {
            throw new InvalidValueException("include", "must be comments");
        }
        return include.isPresent();
    }
}
