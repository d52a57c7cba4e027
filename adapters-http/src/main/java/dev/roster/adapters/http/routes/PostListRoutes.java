package dev.roster.adapters.http.routes;

import static java.util.Objects.requireNonNull;

import dev.roster.adapters.http.request.BearerTokens;
import dev.roster.adapters.http.request.Json;
import dev.roster.adapters.http.request.ListQuery;
import dev.roster.application.access.Viewer;
import dev.roster.application.post.PostQuery;
import dev.roster.application.post.PostService;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.PageRequest;
import dev.roster.domain.Violations;
import dev.roster.domain.post.PostCursor;
import dev.roster.domain.post.SliceRequest;
import dev.roster.domain.user.UserId;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;

/** Routes for lists of posts. */
public final class PostListRoutes {

    /** The parameter that selects a slice instead of a page. */
    private static final String AFTER = "after";

    private final PostService posts;
    private final BearerTokens tokens;

    public PostListRoutes(PostService posts, BearerTokens tokens) {
        this.posts = posts;
        this.tokens = tokens;
    }

    public void register(RoutesConfig routes) {
        routes.get("/posts", this::list).head("/posts", this::list);
        routes.get("/users/{id}/posts", this::listOfUser).head("/users/{id}/posts", this::listOfUser);
    }

    private void list(Context ctx) {
        Viewer viewer = tokens.viewer(ctx);
        ListQuery query = ListQuery.of(ctx);
        Json.respond(ctx, 200, query.has(AFTER) ? slice(viewer, query) : page(viewer, query));
    }

    private PageJson<PostJson> page(Viewer viewer, ListQuery query) {
        Violations faults = new Violations();
        PageRequest request = faults.collect(query::page);
        PostQuery wanted = faults.collect(() -> postQuery(query));
        faults.throwIfAny();
        return PageJson.of(posts.list(viewer, requireNonNull(wanted), requireNonNull(request))
                .map(PostJson::of));
    }

    private PostJson.Slice slice(Viewer viewer, ListQuery query) {
        Violations faults = new Violations();
        Optional<PostCursor> after = faults.collect(
                () -> query.text(AFTER).filter(text -> !text.isEmpty()).map(PostCursors::parse));
        faults.collect(() -> rejectPage(query));
        Integer size = faults.collect(query::size);
        PostQuery wanted = faults.collect(() -> postQuery(query));
        faults.throwIfAny();
        SliceRequest request = new SliceRequest(requireNonNull(after), requireNonNull(size));
        return PostJson.Slice.of(posts.listAfter(viewer, requireNonNull(wanted), request));
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
        PageJson<?> page = requireNonNull(withComments)
                ? PageJson.of(
                        posts.listByAuthorWithComments(viewer, author, request).map(PostJson.WithComments::of))
                : PageJson.of(posts.listByAuthor(viewer, author, request).map(PostJson::of));
        Json.respond(ctx, 200, page);
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
