package dev.roster.adapters.http.request;

import dev.roster.application.access.Precondition;
import dev.roster.application.access.PreconditionFailedException;
import dev.roster.application.access.Revision;
import dev.roster.application.account.UserView;
import dev.roster.domain.post.Post;
import dev.roster.domain.user.User;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Conditional requests (RFC 9110, section 13) and the entity tags that they need. */
public final class ConditionalRequests {

    private final EntityTagKey tags;

    public ConditionalRequests(EntityTagKey tags) {
        this.tags = tags;
    }

    /**
     * Returns the precondition of a change: a tag in {@code If-Match} is current, and none in {@code If-None-Match} is.
     * The service checks it with {@link Precondition#require}, whose exception becomes a 412.
     *
     * @throws HttpErrorException 400 if either header is malformed; ignoring it would apply the change unconditionally
     */
    public Precondition preconditionOf(Context ctx) {
        Optional<EntityTags> match = parseOrReject(ctx, Header.IF_MATCH);
        Optional<EntityTags> noneMatch = parseOrReject(ctx, Header.IF_NONE_MATCH);
        return current -> {
            List<String> currentTags = tags.allTagsOf(current);
            return match.map(list -> list.matchesStrongly(currentTags)).orElse(true)
                    && noneMatch.map(list -> !list.matchesWeakly(currentTags)).orElse(true);
        };
    }

    /** Sets the entity tag of a response that contains a user as authenticated callers see it. */
    public void setTag(Context ctx, User user) {
        ctx.header(Header.ETAG, tags.tagOf(new UserView.Complete(user)));
    }

    /** Sets the entity tag of a response that contains a post. */
    public void setTag(Context ctx, Post post) {
        ctx.header(Header.ETAG, tags.tagOf(post));
    }

    /** Responds with a view of a user. Otherwise like {@link #respond(Context, Post, Object)}. */
    public void respond(Context ctx, UserView view, Object json) {
        respond(ctx, view.revision(), tags.tagOf(view), json);
    }

    /**
     * Responds with a post, or with 304 if the client already has the current state.
     *
     * @throws PreconditionFailedException if {@code If-Match} does not contain the current state
     * @throws HttpErrorException 400 if {@code If-Match} is malformed
     */
    public void respond(Context ctx, Post post, Object json) {
        respond(ctx, Revision.of(post), tags.tagOf(post), json);
    }

    private void respond(Context ctx, Revision current, String tag, Object json) {
        Optional<EntityTags> match = parseOrReject(ctx, Header.IF_MATCH);
        if (match.isPresent() && !match.get().matchesStrongly(tags.allTagsOf(current))) {
            throw new PreconditionFailedException("the requested resource");
        }
        ctx.header(Header.ETAG, tag);
        if (isNotModified(ctx, tag)) {
            Json.respondNotModified(ctx);
        } else {
            Json.respond(ctx, 200, json);
        }
    }

    /** Returns whether the client already has this state. A malformed {@code If-None-Match} is ignored. */
    public static boolean isNotModified(Context ctx, String tag) {
        return headerLines(ctx, Header.IF_NONE_MATCH)
                .flatMap(EntityTags::parse)
                .map(list -> list.matchesWeakly(List.of(tag)))
                .orElse(false);
    }

    private static Optional<List<String>> headerLines(Context ctx, String header) {
        List<String> values = Collections.list(ctx.req().getHeaders(header));
        return values.isEmpty() ? Optional.empty() : Optional.of(values);
    }

    private static Optional<EntityTags> parseOrReject(Context ctx, String header) {
        return headerLines(ctx, header)
                .map(values -> EntityTags.parse(values)
                        .orElseThrow(() -> new HttpErrorException(
                                400, header + " must be * or a list of entity tags, each in quotation marks.")));
    }
}
