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
    public static Precondition ofChange(Context ctx) {
        Optional<EntityTags> match = sent(ctx, Header.IF_MATCH).map(values -> wellFormed(Header.IF_MATCH, values));
        Optional<EntityTags> noneMatch =
                sent(ctx, Header.IF_NONE_MATCH).map(values -> wellFormed(Header.IF_NONE_MATCH, values));
        return current -> {
            List<String> tags = EntityTags.allOf(current);
            return match.map(list -> list.matchStrongly(tags)).orElse(true)
                    && noneMatch.map(list -> !list.matchWeakly(tags)).orElse(true);
        };
    }

    /**
     * Shows a state, unless the client has it already.
     *
     * @param tag the tag of the view that is shown
     * @throws PreconditionFailedException if {@code If-Match} asks for another state
     * @throws HttpErrorException 400 if it is malformed
     */
    public static void show(Context ctx, Revision current, String tag, Object json) {
        if (!matches(ctx, current)) {
            throw new PreconditionFailedException("what is asked for");
        }
        ctx.header(Header.ETAG, tag);
        if (isKnown(ctx, tag)) {
            Json.answerNotModified(ctx);
        } else {
            Json.answer(ctx, 200, json);
        }
    }

    private static boolean matches(Context ctx, Revision current) {
        return sent(ctx, Header.IF_MATCH)
                .map(values -> wellFormed(Header.IF_MATCH, values).matchStrongly(EntityTags.allOf(current)))
                .orElse(true);
    }

    /** Whether the client has it already. A malformed {@code If-None-Match} only costs it the saving. */
    public static boolean isKnown(Context ctx, String tag) {
        return sent(ctx, Header.IF_NONE_MATCH)
                .flatMap(EntityTags::parse)
                .map(list -> list.matchWeakly(List.of(tag)))
                .orElse(false);
    }

    private static Optional<List<String>> sent(Context ctx, String header) {
        List<String> values = Collections.list(ctx.req().getHeaders(header));
        return values.isEmpty() ? Optional.empty() : Optional.of(values);
    }

    private static EntityTags wellFormed(String header, List<String> values) {
        return EntityTags.parse(values)
                .orElseThrow(() -> new HttpErrorException(
                        400, header + " must be * or a list of entity tags, each in quotation marks."));
    }
}
