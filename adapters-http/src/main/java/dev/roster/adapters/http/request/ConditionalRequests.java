package dev.roster.adapters.http.request;

import dev.roster.application.access.Precondition;
import dev.roster.application.access.PreconditionFailedException;
import dev.roster.application.access.Revision;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Conditional requests (RFC 9110, section 13). */
public final class ConditionalRequests {

    private ConditionalRequests() {}

    /**
     * Returns the precondition of a change: a tag in {@code If-Match} is current, and none in {@code If-None-Match} is.
     * The service checks it with {@link Precondition#require}, whose exception becomes a 412.
     *
     * @throws HttpErrorException 400 if either header is malformed; ignoring it would apply the change unconditionally
     */
    public static Precondition preconditionOf(Context ctx) {
        Optional<EntityTags> match = parseOrReject(ctx, Header.IF_MATCH);
        Optional<EntityTags> noneMatch = parseOrReject(ctx, Header.IF_NONE_MATCH);
        return current -> {
            List<String> tags = EntityTags.allTagsOf(current);
            return match.map(list -> list.matchesStrongly(tags)).orElse(true)
                    && noneMatch.map(list -> !list.matchesWeakly(tags)).orElse(true);
        };
    }

    /**
     * Responds with the resource, or with 304 if the client already has the current state.
     *
     * @param tag the entity tag of the representation
     * @throws PreconditionFailedException if {@code If-Match} does not contain the current state
     * @throws HttpErrorException 400 if {@code If-Match} is malformed
     */
    public static void respond(Context ctx, Revision current, String tag, Object json) {
        Optional<EntityTags> match = parseOrReject(ctx, Header.IF_MATCH);
        if (match.isPresent() && !match.get().matchesStrongly(EntityTags.allTagsOf(current))) {
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
