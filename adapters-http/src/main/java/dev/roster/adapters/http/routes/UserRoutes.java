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
import dev.roster.application.account.ProfileUpdate;
import dev.roster.application.account.UserService;
import dev.roster.application.account.UserView;
import dev.roster.domain.PageRequest;
import dev.roster.domain.Violations;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserUpdate;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.MethodNotAllowedResponse;
import java.util.Map;
import java.util.Optional;

/** Routes for users. */
public final class UserRoutes {

    /** Path of the caller's own user. */
    public static final String ME = "/users/me";

    /** Methods that {@link #ME} supports, without the routes that only reject. */
    public static final String ME_METHODS = "GET, HEAD, PATCH";

    private final UserService users;
    private final BearerTokens tokens;
    private final Locations locations;
    private final ConditionalRequests conditions;

    public UserRoutes(UserService users, BearerTokens tokens, Locations locations, ConditionalRequests conditions) {
        this.users = users;
        this.tokens = tokens;
        this.locations = locations;
        this.conditions = conditions;
    }

    /** Returns the path of a user. */
    static String path(User user) {
        return "/users/" + user.id();
    }

    public void register(RoutesConfig routes) {
        // HEAD needs its own route: by default Javalin responds 200 to HEAD on every path with a GET route.
        routes.get("/users", this::list).head("/users", this::list);
        routes.post("/users", this::create);
        routes.get(ME, this::showMe).head(ME, this::showMe);
        routes.patch(ME, this::updateMe);
        routes.post(ME, UserRoutes::rejectMethodOnMe);
        routes.put(ME, UserRoutes::rejectMethodOnMe);
        routes.delete(ME, UserRoutes::rejectMethodOnMe);
        routes.get("/users/{id}", this::show).head("/users/{id}", this::show);
        routes.put("/users/{id}", this::update);
        routes.delete("/users/{id}", this::delete);
    }

    private void list(Context ctx) {
        Caller caller = tokens.caller(ctx);
        PageRequest request = ListQuery.of(ctx).page();
        Json.respond(ctx, 200, PageJson.of(users.listUsers(caller, request).map(UserRoutes::json)));
    }

    /** Validates the body before the token, so that a client can check a form before the user logs in. */
    private void create(Context ctx) {
        JsonFields fields = RequestBody.json(ctx);
        Violations faults = new Violations();
        String name = faults.collect(() -> User.NAME_RULE.require(fields.text("name")));
        EmailAddress email = faults.collect(() -> new EmailAddress(fields.text("email")));
        faults.throwIfAny();
        User created = users.createUser(tokens.caller(ctx), requireNonNull(email), requireNonNull(name));
        locations.set(ctx, path(created));
        respond(ctx, 201, created);
    }

    private void showMe(Context ctx) {
        Caller caller = tokens.caller(ctx);
        show(ctx, users.viewUser(caller, caller.id()));
    }

    private void show(Context ctx) {
        Viewer viewer = tokens.viewer(ctx);
        show(ctx, users.viewUser(viewer, id(ctx)));
    }

    private void updateMe(Context ctx) {
        Caller caller = tokens.caller(ctx);
        JsonFields fields = RequestBody.json(ctx);
        Violations faults = new Violations();
        Optional<String> name =
                faults.collect(() -> fields.textIfPresent("name").map(User.NAME_RULE::require));
        Optional<String> bio = faults.collect(() -> fields.has("bio") ? Optional.of(bio(fields)) : Optional.empty());
        faults.throwIfAny();
        ProfileUpdate update = new ProfileUpdate(requireNonNull(name), requireNonNull(bio));
        respond(ctx, 200, users.updateProfile(caller, caller.id(), update, conditions.preconditionOf(ctx)));
    }

    private void update(Context ctx) {
        Caller caller = tokens.caller(ctx);
        UserId id = id(ctx);
        JsonFields fields = RequestBody.json(ctx);
        Violations faults = new Violations();
        String name = faults.collect(() -> User.NAME_RULE.require(fields.text("name")));
        EmailAddress email = faults.collect(() -> new EmailAddress(fields.text("email")));
        String bio = faults.collect(() -> bio(fields));
        Optional<String> password = faults.collect(() -> fields.optionalText("password"));
        faults.throwIfAny();
        UserUpdate update = new UserUpdate(
                requireNonNull(email), requireNonNull(name), requireNonNull(bio), requireNonNull(password));
        respond(ctx, 200, users.updateUser(caller, id, update, conditions.preconditionOf(ctx)));
    }

    private void delete(Context ctx) {
        Caller caller = tokens.caller(ctx);
        users.deleteUser(caller, id(ctx), conditions.preconditionOf(ctx));
        Json.respondEmpty(ctx, 204);
    }

    /** Responds 405. Without this route, "me" would be treated as an unknown id. */
    private static void rejectMethodOnMe(Context ctx) {
        throw new MethodNotAllowedResponse("", Map.of());
    }

    private void respond(Context ctx, int status, User user) {
        conditions.setTag(ctx, user);
        Json.respond(ctx, status, UserJson.of(user));
    }

    private void show(Context ctx, UserView view) {
        conditions.respond(ctx, view, json(view));
    }

    private static Object json(UserView view) {
        if (view instanceof UserView.Complete complete) {
            return UserJson.of(complete.user());
        } else if (view instanceof UserView.PublicProfile profile) {
            return UserJson.Public.of(profile);
        } else {
            throw new IllegalStateException("no JSON is defined for " + view.getClass());
        }
    }

    private static String bio(JsonFields fields) {
        return User.BIO_RULE.require(fields.optionalText("bio").orElse(""));
    }

    /** Returns the id in the path. A malformed id is a 404, like an unknown one. */
    static UserId id(Context ctx) {
        return UserId.parse(ctx.pathParam("id"))
                .orElseThrow(() -> new HttpErrorException(404, "There is no such user."));
    }
}
