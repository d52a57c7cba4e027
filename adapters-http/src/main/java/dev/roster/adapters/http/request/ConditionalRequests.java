package dev.roster.adapters.http.request;

import dev.roster.application.access.Precondition;
import dev.roster.application.access.PreconditionFailedException;
import dev.roster.application.access.Revision;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What a request makes depend on the state of a thing (RFC 9110, section 13). */
public final class ConditionalRequests {

    private ConditionalRequests() {}

    /**
     * What must hold for a change: some tag of {@code If-Match} is the current one, none of {@code If-None-Match} is.
     *
     * @throws HttpErrorException 400 if either is malformed, for a change must not go ahead unguarded that was meant to be guarded
     */
    public static Precondition preconditionOf(Context ctx) {
        Optional<EntityTags> match =
                headerLines(ctx, Header.IF_MATCH).map(values -> parseOrReject(Header.IF_MATCH, values));
        Optional<EntityTags> noneMatch =
                headerLines(ctx, Header.IF_NONE_MATCH).map(values -> parseOrReject(Header.IF_NONE_MATCH, values));
        return current -> {
            List<String> tags = EntityTags.allTagsOf(current);
            return match.map(list -> list.matchesStrongly(tags)).orElse(true)
                    && noneMatch.map(list -> !list.matchesWeakly(tags)).orElse(true);
        };
    }

    /**
     * Shows a state, unless the client has it already.
     *
     * @param tag the tag of the view that is shown
     * @throws PreconditionFailedException if {@code If-Match} asks for another state
     * @throws HttpErrorException 400 if it is malformed
     */
    public static void respond(Context ctx, Revision current, String tag, Object json) {
        if (!satisfiesIfMatch(ctx, current)) {
            throw new PreconditionFailedException("what is asked for");
        }
        ctx.header(Header.ETAG, tag);
        if (isNotModified(ctx, tag)) {
            Json.respondNotModified(ctx);
        } else {
            Json.respond(ctx, 200, json);
        }
    }

    private static boolean satisfiesIfMatch(Context ctx, Revision current) {
        return headerLines(ctx, Header.IF_MATCH)
                .map(values -> parseOrReject(Header.IF_MATCH, values).matchesStrongly(EntityTags.allTagsOf(current)))
                .orElse(true);
    }

    /** Whether the client has it already. A malformed {@code If-None-Match} only costs it the saving. */
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

    private static EntityTags parseOrReject(String header, List<String> values) {
        return EntityTags.parse(values)
                .orElseThrow(() -> new HttpErrorException(
                        400, header + " must be * or a list of entity tags, each in quotation marks."));
    }
}
